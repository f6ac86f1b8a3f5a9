"""Opening and moving time limits.

These are called inside the action that has the reason for them: that action writes the
audit entry, these keep the history of the time limit itself.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum

from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _

from portal.agencies.models import Organisation, User
from portal.obligations import queries
from portal.obligations.domain.steps import TARGET_PASSED_RANK, half_time, late_from
from portal.obligations.models import Obligation, ObligationEvent
from portal.obligations.recounters import Move
from portal.privacy.masks import mask_text

from .rows import Kind, LedgerError, event, locked, open_rows

Trace = Sequence[object]


class ByRule(Enum):
    """Whoever opens or moves a limit leaves its target to the rule, or counts it alone."""

    COUNTED = "counted"


BY_RULE = ByRule.COUNTED
_MOVED_FIELDS = (
    "rule_set",
    "started_on",
    "due_on",
    "due_at",
    "late_from",
    "half_time_at",
    "target_from",
    "provisional",
    "trace",
    "revision",
    "told_rank",
    "told_by",
    "updated_at",
)


@dataclass(frozen=True, slots=True)
class _Due:
    """A due date with everything derived from it."""

    due_on: date | None
    due_at: datetime | None
    late_from: datetime
    half_time_at: datetime | None

    @classmethod
    def of(cls, due_on: date | None, due_at: datetime | None, started_at: datetime) -> "_Due":
        if due_on is not None and due_at is None:
            return cls(due_on, None, late_from(due_on), None)
        if due_at is not None and due_on is None:
            return cls(None, due_at, due_at, half_time(started_at, due_at))
        raise ValueError("exactly one of due_on and due_at")

    def apply(self, obligation: Obligation, target_from: datetime | None) -> None:
        """Write the date; whoever was told of another one will be told anew."""
        is_due_moved = obligation.late_from is not None and obligation.late_from != self.late_from
        is_target_moved = (
            obligation.told_rank and obligation.told_rank <= TARGET_PASSED_RANK
        ) and obligation.target_from != target_from
        if is_due_moved or is_target_moved:
            obligation.revision += 1
            obligation.told_rank, obligation.told_by = 0, None
        obligation.target_from = target_from
        obligation.due_on, obligation.due_at = self.due_on, self.due_at
        obligation.late_from, obligation.half_time_at = self.late_from, self.half_time_at


def open_obligation(
    *,
    subject: models.Model,
    rule_key: str,
    part: str = "",
    rule_set: str,
    organisation: Organisation,
    started_on: date,
    due_on: date | None = None,
    due_at: datetime | None = None,
    started_at: datetime | None = None,
    target_on: date | ByRule | None = BY_RULE,
    provisional: bool = False,
    trace: Trace | None = None,
    responsible: User | None = None,
    label: str = "",
    at: datetime,
    actor: User | None = None,
) -> Obligation:
    """Start a time limit: due at the end of ``due_on``, or at the moment ``due_at``.

    ``started_at`` (default ``at``) is where a limit in hours begins. ``target_on`` is the last
    day of a stricter target of the body's own; by default the rule counts it. ``part`` tells
    several limits of one rule apart. ``label`` is what staff read in their queue; by default
    ``str(subject)``, which must name no person.
    Raises ``LedgerError`` when the subject already has an open limit of this rule and part.
    """
    obligation = Obligation(
        subject_type=subject._meta.label_lower,
        subject_id=str(subject.pk),
        label=mask_text(label or str(subject))[:200],
        rule_key=rule_key,
        part=part,
        rule_set=rule_set,
        organisation=organisation,
        responsible=responsible,
        started_on=started_on,
        provisional=provisional,
        trace=list(trace or []),
        created_at=at,
        updated_at=at,
    )
    _set_dates(obligation, _Due.of(due_on, due_at, started_at or at), target_on, started_at or at)
    with transaction.atomic():
        _insert(obligation, subject)
        event(obligation, Kind.OPENED, at, actor, with_trace=True).save(force_insert=True)
    return obligation


def move_obligation(
    *,
    obligation: Obligation,
    due_on: date | None = None,
    due_at: datetime | None = None,
    started_on: date | None = None,
    started_at: datetime | None = None,
    target_on: date | ByRule | None = BY_RULE,
    provisional: bool = False,
    trace: Trace | None = None,
    rule_set: str = "",
    reason: str,
    at: datetime,
    actor: User | None = None,
) -> Obligation:
    """Set a new due date that the clock has derived, and keep the old one in the history.

    The steps of the ladder are told anew for the new date. Without any difference nothing
    is written. Raises ``LedgerError`` when the limit is no longer open.
    """
    with transaction.atomic():
        obligation = locked(obligation)
        before = _facts(obligation)
        obligation.started_on = started_on or obligation.started_on
        obligation.rule_set = rule_set or obligation.rule_set
        begun_at = started_at or obligation.created_at
        _set_dates(obligation, _Due.of(due_on, due_at, begun_at), target_on, begun_at)
        obligation.provisional, obligation.trace = provisional, list(trace or [])
        if _facts(obligation) == before:
            return obligation
        obligation.updated_at = at
        obligation.save(update_fields=_MOVED_FIELDS)
        moved = event(obligation, Kind.MOVED, at, actor, reason=reason, with_trace=True)
        moved.save(force_insert=True)
    return obligation


def move_obligations(
    *, moves: Sequence[Move], reason: str, at: datetime, actor: User | None
) -> None:
    """What ``move_obligation`` does, for many open rows at once, which the caller has locked."""
    rows = [move.obligation for move in moves]
    for move in moves:
        row, due = move.obligation, move.due
        _Due.of(due.due_on, None, row.created_at).apply(row, due.target_from)
        row.started_on, row.provisional, row.trace = due.started_on, due.provisional, due.trace
        row.updated_at = at
    Obligation.objects.bulk_update(rows, _MOVED_FIELDS)
    ObligationEvent.objects.bulk_create(
        event(row, Kind.MOVED, at, actor, reason=reason, with_trace=True) for row in rows
    )


def assign_obligation(
    *, obligation: Obligation, responsible: User | None, organisation: Organisation, at: datetime
) -> Obligation:
    """Hand an open limit to another person or unit; the acting app keeps the reason."""
    with transaction.atomic():
        obligation = locked(obligation)
        obligation.responsible, obligation.organisation = responsible, organisation
        obligation.updated_at = at
        obligation.save(update_fields=["responsible", "organisation", "updated_at"])
    return obligation


def _set_dates(
    obligation: Obligation, due: _Due, target_on: date | ByRule | None, started_at: datetime
) -> None:
    """``rule_set``, ``started_on`` and ``organisation`` stand already."""
    if isinstance(target_on, ByRule):
        begun_at = started_at if due.due_at else None
        target_from = queries.target_by_rule(
            obligation, due_from=due.late_from, started_at=begun_at
        )
    else:
        target_from = queries.target_until(target_on, due.late_from)
    due.apply(obligation, target_from)


def _insert(obligation: Obligation, subject: models.Model) -> None:
    try:
        with transaction.atomic():
            obligation.save(force_insert=True)
    except IntegrityError as error:
        if open_rows(subject, obligation.rule_key, obligation.part).exists():
            raise LedgerError([_("该事项的这一时限已经登记，尚未办结。")]) from error
        raise


def _facts(obligation: Obligation) -> tuple[object, ...]:
    return (
        obligation.rule_set,
        obligation.started_on,
        obligation.due_on,
        obligation.due_at,
        obligation.target_from,
        obligation.provisional,
        obligation.trace,
    )
