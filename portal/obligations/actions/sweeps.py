"""Look at every open time limit at once, and tell whoever has to know.

The question is "due by now and not yet told", never "due today": after three days of
standstill one sweep catches up. All of it is one transaction with a fixed number of
statements, two more for every other answer that bodies with days off of their own give,
whatever the number of rows: a sweep that dies has told nobody anything.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Case, Q, QuerySet, Value, When

from portal.domain.calendar import WorkingCalendar
from portal.domain.moments import local_day
from portal.obligations.digests import digests
from portal.obligations.domain.steps import (
    FINAL_RANK,
    HALF_TIME_RANK,
    TARGET_PASSED_RANK,
    Ladder,
    Step,
)
from portal.obligations.models import Obligation, Sweep
from portal.obligations.queries import calendars_of_bodies, contacts_on, recount_under_way
from portal.outbox.actions import enqueue_many

HELD_AT_MOST = timedelta(hours=1)
# What is due by when, of limits in days of limits in hours, and of own targets.
_Steps = tuple[tuple[Step, ...], tuple[Step, ...], tuple[Step, ...]]
# The moments a limit climbs towards: the law's last, and that of the body's own target.
LAW, TARGET = "late_from", "target_from"

_RECORD = """
INSERT INTO obligations_obligationevent
    (obligation_id, kind, at, happened_at, revision, rank, due_on, due_at, provisional, reason)
SELECT id, 'told', %(at)s, %(at)s, revision, told_rank, due_on, due_at, provisional, ''
FROM obligations_obligation WHERE updated_at = %(at)s AND told_by_id = %(sweep)s
"""


def sweep(*, at: datetime) -> int:
    """Tell every step that has been reached by ``at`` and not been told; returns how many.

    Rows that somebody is just changing are left to the next sweep, so that a sweep waits
    for nobody; two sweeps at once therefore share the work and tell nothing twice. While a
    changed calendar is being carried into the ledger nothing is told.
    """
    if _is_held(at):
        return 0
    ladder = Ladder.from_settings(settings.PORTAL_LADDER)
    calendars = calendars_of_bodies()
    usual, others = calendars.where_differing(lambda calendar: _steps(ladder, at, calendar))
    differing = [body for bodies in others.values() for body in bodies]
    with transaction.atomic():
        run = Sweep.objects.create(at=at)
        run.told = _climb_all(_unfinished().exclude(organisation__in=differing), usual, run)
        for steps, bodies in others.items():
            run.told += _climb_all(_unfinished().filter(organisation__in=bodies), steps, run)
        if run.told == 0:
            run.delete()
            return 0
        run.save(update_fields=["told"])
        _record(run)
        letters = digests(run, contacts_on(local_day(at)), calendars)
        enqueue_many(letters=letters, subject=run, at=at)
    return run.told


def _is_held(at: datetime) -> bool:
    """While open limits are counted anew some dates are out of date: what is due is told a
    few minutes later, by the right date. A recount that does not end holds nothing back."""
    run = recount_under_way()
    return run is not None and run.started_at > at - HELD_AT_MOST


def _steps(ladder: Ladder, at: datetime, calendar: WorkingCalendar) -> _Steps:
    return (
        tuple(ladder.day_steps(at, calendar)),
        tuple(ladder.hour_steps(at, calendar)),
        tuple(ladder.target_steps(at, calendar)),
    )


def _unfinished() -> QuerySet[Obligation]:
    # Written out, with constants, as in the partial indexes that serve it.
    return Obligation.objects.filter(state=Obligation.State.OPEN, told_rank__lt=FINAL_RANK)


def _climb_all(rows: QuerySet[Obligation], steps: _Steps, run: Sweep) -> int:
    """The limits in days, those in hours and the targets of bodies that count by the same days.

    A target is told only until something was told of the law's last day.
    """
    day_steps, hour_steps, target_steps = steps
    in_days = rows.filter(due_at__isnull=True)
    in_hours = rows.filter(due_at__isnull=False, half_time_at__lte=run.at)
    aimed = rows.filter(target_from__isnull=False, told_rank__lt=TARGET_PASSED_RANK)
    told = _climb(in_days, day_steps, run) + _climb(in_hours, hour_steps, run, HALF_TIME_RANK)
    return told + _climb(aimed, target_steps, run, by=TARGET)


def _climb(
    rows: QuerySet[Obligation],
    steps: Sequence[Step],
    run: Sweep,
    lowest_rank: int | None = None,
    by: str = LAW,
) -> int:
    """Put every row on the highest step it has reached, if it was not there; returns how many.

    ``lowest_rank`` is for rows that have reached a step by being among ``rows`` at all; ``by``
    is the moment the steps lead up to.
    """
    if not lowest_rank:
        rows = rows.filter((f"{by}__lte", max(step.until for step in steps)))
    # The first that fits is the highest.
    ranks = [When(Q((f"{by}__lte", step.until)), then=Value(step.rank)) for step in steps]
    reached = Case(*ranks, default=Value(lowest_rank or 0))
    rows = rows.filter(told_rank__lt=reached).order_by()
    if connection.features.has_select_for_update_skip_locked:
        free = rows.select_for_update(skip_locked=True)
        # Beside the condition, or PostgreSQL would look for the keys in the whole table.
        rows = rows.filter(pk__in=free.values("pk"))
    return rows.update(told_rank=reached, told_by=run.pk, updated_at=run.at)


def _record(run: Sweep) -> None:
    values = {"at": connection.ops.adapt_datetimefield_value(run.at), "sweep": run.pk}
    with connection.cursor() as cursor:
        cursor.execute(_RECORD, values)
