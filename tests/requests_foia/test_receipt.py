"""Confirming receipt: by staff, or by the portal when they stay silent."""

from datetime import UTC, date, datetime

import pytest
import time_machine

from portal.domain.moments import SHANGHAI
from portal.domain.workflow import TransitionRefused
from portal.obligations import queries as obligations
from portal.outbox.models import OutboxMessage
from requests_foia import actions, tasks
from requests_foia.domain.vocabulary import Channel, State
from tests.factories import requests_foia as cases

pytestmark = pytest.mark.django_db


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def limits(case) -> dict[str, str]:
    return {row.rule_key: row.state for row in obligations.of(case)}


def test_staff_confirm_and_the_clock_starts():
    place = cases.bureau()
    case = cases.confirmed(place)
    assert (case.state, case.received_on, case.due_on) == (
        State.CONFIRMED,
        date(2025, 11, 3),
        date(2025, 12, 1),
    )
    assert not case.confirmed_by_system
    assert limits(case) == {
        "foi.confirm": "met",
        "foi.reply": "open",
        "foi.register": "open",
        "foi.correction_notice": "open",
    }
    mails = OutboxMessage.objects.filter(subject_id=str(case.pk), kind="mail")
    assert [("已确认收到" in mail.title) for mail in mails.order_by("created_at")] == [False, True]


@pytest.mark.parametrize(
    ("filed", "confirmed_on", "due_on"),
    [
        ("2025-11-03T09:30", "2025-11-04", "2025-12-02"),
        ("2025-11-03T23:59", "2025-11-04", "2025-12-02"),
        # A Friday waits over the weekend, a Saturday for the Monday.
        ("2025-11-07T20:00", "2025-11-10", "2025-12-08"),
        ("2025-11-08T08:00", "2025-11-10", "2025-12-08"),
        # National day and mid-autumn 2025: off until 8 October; 11 October is worked.
        ("2025-09-30T17:00", "2025-10-09", "2025-11-05"),
        ("2025-10-10T10:00", "2025-10-11", "2025-11-07"),
        # Spring festival 2026: 14 February is a worked Saturday.
        ("2026-02-13T22:30", "2026-02-14", "2026-03-20"),
    ],
)
def test_the_portal_confirms_on_the_first_working_day_after(filed, confirmed_on, due_on):
    place = cases.bureau()
    case = cases.filed(place, at=at(filed)).application
    last_moment = at(f"{confirmed_on}T23:59")
    assert actions.confirm_lapsed(at=last_moment) == []
    midnight = datetime.fromisoformat(f"{confirmed_on}T16:00").replace(tzinfo=UTC)
    assert actions.confirm_lapsed(at=midnight) == [case.number]
    case = cases.refreshed(case)
    assert (case.received_on.isoformat(), case.due_on.isoformat()) == (confirmed_on, due_on)
    assert case.confirmed_by_system
    assert limits(case)["foi.confirm"] == "met_late"


def test_a_beat_that_slept_for_days_confirms_truthfully_and_once():
    place = cases.bureau()
    case = cases.filed(place).application
    with time_machine.travel(at("2025-11-12T03:00"), tick=False):
        tasks.confirm_lapsed()
        tasks.confirm_lapsed()
    case = cases.refreshed(case)
    assert (case.received_on, case.due_on) == (date(2025, 11, 4), date(2025, 12, 2))
    assert case.steps.filter(event="confirm", role="system").count() == 1
    told = OutboxMessage.objects.filter(subject_id=str(case.pk), kind="site")
    assert told.count() == 4


def test_a_late_clerk_confirms_the_last_day_of_the_period():
    place = cases.bureau()
    case = cases.filed(place).application
    late = actions.confirm_receipt(application=case, actor=place.clerk, at=at("2025-11-10T10:00"))
    assert late.received_on == date(2025, 11, 4)
    assert limits(late)["foi.confirm"] == "met_late"


def test_the_portal_never_confirms_plain_mail():
    place = cases.bureau()
    case = actions.file_application(
        organisation=place.body,
        channel=Channel.MAIL_PLAIN,
        applicant=cases.CITIZEN,
        content=cases.CONTENT,
        idempotency_key="letter",
        at=cases.FILED_AT,
        actor=place.clerk,
    ).application
    assert actions.confirm_lapsed(at=at("2025-12-01T10:00")) == []
    reached = actions.confirm_receipt(
        application=case, actor=place.clerk, at=at("2025-12-01T10:00")
    )
    assert reached.received_on == date(2025, 12, 1)


def test_the_portal_may_not_hurry():
    place = cases.bureau()
    case = cases.filed(place).application
    with pytest.raises(TransitionRefused) as refused:
        actions.confirm_receipt(application=case, actor=None, at=at("2025-11-04T20:00"))
    assert [refusal.code for refusal in refused.value.refusals] == ["too_early"]


def test_the_date_is_provisional_in_a_year_without_a_calendar():
    place = cases.bureau()
    case = cases.filed(place, at=at("2026-12-15T09:00")).application
    case = actions.confirm_receipt(application=case, actor=place.clerk, at=at("2026-12-15T10:00"))
    assert (case.due_on, case.due_is_provisional) == (date(2027, 1, 13), True)
    assert obligations.open_of(case, "foi.reply").provisional
