"""A changed calendar carried into the open cases: shown, applied, audited, told once."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.audit.models import AuditEntry
from portal.calendar.models import CalendarDay, CalendarVersion
from portal.obligations import queries as obligations
from portal.obligations.actions import preview_recount, recount_open
from portal.obligations.models import ObligationEvent
from portal.outbox.models import OutboxMessage
from requests_foia.models import Application
from tests.factories import requests_foia as cases

pytestmark = pytest.mark.django_db

FREED = date(2025, 11, 20)
WHEN = cases.after(days=2)


def free(place, day=FREED):
    CalendarDay.objects.create(
        day=day, is_working=False, name="本地放假", organisation_code=place.body.code
    )


def recount():
    calendar, _ = CalendarVersion.objects.get_or_create(pk=1)
    return recount_open(subject=calendar, reason="本地放假通知", at=WHEN, actor=None)


def fingerprint(case):
    row = obligations.open_of(case, "foi.reply")
    return (*Application.objects.filter(pk=case.pk).values_list().get(), row.updated_at, row.trace)


def test_what_is_shown_is_what_is_applied():
    place = cases.bureau()
    case = cases.handled(place)
    free(place)
    OutboxMessage.objects.all().delete()
    shown = preview_recount()
    assert cases.refreshed(case).due_on == date(2025, 12, 1)
    assert recount() == shown
    (shift,) = shown
    assert (shift.due_before, shift.due_after) == (date(2025, 12, 1), date(2025, 12, 2))
    assert shift.label == case.number
    after = cases.refreshed(case)
    assert (after.due_on, after.version) == (date(2025, 12, 2), case.version + 1)
    owed = obligations.open_of(case, "foi.reply")
    assert (owed.due_on, owed.revision) == (date(2025, 12, 2), 2)
    assert {"date": "2025-11-20", "counted": False} in [
        {"date": day["date"], "counted": day["counted"]} for day in owed.trace
    ]
    moved = ObligationEvent.objects.get(obligation=owed, kind="moved")
    assert moved.reason == "本地放假通知"


def test_a_change_is_audited_and_told_once():
    place = cases.bureau()
    case = cases.handled(place)
    free(place)
    OutboxMessage.objects.all().delete()
    recount()
    recount()
    entry = AuditEntry.objects.get(action="requests_foia.recount")
    assert (entry.subject_id, entry.reason) == (str(case.pk), "本地放假通知")
    assert entry.changes_before["due_on"] == "2025-12-01"
    assert entry.changes_after["due_on"] == "2025-12-02"
    told = OutboxMessage.objects.order_by("kind").values_list("kind", "subject_id")
    assert list(told) == [("mail", str(case.pk)), ("site", "1")]
    notice = OutboxMessage.objects.get(kind="site")
    assert notice.recipient == str(place.drafter.pk)
    assert case.number in notice.body
    assert preview_recount() == []


def test_cases_that_do_not_change_are_not_touched():
    place, other = cases.bureau(), cases.bureau()
    case = cases.handled(place)
    untouched = cases.handled(other, key="key-2")
    free(place)
    before = fingerprint(untouched)
    assert [shift.label for shift in recount()] == [case.number]
    assert fingerprint(untouched) == before


def test_an_answered_case_is_not_recounted():
    place = cases.bureau()
    case = cases.delivered(place)
    free(place)
    assert recount() == []
    assert cases.refreshed(case).due_on == date(2025, 12, 1)


def test_an_unconfirmed_case_has_its_confirmation_day_moved():
    place = cases.bureau()
    case = cases.filed(place).application
    free(place, date(2025, 11, 4))
    (shift,) = recount()
    assert (shift.due_before, shift.due_after) == (date(2025, 11, 4), date(2025, 11, 5))
    assert obligations.open_of(case, "foi.confirm").due_on == date(2025, 11, 5)


def test_the_number_of_queries_does_not_grow_with_the_cases():
    place = cases.bureau()

    def queries_for(numbers, day):
        for number in numbers:
            cases.handled(place, key=f"key-{number}")
        free(place, day)
        with CaptureQueriesContext(
            connection,
        ) as seen:
            assert len(recount()) == numbers.stop
        return len(seen)

    few = queries_for(range(1), FREED)
    assert queries_for(range(1, 8), date(2025, 11, 21)) == few


def test_the_command_shows_first_and_asks_for_a_reason():
    place = cases.bureau()
    case = cases.handled(place)
    free(place)
    out = StringIO()
    call_command("recount_applications", stdout=out)
    assert f"{case.number}  2025-12-01 → 2025-12-02" in out.getvalue()
    with pytest.raises(CommandError):
        call_command("recount_applications", "--apply")
    assert cases.refreshed(case).due_on == date(2025, 12, 1)
    call_command("recount_applications", "--apply", "--reason", "本地放假通知")
    assert cases.refreshed(case).due_on == date(2025, 12, 2)
