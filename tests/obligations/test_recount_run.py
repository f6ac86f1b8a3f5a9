"""A changed calendar carried into many limits afterwards: set by set, whole, told once."""

from collections import Counter
from datetime import date, timedelta

import pytest
import time_machine

from portal.audit.actions import verify
from portal.audit.models import AuditEntry
from portal.calendar.edits import DayEdit
from portal.desk.actions import calendar_edits
from portal.desk.actions.calendar_edits import CalendarEditRefused
from portal.domain.calendar import DayNotice
from portal.obligations import actions as ledger
from portal.obligations import tasks
from portal.obligations.actions import recount_run
from portal.obligations.models import Obligation, ObligationEvent, Recount
from portal.obligations.queries import recount_under_way
from portal.outbox.models import OutboxMessage
from requests_foia.models import Application
from tests.factories import requests_foia as cases

pytestmark = pytest.mark.django_db

AT = cases.after(days=1)
FREED, BEFORE, AFTER = date(2025, 11, 20), date(2025, 12, 1), date(2025, 12, 2)
CASES = 7


@pytest.fixture
def place():
    return cases.bureau()


@pytest.fixture
def small_sets(monkeypatch):
    monkeypatch.setattr("portal.obligations.queries.recount.BATCH", 2)
    monkeypatch.setattr(calendar_edits, "AT_ONCE", 3)


@pytest.fixture
def ordered(place, small_sets):
    """Seven open cases, and an edit that moves them all, which waits to be carried out."""
    made = [cases.handled(place, key=f"key-{n}") for n in range(CASES)]
    OutboxMessage.objects.all().delete()
    change_day(place, FREED)
    return made


def change_day(place, day):
    edit = DayEdit(day, place.body.code, DayNotice(day, False, "本地放假", "云政办发〔2025〕8号"))
    preview = calendar_edits.preview_edit(edit=edit, actor=place.clerk, at=AT)
    return calendar_edits.apply_edit(
        edit=edit, token=preview.token, reason="节庆", actor=place.clerk, at=AT
    )


def dues():
    return Counter(Application.objects.values_list("due_on", flat=True))


def told_whole_once(place):
    """Every case moved, audited and told once; one notice for the person in charge."""
    assert dues() == {AFTER: CASES}
    assert ObligationEvent.objects.filter(kind="moved").count() == CASES
    audited = AuditEntry.objects.filter(action="requests_foia.recount")
    assert sorted(audited.values_list("subject_id", flat=True)) == sorted(
        str(pk) for pk in Application.objects.values_list("pk", flat=True)
    )
    mails = OutboxMessage.objects.filter(kind="mail").values_list("subject_id", flat=True)
    assert sorted(mails) == sorted(str(c.pk) for c in Application.objects.all())
    notice = OutboxMessage.objects.get(kind="site")
    assert notice.recipient == str(place.drafter.pk)
    assert f"{CASES} 件时限已重新计算" in notice.title
    assert verify(at=AT, full=True).ok


def test_many_limits_are_moved_after_the_request(place, ordered):
    run = Recount.objects.get()
    assert (run.to_count, run.counted, dues()) == (CASES, 0, {BEFORE: CASES})
    assert ledger.carry_recount(at=AT) == CASES
    run.refresh_from_db()
    assert (run.counted, run.moved, run.finished_at is not None) == (CASES, CASES, True)
    assert recount_under_way() is None
    told_whole_once(place)
    assert ledger.carry_recount(at=AT) == 0
    told_whole_once(place)


def test_the_task_carries_it(place, ordered):
    with time_machine.travel(AT, tick=False):
        assert tasks.carry_recount() == str(CASES)
    told_whole_once(place)


def test_what_breaks_off_is_continued_and_nothing_is_done_twice(place, ordered, monkeypatch):
    real, sets = recount_run.record_many, iter([True, True, False])

    def breaks(**facts):
        if next(sets):
            return real(**facts)
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(recount_run, "record_many", breaks)
        with pytest.raises(KeyboardInterrupt):
            ledger.carry_recount(at=AT)
    assert dues() == {AFTER: 4, BEFORE: 3}
    assert Recount.objects.get().counted == 4
    ledger.carry_recount(at=AT + timedelta(minutes=5))
    told_whole_once(place)


