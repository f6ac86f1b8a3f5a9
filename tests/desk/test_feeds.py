"""A body's time limits in a calendar program: whose, what, and for how long."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from portal.agencies.domain.roles import Role
from portal.audit.models import AuditEntry
from portal.desk.actions.feeds import FeedRefused, open_feed, revoke_feed
from portal.desk.models import CalendarFeed
from portal.obligations import actions
from tests.factories.agencies import OrganisationFactory, UserFactory, staff
from tests.factories.obligations import AT, obligation

pytestmark = pytest.mark.django_db
FEEDS = "/admin/desk/calendarfeed/"


@pytest.fixture(autouse=True)
def _in_march():
    with time_machine.travel(AT + timedelta(days=1), tick=False):
        yield


@pytest.fixture
def district():
    return OrganisationFactory(name="云溪区人民政府")


@pytest.fixture
def bureau(district):
    return OrganisationFactory(name="云溪区教育局", parent=district)


@pytest.fixture
def drafter(bureau):
    return staff(Role.DRAFTER, bureau)


def fetch(code):
    """As a calendar program does: signed in as nobody."""
    return Client().get("/calendar/deadlines.ics", {"key": code})


def subscribe(user, body):
    return open_feed(organisation=body, actor=user, at=AT)[1]


def lines(code):
    response = fetch(code)
    assert response.status_code == 200
    return response.content.decode().replace("\r\n ", "").split("\r\n")


def values(code, name):
    return [line.partition(":")[2] for line in lines(code) if re.match(f"{name}[:;]", line)]


def test_each_open_limit_is_a_day_with_number_rule_article_and_address(bureau, drafter):
    row = obligation(organisation=bureau, label="YXJY-2026-00001", responsible=drafter)
    code = subscribe(drafter, bureau)
    response = fetch(code)
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert response["Cache-Control"] == "private, no-store"
    assert values(code, "DTSTART") == ["20260320"]
    assert values(code, "SUMMARY") == ["YXJY-2026-00001：答复政府信息公开申请"]
    (said,) = values(code, "DESCRIPTION")
    assert "条例第三十三条" in said
    assert "责任单位：云溪区教育局" in said
    (url,) = values(code, "URL")
    assert url.endswith(f"/admin/obligations/obligation/{row.pk}/change/")


def test_a_moved_limit_keeps_its_uid_and_counts_its_moves(bureau, drafter):
    row = obligation(organisation=bureau)
    code = subscribe(drafter, bureau)
    before = values(code, "UID")
    assert values(code, "SEQUENCE") == ["0"]
    actions.move_obligation(
        obligation=row,
        due_on=date(2026, 4, 17),
        provisional=True,
        trace=[],
        reason="延期",
        at=AT + timedelta(hours=1),
        actor=drafter,
    )
    assert values(code, "UID") == before
    assert values(code, "SEQUENCE") == ["1"]
    assert values(code, "DTSTART") == ["20260417"]
    assert values(code, "STATUS") == ["TENTATIVE"]
    assert values(code, "DTSTAMP") == ["20260302T023000Z"]


def test_a_closed_limit_leaves_the_feed(bureau, drafter):
    subject = OrganisationFactory()
    obligation(subject, organisation=bureau)
    code = subscribe(drafter, bureau)
    actions.meet_obligation(subject=subject, rule_key="foi.reply", met_at=AT, at=AT)
    assert values(code, "UID") == []


def test_nobody_is_named(bureau):
    drafter = staff(Role.DRAFTER, bureau, full_name="林默")
    obligation(organisation=bureau, responsible=drafter, label="来电13800131234")
    text = "\n".join(lines(subscribe(drafter, bureau)))
    for personal in ("林默", drafter.username, "13800131234"):
        assert personal not in text


def test_other_bodies_rows_are_nowhere(district, bureau):
    """Not those of a sister body, nor above, nor lent from elsewhere, nor beyond one's role."""
    sister = OrganisationFactory(parent=district)
    drafter = staff(Role.DRAFTER, bureau)
    for body, label in ((bureau, "本局"), (district, "区府"), (sister, "旁局")):
        obligation(organisation=body, label=label)
    obligation(organisation=OrganisationFactory(), responsible=drafter, label="借调")
    assert values(subscribe(drafter, bureau), "SUMMARY") == ["本局：答复政府信息公开申请"]
    office = staff(Role.OPENNESS_OFFICE, district)
    assert len(values(subscribe(office, district), "UID")) == 3
    assert len(values(subscribe(office, bureau), "UID")) == 1


