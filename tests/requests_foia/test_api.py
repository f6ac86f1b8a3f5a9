"""What auditors and the public read of cases."""

import json
from datetime import timedelta

import pytest
import time_machine
from rest_framework.test import APIClient

from portal.api.actions import issue_key
from requests_foia import actions
from requests_foia.api.serializers import ApplicationSerializer
from requests_foia.domain.replies import Ground, ReplyKind
from tests.factories import requests_foia as cases

pytestmark = pytest.mark.django_db

NOW = cases.after(days=10)


@pytest.fixture(autouse=True)
def _ten_days_later():
    with time_machine.travel(NOW, tick=False):
        yield


def auditor(place: cases.Bureau, *scopes: str) -> APIClient:
    _key, secret = issue_key(
        name="区审计局",
        organisation=place.body,
        scopes=scopes or ["applications:read"],
        expires_at=NOW + timedelta(days=30),
        actor=None,
        at=NOW,
    )
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Api-Key {secret}")
    return client


def test_only_these_fields_leave_the_house():
    assert list(ApplicationSerializer().fields) == [
        "id",
        "number",
        "organisation",
        "organisation_name",
        "unit",
        "channel",
        "applicant_class",
        "wanted_form",
        "wanted_way",
        "state",
        "submitted_at",
        "confirmed_at",
        "confirmed_by_system",
        "received_on",
        "registered_at",
        "rule_set",
        "due_on",
        "due_is_provisional",
        "replied_on",
        "outcome",
        "ground",
        "statistics_row",
        "closed_at",
        "archived_at",
        "steps",
        "facts",
        "fees",
        "opinions",
        "obligations",
        "version",
        "updated_at",
    ]


def test_an_auditor_reads_a_case_with_its_rules():
    place = cases.bureau(code="yx")
    case = cases.archived(
        place,
        {
            "kind": ReplyKind.REFUSED,
            "ground": Ground.PROCESS,
            "text": "不予公开。",
            "reasons": "讨论稿。",
            "separation": "整体为讨论稿。",
            "search_note": "检索了档案。",
        },
    )
    said = auditor(place).get(f"/api/v1/applications/{case.pk}/").json()
    assert said["number"] == "YXGK-2025-00001"
    assert (said["received_on"], said["due_on"]) == ("2025-11-03", "2025-12-01")
    assert (said["outcome"], said["ground"], said["statistics_row"]) == (
        "refused",
        "process",
        "3.3.6",
    )
    assert [step["event"] for step in said["steps"]][-1] == "archive"
    assert {fact["kind"] for fact in said["facts"]} == {"submitted", "confirmed", "replied"}
    reply = next(row for row in said["obligations"] if row["rule_key"] == "foi.reply")
    assert (reply["rule_set"], reply["article"], reply["state"]) == (
        "cn-2019",
        "条例第三十三条第二款",
        "met",
    )


def test_no_word_of_applicant_or_staff_text_is_in_any_answer():
    place = cases.bureau()
    cases.archived(place)
    client = auditor(place)
    bodies = [
        client.get("/api/v1/applications/").content,
        *client.get("/api/v1/applications/?format=csv").streaming_content,
        *client.get("/api/v1/applications/?format=ndjson").streaming_content,
        APIClient().get("/api/v1/application-statistics/").content,
    ]
    text = b"".join(bodies).decode()
    assert place.body.code in text
    for word in ("欧阳", "13800131234", "xuejian", "桃源路", "11010519491231002X", "随文提供"):
        assert word not in text


@pytest.mark.parametrize(
    "query",
    [
        "content=x",
        "details__name=x",
        "order=number",
        "number=",
        "state=open",
        "due_from=2026-02-30",
        "overdue=yes",
        "fields=content",
    ],
)
def test_unknown_and_malformed_parameters_are_refused(query):
    place = cases.bureau()
    assert auditor(place).get(f"/api/v1/applications/?{query}").status_code == 400


def test_filters_select():
    place = cases.bureau()
    open_case = cases.filed(place, key="a").application
    closed = cases.filed(place, key="b").application
    actions.withdraw(application=closed, at=cases.after(hours=1))
    client = auditor(place)

    def found(query: str) -> set[str]:
        rows = client.get(f"/api/v1/applications/?{query}").json()["results"]
        return {row["number"] for row in rows}

    assert found("state=received") == {open_case.number}
    assert found("outcome=withdrawn") == {closed.number}
    assert found("statistics_row=3.6.3") == {closed.number}
    assert found(f"organisation={place.body.code}") == {open_case.number, closed.number}
    assert found("overdue=true") == set()


def test_other_bodies_and_other_scopes_stay_closed():
    place, elsewhere = cases.bureau(), cases.bureau()
    case = cases.filed(place).application
    url = f"/api/v1/applications/{case.pk}/"
    assert auditor(elsewhere).get(url).status_code == 404
    assert auditor(place, "audit:read").get(url).status_code == 403
    assert APIClient().get(url).status_code == 401


def test_the_number_of_queries_does_not_grow(django_assert_max_num_queries):
    place = cases.bureau()
    client = auditor(place)
    for number in range(6):
        cases.filed(place, key=f"key-{number}")
    client.get("/api/v1/applications/")
    with django_assert_max_num_queries(16):
        assert len(client.get("/api/v1/applications/").json()["results"]) == 6


def test_the_public_reads_figures_by_month():
    place = cases.bureau(code="yx")
    cases.archived(place, key="a")
    late = cases.filed(place, key="b").application
    actions.withdraw(application=late, at=cases.after(days=1))
    answer = APIClient().get("/api/v1/application-statistics/?from=2025-11-01&to=2025-11-30")
    assert json.loads(answer.content) == {
        "results": [
            {
                "month": "2025-11",
                "organisation": "yx",
                "organisation_name": place.body.name,
                "received": 2,
                "closed": 2,
                "answered": 1,
                "answered_in_time": 1,
                "found_instead": 0,
                "conversions_reviewed": 1,
                "conversions_decided": 0,
                "conversions_published": 0,
                "rows": {"3.1": 1, "3.6.3": 1},
            }
        ]
    }
    assert APIClient().get("/api/v1/application-statistics/?from=x").status_code == 400