def test_a_run_ends_in_time_and_the_next_goes_on(place, ordered, monkeypatch):
    monkeypatch.setattr(recount_run, "LONGEST_RUN", timedelta(0))
    assert ledger.carry_recount(at=AT) == 0
    monkeypatch.undo()
    ledger.carry_recount(at=AT)
    told_whole_once(place)


def test_an_answer_meanwhile_is_judged_by_the_calendar_in_force(place, ordered):
    """The last day has just become a working day later than the row still says."""
    row = Obligation.objects.filter(rule_key="foi.reply").order_by("pk").last()
    case = Application.objects.get(pk=row.subject_id)
    on_the_new_last_day = row.late_from + timedelta(hours=9)
    ledger.meet_obligation(
        subject=case, rule_key="foi.reply", met_at=on_the_new_last_day, at=on_the_new_last_day
    )
    row.refresh_from_db()
    assert (row.state, row.due_on) == ("met", AFTER)
    audited = AuditEntry.objects.filter(action="requests_foia.recount")
    assert audited.get().subject_id == str(case.pk)
    ledger.carry_recount(at=AT)
    assert audited.filter(subject_id=str(case.pk)).count() == 1
    assert ObligationEvent.objects.filter(kind="moved", obligation=row).count() == 1


def test_without_counting_it_first_it_would_be_late_for_ever(place, ordered, monkeypatch):
    """Negative control of the test above."""
    monkeypatch.setattr("portal.obligations.actions.closing.catch_up", lambda *_, **__: None)
    row = Obligation.objects.filter(rule_key="foi.reply").order_by("pk").last()
    case, met_at = Application.objects.get(pk=row.subject_id), row.late_from + timedelta(hours=9)
    ledger.meet_obligation(subject=case, rule_key="foi.reply", met_at=met_at, at=met_at)
    row.refresh_from_db()
    assert row.state == "met_late"


def test_a_sweep_waits_for_the_right_dates_but_not_for_ever(place, ordered):
    began = Recount.objects.get().started_at
    falls_due = cases.after(days=0).replace(month=12, day=2, hour=9)
    Recount.objects.update(started_at=falls_due - timedelta(minutes=10))
    assert ledger.sweep(at=falls_due) == 0
    Recount.objects.update(started_at=falls_due - timedelta(hours=1))
    assert ledger.sweep(at=falls_due) >= CASES
    assert began < falls_due


def test_no_second_edit_while_the_first_is_carried_out(place, ordered):
    with pytest.raises(CalendarEditRefused, match="已核对 0 / 7 件"):
        change_day(place, date(2025, 11, 21))
    ledger.carry_recount(at=AT)
    assert len(change_day(place, date(2025, 11, 21)).shifts) == CASES


def test_the_desk_says_how_far_it_has_come(client, place, ordered, monkeypatch):
    client.force_login(place.drafter)
    with time_machine.travel(AT, tick=False):
        assert "已核对 0 / 7 件" in client.get("/admin/").content.decode()
        ledger.carry_recount(at=AT)
        assert "正在逐批核对" not in client.get("/admin/").content.decode()


def test_the_public_figures_say_that_they_may_change(client, place, ordered):
    words = "正在逐件重新计算"
    with time_machine.travel(AT, tick=False):
        assert words in client.get("/supervision/").content.decode()
        ledger.carry_recount(at=AT)
        assert words not in client.get("/supervision/").content.decode()


def test_the_nightly_look_writes_set_by_set(place, small_sets):
    for n in range(3):
        cases.handled(place, key=f"key-{n}")
    OutboxMessage.objects.all().delete()
    from portal.calendar.models import CalendarDay

    CalendarDay.objects.create(
        day=FREED, is_working=False, name="放假", organisation_code=place.body.code
    )
    with time_machine.travel(AT, tick=False):
        assert tasks.recount() == "3"
        assert tasks.recount() == ""
    assert dues() == {AFTER: 3}
    assert AuditEntry.objects.filter(action="requests_foia.recount").count() == 3