def test_a_body_one_does_not_read_cannot_be_subscribed_to(drafter, district):
    for body in (district, OrganisationFactory()):
        with pytest.raises(FeedRefused):
            subscribe(drafter, body)
    assert not CalendarFeed.objects.exists()


@pytest.mark.parametrize("code", ["", "x", "7K3M-9Q2D-7K3M-9Q2D-7K3M-9Q2D", "码" * 50])
def test_an_unknown_code_is_not_found(bureau, drafter, code):
    subscribe(drafter, bureau)
    assert fetch(code).status_code == 404


def test_what_ends_a_feed(bureau, drafter):
    """Revoked, role over, role of another kind, account closed: one answer, 404."""
    code = subscribe(drafter, bureau)
    assert fetch(code).status_code == 200

    assignment = drafter.assignments.get()
    assignment.valid_to = date(2026, 3, 2)
    assignment.save()
    assert fetch(code).status_code == 404
    assignment.valid_to = date(2026, 3, 3)
    assignment.save()
    assert fetch(code).status_code == 200

    assignment.role = Role.SOCIAL_SUPERVISOR
    assignment.save()
    assert fetch(code).status_code == 404
    assignment.role = Role.DRAFTER
    assignment.save()

    drafter.is_active = False
    drafter.save()
    assert fetch(code).status_code == 404
    drafter.is_active = True
    drafter.save()

    revoke_feed(feed=CalendarFeed.objects.get(), actor=drafter, at=AT)
    assert fetch(code).status_code == 404


def test_the_address_is_shown_once_and_only_its_hash_is_kept(client, bureau, drafter):
    client.force_login(drafter)
    page = client.post(f"{FEEDS}add/", {"organisation": bureau.pk}, follow=True).content.decode()
    (code,) = re.findall(r"key=([0-9A-Z-]{29})", page)
    assert fetch(code).status_code == 200
    feed = CalendarFeed.objects.get()
    assert code not in feed.code_hash
    assert code.replace("-", "") not in feed.code_hash
    assert AuditEntry.objects.get().action == "desk.feed.open_feed"
    for url in (FEEDS, f"{FEEDS}{feed.pk}/change/", f"{FEEDS}{feed.pk}/history/"):
        again = client.get(url).content.decode()
        assert code not in again
        assert feed.code_hash not in again
    assert client.post(f"{FEEDS}{feed.pk}/step/revoke/").status_code == 302
    assert fetch(code).status_code == 404


def test_the_form_offers_and_takes_only_bodies_one_reads(client, bureau, drafter):
    other = OrganisationFactory(name="远山区教育局")
    client.force_login(drafter)
    assert "远山区" not in client.get(f"{FEEDS}add/").content.decode()
    assert client.post(f"{FEEDS}add/", {"organisation": other.pk}).status_code == 200
    assert not CalendarFeed.objects.exists()


def test_feeds_of_others_are_not_there_but_administrators_may_end_them(client, bureau, drafter):
    code = subscribe(drafter, bureau)
    feed = CalendarFeed.objects.get()
    client.force_login(staff(Role.OPENNESS_OFFICE, bureau))
    assert client.get(f"{FEEDS}{feed.pk}/change/").status_code == 404
    client.force_login(staff(Role.ADMINISTRATOR, OrganisationFactory()))
    assert client.post(f"{FEEDS}{feed.pk}/step/revoke/").status_code == 404
    client.force_login(staff(Role.ADMINISTRATOR, bureau))
    assert client.get(f"{FEEDS}add/").status_code == 403
    assert client.post(f"{FEEDS}{feed.pk}/step/revoke/").status_code == 302
    assert fetch(code).status_code == 404


def test_reading_is_noted_once_an_hour(bureau, drafter):
    code = subscribe(drafter, bureau)
    seen = []
    for minutes in (0, 30, 90):
        with time_machine.travel(datetime(2026, 3, 4, tzinfo=UTC) + timedelta(minutes=minutes)):
            fetch(code)
        seen.append(CalendarFeed.objects.get().last_read_at)
    assert seen[0] == seen[1] < seen[2]


def test_many_limits_cost_no_more_queries(bureau, drafter):
    def cost():
        with CaptureQueriesContext(connection) as asked:
            fetch(code)
        return len(asked)

    code = subscribe(drafter, bureau)
    obligation(organisation=bureau)
    fetch(code)
    few = cost()
    for _number in range(30):
        obligation(organisation=bureau, responsible=UserFactory())
    assert cost() == few
