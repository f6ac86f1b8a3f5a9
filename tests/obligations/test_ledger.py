"""Opening, moving, meeting and ending time limits; what the database holds fast."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from portal.audit.models import AuditEntry
from portal.obligations import actions, queries
from portal.obligations.actions import LedgerError
from portal.obligations.models import Obligation, ObligationEvent
from tests.factories.agencies import OrganisationFactory, UserFactory
from tests.factories.obligations import AT, obligation

State = Obligation.State
FIRST_LATE_MOMENT = datetime(2026, 3, 20, 16, 0, tzinfo=UTC)  # 21 March, 00:00 in Shanghai
INSTANT = timedelta(microseconds=1)
LATER = datetime(2026, 4, 1, 1, 0, tzinfo=UTC)

pytestmark = pytest.mark.django_db


@pytest.fixture
def subject():
    return OrganisationFactory()


def meet(subject, met_at, at=LATER):
    return actions.meet_obligation(
        subject=subject, rule_key="foi.reply", met_at=met_at, at=at, actor=UserFactory()
    )


def move(row, **due):
    facts = {"reason": "延期决定送达", "at": LATER, **due}
    return actions.move_obligation(obligation=row, **facts)


def kinds(row):
    return list(row.events.values_list("kind", flat=True))


def test_an_open_limit_knows_from_when_an_answer_is_late(subject):
    row = obligation(subject, trace=[{"date": "2026-02-24", "counted": True, "why": "工作日"}])
    row.refresh_from_db()
    assert (row.state, row.late_from, row.due_day) == (
        State.OPEN,
        FIRST_LATE_MOMENT,
        date(2026, 3, 20),
    )
    event = row.events.get()
    assert (event.kind, event.due_on, event.trace) == ("opened", row.due_on, row.trace)


def test_a_limit_in_hours_is_late_at_its_moment(subject):
    row = obligation(subject, due_at=AT + timedelta(hours=48), started_at=AT)
    assert (row.late_from, row.half_time_at) == (row.due_at, AT + timedelta(hours=24))


def test_a_limit_is_due_on_a_day_or_at_a_moment(subject):
    with pytest.raises(ValueError, match="exactly one"):
        obligation(subject, due_on=date(2026, 3, 20), due_at=AT)


def test_one_open_limit_per_subject_and_rule(subject):
    obligation(subject)
    with pytest.raises(LedgerError, match="已经登记"):
        obligation(subject)
    obligation(subject, rule_key="foi.confirm")
    meet(subject, AT)
    obligation(subject)
    assert queries.of(subject).count() == 3


def test_the_label_names_the_subject_and_masks_numbers(subject):
    assert obligation(subject, label="").label == str(subject)
    assert "13800131234" not in obligation(label="来电13800131234").label


@pytest.mark.parametrize(
    ("met_at", "state"),
    [
        (AT, State.MET),
        (FIRST_LATE_MOMENT - INSTANT, State.MET),
        (FIRST_LATE_MOMENT, State.MET_LATE),
        (LATER, State.MET_LATE),
    ],
)
def test_the_last_instant_of_the_due_day_is_in_time(subject, met_at, state):
    obligation(subject)
    row = meet(subject, met_at)
    assert (row.state, row.closed_at, row.was_late) == (state, met_at, state == State.MET_LATE)
    event = row.events.last()
    assert (event.kind, event.happened_at, event.at) == ("met", met_at, LATER)


def test_an_answer_cannot_lie_in_the_future(subject):
    obligation(subject)
    with pytest.raises(LedgerError, match="不得晚于现在"):
        meet(subject, LATER + INSTANT)


def test_what_is_not_open_cannot_be_met_moved_or_ended(subject):
    row = obligation(subject)
    meet(subject, AT)
    with pytest.raises(LedgerError, match="没有找到"):
        meet(subject, AT)
    with pytest.raises(LedgerError, match="已经办结"):
        move(row, due_on=date(2026, 5, 1))
    with pytest.raises(LedgerError, match="没有找到"):
        actions.void_obligation(subject=subject, rule_key="foi.reply", reason="撤回", at=LATER)


def test_a_move_keeps_the_old_date_and_its_reckoning(subject):
    old_trace = [{"date": "2026-03-20", "counted": True, "why": "工作日"}]
    row = obligation(subject, trace=old_trace)
    moved = move(row, due_on=date(2026, 4, 20), trace=[], provisional=True)
    assert (moved.due_on, moved.provisional, moved.revision) == (date(2026, 4, 20), True, 2)
    opened, second = row.events.all()
    assert (opened.due_on, opened.trace) == (date(2026, 3, 20), old_trace)
    assert (second.kind, second.due_on, second.reason) == (
        "moved",
        date(2026, 4, 20),
        "延期决定送达",
    )


def test_a_move_to_the_same_date_writes_nothing(subject):
    row = obligation(subject)
    move(row, due_on=row.due_on, target_on=None)
    row.refresh_from_db()
    assert (kinds(row), row.updated_at) == (["opened"], AT)


def test_another_reckoning_of_the_same_date_is_kept_without_telling_anew(subject):
    row = obligation(subject, provisional=True)
    moved = move(row, due_on=row.due_on, provisional=False)
    assert (moved.revision, moved.provisional, kinds(row)) == (1, False, ["opened", "moved"])


def test_a_limit_can_be_handed_on(subject):
    row = obligation(subject)
    user, unit = UserFactory(), OrganisationFactory()
    actions.assign_obligation(obligation=row, responsible=user, organisation=unit, at=LATER)
    row.refresh_from_db()
    assert (row.responsible, row.organisation, row.updated_at) == (user, unit, LATER)


def test_ending_a_limit_takes_a_reason(subject):
    obligation(subject)
    end = {"subject": subject, "rule_key": "foi.reply", "at": AT}
    with pytest.raises(LedgerError, match="理由"):
        actions.void_obligation(**end, reason=" ")
    row = actions.void_obligation(**end, reason="申请人撤回")
    assert (row.state, row.was_late) == (State.VOID, False)
    assert row.events.last().reason == "申请人撤回"


def test_a_delay_can_be_explained_and_stays_a_delay(subject):
    row = obligation(subject)
    actor = UserFactory()
    explain = {"obligation": row, "actor": actor}
    with pytest.raises(LedgerError, match="没有逾期") as refusal:
        actions.explain_delay(**explain, reason=" ", at=AT)
    assert len(refusal.value.reasons) == 2
    with pytest.raises(LedgerError, match="不得超过 500 个字"):
        actions.explain_delay(**explain, reason="字" * 501, at=LATER)
    meet(subject, LATER)
    row = actions.explain_delay(**explain, reason="第三方意见迟到", at=LATER)
    assert (row.state, row.delay_reason) == (State.MET_LATE, "第三方意见迟到")
    assert AuditEntry.objects.get().action == "obligations.explain_delay"


# What the database refuses, whoever asks -------------------------------------------------

CHANGES = [
    "state = 'met'",
    "state = 'open', closed_at = NULL",
    "state = 'void'",
    "closed_at = '2026-03-01 00:00:00+00:00'",
    "late_from = '2027-03-01 00:00:00+00:00'",
    "due_on = '2027-03-01'",
    "due_on = '2027-03-01', late_from = '2027-03-01 16:00:00+00:00', state = 'met'",
    "rule_key = 'other'",
    "organisation_id = {other}",
    "subject_id = '0'",
]


@pytest.mark.parametrize("change", CHANGES)
def test_late_stays_late_whoever_changes_the_row(subject, change):
    row = obligation(subject)
    meet(subject, LATER)
    change = change.format(other=OrganisationFactory().pk)
    statement = f"UPDATE obligations_obligation SET {change} WHERE id = {row.pk}"
    with pytest.raises(DatabaseError, match="kept as it is"), transaction.atomic():
        connection.cursor().execute(statement)
    row.refresh_from_db()
    assert row.state == State.MET_LATE


def test_what_was_late_cannot_be_closed_as_in_time(subject):
    row = obligation(subject)
    with pytest.raises(DatabaseError, match="obligation_late_stays_late"), transaction.atomic():
        Obligation.objects.filter(pk=row.pk).update(state=State.MET, closed_at=LATER)
    with pytest.raises(DatabaseError, match="obligation_late_stays_late"), transaction.atomic():
        Obligation.objects.filter(pk=row.pk).update(state=State.MET_LATE, closed_at=AT)
    with pytest.raises(DatabaseError, match="obligation_late_stays_late"), transaction.atomic():
        Obligation.objects.filter(pk=row.pk).update(state=State.MET)


def test_no_limit_and_no_history_can_be_removed(subject):
    row = obligation(subject)
    with pytest.raises(DatabaseError, match="kept"), transaction.atomic():
        connection.cursor().execute(f"DELETE FROM obligations_obligation WHERE id = {row.pk}")
    for statement in ("DELETE FROM {}", "UPDATE {} SET reason = 'x'"):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            connection.cursor().execute(statement.format(ObligationEvent._meta.db_table))


def test_no_entry_of_the_history_can_be_replaced(subject):
    """Whichever unique key it collides with: its own, or that of a step told once."""
    row = obligation(subject)
    row.events.create(kind="told", at=AT, happened_at=AT, revision=1, rank=100)
    table = ObligationEvent._meta.db_table
    names = "obligation_id, kind, at, happened_at, revision, rank, provisional, reason"
    values = f"VALUES ({row.pk}, 'told', '{AT}', '{AT}', 1, 100, false, 'x')"
    by_vendor = {
        "postgresql": (f"TRUNCATE {table}",),
        "sqlite": (
            f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}",
            f"INSERT OR REPLACE INTO {table} ({names}) {values}",
            f"UPDATE OR REPLACE {table} SET reason = 'x'",
        ),
    }
    upsert = f"INSERT INTO {table} ({names}) {values} ON CONFLICT (obligation_id, revision, rank)"
    connection.check_constraints()
    for statement in (*by_vendor[connection.vendor], f"{upsert} DO UPDATE SET reason = 'x'"):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            connection.cursor().execute(statement)


def test_hours_and_days_are_not_mixed(subject):
    row = obligation(subject)
    for change in ({"due_at": AT}, {"due_on": None}, {"half_time_at": AT}):
        with pytest.raises(DatabaseError, match="due_day_or_moment"), transaction.atomic():
            Obligation.objects.filter(pk=row.pk).update(**change)
