"""What auditors read: why each limit is due, and a chain they can recompute."""

import json
from datetime import UTC, datetime
from urllib.parse import quote

import pytest
from django.urls import reverse
from rest_framework.test import APIClient

from portal.audit.actions import record, verify
from portal.audit.domain import GENESIS, digest
from portal.audit.models import AuditEntry
from tests.factories.agencies import OrganisationFactory, UserFactory
from tests.factories.obligations import AT, obligation
from tests.supervision.conftest import client_for

OBLIGATIONS = "/api/v1/obligations/"
AUDIT = "/api/v1/audit/"
VERIFY = "/api/v1/audit/verify/"

pytestmark = pytest.mark.django_db


def listed(api, url=OBLIGATIONS, **parameters):
    response = api.get(url, parameters)
    assert response.status_code == 200, response.content
    return response.json()["results"]


def test_the_addresses():
    assert reverse("api-obligation-list") == OBLIGATIONS
    assert reverse("api-audit-list") == AUDIT
    assert reverse("api-audit-verify") == VERIFY


@pytest.mark.parametrize("url", [OBLIGATIONS, AUDIT, VERIFY, f"{AUDIT}1/", f"{OBLIGATIONS}1/"])
def test_only_with_the_right_key(year, url):
    assert APIClient().get(url).status_code == 401
    other = "audit:read" if "obligations" in url else "obligations:read"
    assert client_for(year.district, other).get(url).status_code == 403
    for method in ("post", "put", "patch", "delete"):
        assert getattr(client_for(year.district), method)(url).status_code == 405


def test_an_obligation_says_why_it_is_due(year, api):
    trace = [{"date": "2026-03-03", "counted": True, "why": "工作日"}]
    row = obligation(
        organisation=year.bureau,
        due_on=datetime(2030, 1, 4, tzinfo=UTC).date(),
        provisional=True,
        trace=trace,
        label="云溪公开〔2026〕12号",
    )
    shown = api.get(f"{OBLIGATIONS}{row.pk}/").json()
    assert shown == {
        "id": row.pk,
        "subject_type": "agencies.organisation",
        "subject_id": row.subject_id,
        "subject": "云溪公开〔2026〕12号",
        "organisation": "yx-mz",
        "organisation_name": "区民政局",
        "rule": "foi.reply",
        "rule_title": "答复政府信息公开申请",
        "rule_set": "cn-2019",
        "article": "条例第三十三条第二款",
        "calendar": shown["calendar"],
        "started_on": "2026-02-20",
        "due_on": "2030-01-04",
        "due_at": None,
        "late_from": "2030-01-05T00:00:00+08:00",
        "part": "",
        "target_from": None,
        "target_on": None,
        "provisional": True,
        "state": "open",
        "closed_at": None,
        "delay_reason": "",
        "revision": 1,
        "trace": trace,
        "created_at": "2026-03-02T09:30:00+08:00",
        "updated_at": "2026-03-02T09:30:00+08:00",
    }
    notices = {entry["year"]: entry["notice"] for entry in shown["calendar"]}
    assert list(notices) == [2026, 2027, 2028, 2029, 2030]
    assert "国办" in notices[2026]
    assert notices[2030] is None


def test_fields_can_be_chosen(api):
    assert set(listed(api, fields="calendar,article")[0]) == {"calendar", "article"}


@pytest.mark.parametrize(
    ("parameters", "expected"),
    [
        ({}, {"in_time", "in_time_too", "late", "overdue", "running"}),
        ({"state": "met_late"}, {"late"}),
        ({"overdue": "true"}, {"overdue"}),
        ({"overdue": "false"}, {"in_time", "in_time_too", "late", "running"}),
        ({"late": "true"}, {"late", "overdue"}),
        ({"late": "false"}, {"in_time", "in_time_too", "running"}),
        ({"organisation": "yx"}, {"in_time"}),
        ({"rule": "foi.reply", "rule_set": "cn-2007"}, set()),
        ({"due_from": "2026-05-15", "due_to": "2026-05-15"}, {"overdue"}),
        ({"updated_since": "2026-03-10T00:00:00+08:00"}, {"in_time", "in_time_too", "late"}),
    ],
)
def test_filters(year, api, parameters, expected):
    shown = {row["id"] for row in listed(api, **parameters)}
    assert shown == {year.rows[name].pk for name in expected}


