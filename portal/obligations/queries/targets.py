"""The warning line of a limit that runs by nothing but its rule: the body's own figure."""

from datetime import date, datetime

from portal.calendar.queries import calendar_for
from portal.calendar.targets import Targets, targets_for
from portal.domain.calendar import WorkingCalendar
from portal.domain.clock import ClockError, count_rule
from portal.domain.rulesets import rule_sets
from portal.obligations.domain.duties import AWAITED_RULES
from portal.obligations.domain.steps import late_from
from portal.obligations.models import Obligation


def target_by_rule(
    obligation: Obligation,
    *,
    due_from: datetime,
    started_at: datetime | None = None,
    targets: Targets | None = None,
    calendar: WorkingCalendar | None = None,
) -> datetime | None:
    """The moment from which the target is missed; None where the body set none of its own.

    Counted by the clock that counts the law's last day, from the same start, and only while it
    lies before ``due_from``, the moment from which the law is broken. ``targets`` and
    ``calendar`` come from whoever counts many at once.
    """
    law = rule_sets().get(obligation.rule_set)
    rule = law.rules.get(obligation.rule_key) if law else None
    if rule is None or obligation.rule_key in AWAITED_RULES:
        return None
    code = obligation.organisation.code
    known = targets or targets_for([code])
    own = known.rules(code, obligation.started_on, obligation.rule_set)[rule.key]
    if own.is_off or own.value == rule.value:
        return None
    start: date | datetime = started_at or obligation.started_on
    try:
        answer = count_rule(own, start, calendar or calendar_for(code))
    except ClockError:  # no running period, or one in hours whose beginning is unknown
        return None
    return earlier(answer.due_at or late_from(answer.due_on), due_from)


def target_until(target_on: date | None, due_from: datetime) -> datetime | None:
    """The moment after the last day of a target, if that lies before the law's."""
    return None if target_on is None else earlier(late_from(target_on), due_from)


def earlier(moment: datetime, due_from: datetime) -> datetime | None:
    """A target, unless the law's own last day comes first or with it."""
    return moment if moment < due_from else None
