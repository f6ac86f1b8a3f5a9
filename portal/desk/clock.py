"""The time limits of one record, as its page shows them."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Model

from portal.domain.calendar import WorkingCalendar
from portal.domain.moments import local_day
from portal.domain.rulesets import Rule, rule_sets
from portal.obligations.domain.duties import AWAITED_RULES
from portal.obligations.models import Obligation, Urgency
from portal.obligations.queries import calendars_of_bodies, days_left, of, with_urgency

_URGENT = {str(u) for u in (Urgency.OVERDUE, Urgency.ENDED, Urgency.SOON, Urgency.TARGET)}
_TONES = {
    str(Urgency.OVERDUE): "red",
    str(Urgency.ENDED): "amber",
    str(Urgency.SOON): "amber",
    str(Urgency.TARGET): "target",
    str(Obligation.State.MET): "green",
    str(Obligation.State.MET_LATE): "red",
    str(Obligation.State.VOID): "neutral",
}


@dataclass(frozen=True, kw_only=True)
class ClockRow:
    """One limit: the rule, the day, how many working days are left, and how it stands."""

    obligation: Obligation
    rule: str
    article: str
    word: Any
    tone: str
    due_on: date
    # 0 on the last day, negative after it.
    left: int
    is_open: bool
    is_late: bool
    # Somebody else's period has passed.
    is_ended: bool
    target_on: date | None
    is_target_passed: bool


def clock_of(record: Model, *, at: datetime) -> list[ClockRow]:
    """Every limit the record has or had, open ones first, the most urgent of them on top."""
    rows = with_urgency(of(record).select_related("organisation"), at)
    ordered = sorted(rows, key=lambda row: (row.state != Obligation.State.OPEN, row.late_from))
    calendars = calendars_of_bodies()
    return [_row(row, calendars.of(row.organisation_id), at) for row in ordered]


def rule_of(obligation: Obligation) -> Rule | None:
    """The rule by which an obligation was counted; None when its set no longer knows it."""
    known = rule_sets().get(obligation.rule_set)
    return known.rules.get(obligation.rule_key) if known else None


def standing_of(obligation: Any) -> tuple[Any, str]:
    """How a limit stands: its word and its tone. It carries ``with_urgency``'s ``urgency``."""
    is_open = obligation.state == Obligation.State.OPEN
    standing = str(obligation.urgency if is_open else obligation.state)
    shown = Urgency(obligation.urgency).label if standing in _URGENT else None
    return shown or obligation.get_state_display(), _TONES.get(standing, "blue")


def _row(obligation: Any, calendar: WorkingCalendar, at: datetime) -> ClockRow:
    """``obligation`` carries the ``urgency`` that with_urgency() adds."""
    rule = rule_of(obligation)
    word, tone = standing_of(obligation)
    is_awaited = obligation.rule_key in AWAITED_RULES
    return ClockRow(
        obligation=obligation,
        rule=rule.title if rule else obligation.rule_key,
        article=rule.article if rule else "",
        word=word,
        tone=tone,
        due_on=obligation.due_day,
        left=days_left(obligation, local_day(at), calendar),
        is_open=obligation.state == Obligation.State.OPEN,
        is_late=obligation.late_from <= at and not is_awaited,
        is_ended=obligation.late_from <= at and is_awaited,
        target_on=obligation.target_on,
        is_target_passed=_is_past_target(obligation, at),
    )


def _is_past_target(obligation: Obligation, at: datetime) -> bool:
    """Whether it was done, or still is not, after the body's own target."""
    until = obligation.target_from
    return until is not None and (obligation.closed_at or at) >= until