@pytest.mark.parametrize(
    "query",
    [
        "overdue=yes",
        "due_from=2026-02-30",
        "state=gone",
        "q=1",
        "responsible=1",
        "late=true&late=true",
    ],
)
def test_wrong_parameters_are_refused(api, query):
    assert api.get(f"{OBLIGATIONS}?{query}").status_code == 400


def test_another_district_does_not_exist(year, api):
    row = obligation(organisation=OrganisationFactory())
    assert api.get(f"{OBLIGATIONS}{row.pk}/").status_code == 404
    assert row.pk not in {shown["id"] for shown in listed(api)}


def test_nobody_is_named(year, api):
    officer = UserFactory(username="canary-user", full_name="金丝雀")
    obligation(organisation=year.bureau, responsible=officer)
    text = api.get(OBLIGATIONS).content.decode()
    assert "canary-user" not in text
    assert "金丝雀" not in text


def test_csv_and_lines(api):
    for name in ("csv", "ndjson"):
        response = api.get(OBLIGATIONS, {"format": name})
        assert b"".join(response.streaming_content).count("答复政府信息公开申请".encode()) == 5


def test_queries_do_not_grow_with_rows(year, api, django_assert_max_num_queries):
    for _ in range(30):
        obligation(organisation=year.bureau)
    with django_assert_max_num_queries(14):
        assert len(listed(api)) == 35


# The chain --------------------------------------------------------------------------------


@pytest.fixture
def chain(year):
    """Three acts of the district on top of what issuing keys has recorded."""
    for number in range(3):
        record(
            action="test.act",
            subject=year.bureau,
            actor=UserFactory(),
            at=AT,
            organisation=year.bureau,
            before={"n": number},
            after={"词": "值"},
            reason="因故",
        )


def test_an_auditor_can_recompute_the_chain(chain, api):
    entries = sorted(listed(api, AUDIT), key=lambda entry: entry["seq"])
    assert len(entries) == AuditEntry.objects.count()
    before = GENESIS
    for entry in entries:
        own = entry.pop("hash")
        assert entry["prev_hash"] == before
        assert digest(entry) == own
        before = own


def test_what_belongs_to_no_body_goes_with_the_topmost(year, chain, api):
    system = record(action="test.system", subject=year.bureau, actor=None, at=AT)
    foreign = record(
        action="test.act",
        subject=year.bureau,
        actor=None,
        at=AT,
        organisation=OrganisationFactory(),
    )

    def seqs(client):
        return {entry["seq"] for entry in listed(client, AUDIT)}

    assert system.seq in seqs(api)
    assert foreign.seq not in seqs(api)
    assert api.get(f"{AUDIT}{foreign.seq}/").status_code == 404
    assert system.seq not in seqs(client_for(year.bureau))


def test_filters_of_the_chain(year, chain, api):
    assert {entry["action"] for entry in listed(api, AUDIT, action="test.act")} == {"test.act"}
    newest = AuditEntry.objects.filter(action="test.act").first()
    shown = listed(api, AUDIT, seq_from=str(newest.seq), action="test.act")
    assert [json.loads(entry["after"]) for entry in shown] == [{"词": "值"}]
    assert listed(api, AUDIT, actor="nobody") == []
    since = quote("2026-03-03T00:00:00+08:00")
    assert "test.act" not in {
        entry["action"] for entry in api.get(f"{AUDIT}?updated_since={since}").json()["results"]
    }


def test_pages_follow_each_other(chain, api):
    seen, url = [], f"{AUDIT}?limit=2"
    while url:
        page = api.get(url).json()
        seen += [entry["seq"] for entry in page["results"]]
        url = page["next"]
    assert sorted(seen) == list(AuditEntry.objects.order_by("seq").values_list("seq", flat=True))


def test_the_newest_check(chain, api):
    before = api.get(VERIFY).json()
    assert (before["ok"], before["finding"]) == (None, "尚未核验。")
    check = verify(at=AT, full=True)
    head = AuditEntry.objects.first()
    shown = api.get(VERIFY)
    assert shown.json() == {
        "ok": True,
        "finding": check.finding,
        "checked_at": "2026-03-02T09:30:00+08:00",
        "is_full": True,
        "first_seq": 1,
        "last_seq": head.seq,
        "last_hash": head.hash,
        "broken_seq": None,
        "head_seq": head.seq,
        "head_hash": head.hash,
    }
    assert shown["Cache-Control"] == "private, no-store"
    assert api.get(f"{VERIFY}?x=1").status_code == 400
