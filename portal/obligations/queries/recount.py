"""What a changed calendar does to the open time limits, batch by batch."""

from collections.abc import Iterator, Mapping, Sequence

from django.db.models import QuerySet

from portal.calendar.queries import calendars_for
from portal.calendar.targets import targets_for
from portal.domain.clock import count_rule
from portal.obligations.domain.steps import late_from
from portal.obligations.models import Obligation, Recount
from portal.obligations.recounters import Due, Move, recounters

from .rules import rule_of
from .targets import target_by_rule

BATCH = 500


def open_batches(rule_key: str) -> Iterator[list[Obligation]]:
    """The open limits of a rule in their order, a fixed number at a time."""
    last = 0
    while batch := _batch(rule_key, last):
        yield batch
        last = batch[-1].pk


def next_batch(rule_key: str, last_pk: int) -> list[Obligation]:
    """The next open limits after that rule and key, all of one rule; empty at the end."""
    for rule in recounters():
        after = last_pk if rule == rule_key else 0
        if rule >= rule_key and (batch := _batch(rule, after)):
            return batch
    return []


def count_to_recount() -> int:
    """How many open limits follow the calendar."""
    return _open().filter(rule_key__in=recounters()).count()


def recount_under_way() -> Recount | None:
    """The count that a change of the calendar has set off and that has not ended."""
    return Recount.objects.filter(finished_at__isnull=True).defer("to_tell").first()


def _open() -> QuerySet[Obligation]:
    return Obligation.objects.filter(state=Obligation.State.OPEN)


def _batch(rule_key: str, after: int) -> list[Obligation]:
    rows = _open().filter(rule_key=rule_key, pk__gt=after)
    return list(rows.select_related("organisation").order_by("pk")[:BATCH])


def moves_by_calendar() -> Iterator[Move]:
    """Every open limit that counts otherwise by the calendar as it stands now."""
    for rule_key, recounter in recounters().items():
        for rows in open_batches(rule_key):
            due = recounter.derive(rows, lock=False)
            moves = (Move(row, due[row.pk]) for row in rows if row.pk in due)
            yield from (move for move in moves if move.is_change)


def derive_by_rule(rows: Sequence[Obligation], *, lock: bool) -> Mapping[int, Due]:
    """For limits that run from their first day by nothing but their rule and the calendar."""
    calendars = calendars_for(row.organisation.code for row in rows)
    targets = targets_for(row.organisation.code for row in rows)
    found = {}
    for row in rows:
        rule = rule_of(row.rule_set, row.rule_key)
        if rule is None or rule.is_off:
            continue
        calendar = calendars[row.organisation.code]
        answer = count_rule(rule, row.started_on, calendar)
        due_from = late_from(answer.due_on)
        target = target_by_rule(row, due_from=due_from, targets=targets, calendar=calendar)
        trace = [day.as_json() for day in answer.trace]
        facts = (row.started_on, answer.due_on, answer.provisional, trace)
        found[row.pk] = Due(*facts, target_from=target)
    return found
