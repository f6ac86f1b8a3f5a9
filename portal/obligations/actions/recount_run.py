"""A recount too large for one request: set by set, each whole in its own transaction."""

import time
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db import models, transaction
from django.utils import translation

from portal.agencies.models import User
from portal.audit.actions import record_many
from portal.calendar.models import CalendarChange
from portal.obligations import queries
from portal.obligations.models import Obligation, Recount
from portal.obligations.recounters import recounters
from portal.outbox.actions import enqueue_many

from .recount import Shift, by_person, count_rows, letter, line, tell_staff

# A recount holds up no other scheduled work of its process for longer.
LONGEST_RUN = timedelta(seconds=20)
NAMED_PER_PERSON = 10


def begin_recount(
    *, change: CalendarChange, reason: str, at: datetime, actor: User | None
) -> Recount:
    """Order the count of every open limit by the calendar as ``change`` leaves it.

    In the transaction of the change; ``carry_recount`` does the work afterwards.
    """
    to_count = queries.count_to_recount()
    return Recount.objects.create(
        change=change, reason=reason, actor=actor, started_at=at, to_count=to_count
    )


def carry_recount(*, at: datetime) -> int:
    """Go on with the recount under way for a while; returns how many limits it has moved.

    A process killed in the middle has written the sets before and nothing of the one it was
    at; whoever comes next goes on there. Two at once take turns, a set at a time.
    """
    began, moved = time.monotonic(), 0
    while True:
        elapsed = timedelta(seconds=time.monotonic() - began)
        if elapsed >= LONGEST_RUN:
            return moved
        shifts = _carry_set(at + elapsed)
        if shifts is None:
            return moved
        moved += len(shifts)


def recount_in_sets(*, subject: models.Model, reason: str, at: datetime) -> int:
    """Count every open limit, each set for itself, so that nobody waits long for a case.

    For the nightly look at what should not have changed; returns how many limits it moved.
    """
    moved = 0
    for rule_key, recounter in recounters().items():
        for rows in queries.open_batches(rule_key):
            with transaction.atomic():
                shifts, acts = count_rows(recounter, rows, reason=reason, at=at, actor=None)
                tell_staff(shifts, subject, at)
                record_many(acts=acts, actor=None, at=at)
            moved += len(shifts)
    return moved


def catch_up(obligation: Obligation, *, at: datetime) -> None:
    """Count this limit now if the recount under way has not come to it.

    What is judged in time or late for ever is judged by the calendar in force. The caller
    has locked the case, as every action does, so that the recount is not just at it.
    """
    run = queries.recount_under_way()
    recounter = recounters().get(obligation.rule_key)
    if run is None or recounter is None or run.has_passed(obligation.rule_key, obligation.pk):
        return
    shifts, acts = count_rows(recounter, [obligation], reason=run.reason, at=at, actor=run.actor)
    tell_staff(shifts, obligation, at)
    record_many(acts=acts, actor=run.actor, at=at)
    obligation.refresh_from_db()


def _carry_set(at: datetime) -> list[Shift] | None:
    """Count the next set; None when there is nothing to do or another is just doing it."""
    with transaction.atomic():
        waiting = Recount.objects.select_for_update(skip_locked=True, of=("self",))
        run = waiting.filter(finished_at__isnull=True).order_by("pk").first()
        if run is None:
            return None
        rows = queries.next_batch(run.rule_key, run.last_pk)
        if not rows:
            _finish(run, at)
            return []
        recounter = recounters()[rows[0].rule_key]
        shifts, acts = count_rows(recounter, rows, reason=run.reason, at=at, actor=run.actor)
        run.rule_key, run.last_pk = rows[-1].rule_key, rows[-1].pk
        run.counted, run.moved = run.counted + len(rows), run.moved + len(shifts)
        _keep_to_tell(run, shifts, at)
        run.save()
        record_many(acts=acts, actor=run.actor, at=at)
    return shifts


def _keep_to_tell(run: Recount, shifts: Sequence[Shift], at: datetime) -> None:
    if not shifts:
        return
    with translation.override(settings.LANGUAGE_CODE):
        for person, mine in by_person(shifts, at).items():
            told = run.to_tell.setdefault(str(person), {"count": 0, "lines": []})
            told["count"] += len(mine)
            free = NAMED_PER_PERSON - len(told["lines"])
            told["lines"] += [line(shift) for shift in mine[:free]]


def _finish(run: Recount, at: datetime) -> None:
    """Tell each member of staff once, of everything together."""
    with translation.override(settings.LANGUAGE_CODE):
        letters = [
            letter(
                int(person), told["count"], told["lines"], f"obligations.recount:{run.pk}:{person}"
            )
            for person, told in run.to_tell.items()
        ]
    enqueue_many(letters=letters, subject=run, at=at)
    run.finished_at, run.to_tell = at, {}
    run.save(update_fields=["finished_at", "to_tell"])
