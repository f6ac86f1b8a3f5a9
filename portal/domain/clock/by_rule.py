"""Counting by rule: the due date of any rule of the table, whatever its unit."""

from calendar import monthrange
from datetime import date, datetime

from portal.domain.calendar import WorkingCalendar
from portal.domain.clock.periods import (
    Answer,
    ClockError,
    count_calendar_days,
    count_days_before,
    count_hours,
    count_months,
    count_working_days,
)
from portal.domain.messages import Sentence, gettext_noop
from portal.domain.moments import local_day
from portal.domain.rulesets import Rule, RuleSet, Unit

# What a body may have bound itself to when it publishes; the strictest figure counts.
PROACTIVE_RULES = ("pub.document_online", "pub.internal_submit", "pub.deadline")
MONTHS_IN = {Unit.MONTHS: 1, Unit.YEARS: 12}
DAYS_IN = {Unit.CALENDAR_DAYS: 1, Unit.WEEKS: 7}

NEEDS_MOMENT = Sentence(
    "needs_moment", gettext_noop("规则 %(rule)s（%(title)s）按小时计算，须有起算时刻")
)
NOT_A_PERIOD = Sentence("not_a_period", gettext_noop("规则 %(rule)s（%(title)s）不是期限"))
NOT_DATES = Sentence("not_dates", gettext_noop("规则 %(rule)s（%(title)s）不是固定日期"))


def count_proactive(formed_on: date, rules: RuleSet, calendar: WorkingCalendar) -> Answer:
    """The last day to publish information formed or changed on `formed_on` (条例 art. 26)."""
    figures = [figure for key in PROACTIVE_RULES if (figure := rules.get(key)) is not None]
    return count_working_days(formed_on, min(figures), calendar)


def count_rule(rule: Rule, start: date | datetime, calendar: WorkingCalendar) -> Answer:
    """The due date of a rule with a running period.

    Hour limits need an aware moment; all others take a day, or the Shanghai day of a moment.
    Raises `ClockError` for a rule that is no running period, `RuleError` for one that is off.
    """
    n = rule.limit
    if rule.unit == Unit.HOURS:
        if not isinstance(start, datetime):
            raise ClockError(NEEDS_MOMENT.about(rule=rule.key, title=rule.title))
        return count_hours(start, n)
    day = local_day(start) if isinstance(start, datetime) else start
    if rule.unit == Unit.WORKING_DAYS:
        return count_working_days(day, n, calendar)
    if rule.unit in DAYS_IN and rule.runs_backwards:
        return count_days_before(day, n * DAYS_IN[rule.unit])
    if rule.unit in DAYS_IN:
        return count_calendar_days(day, n * DAYS_IN[rule.unit], calendar, roll=rule.rolls)
    if rule.unit in MONTHS_IN:
        return count_months(day, n * MONTHS_IN[rule.unit], calendar, roll=rule.rolls)
    raise ClockError(NOT_A_PERIOD.about(rule=rule.key, title=rule.title))


def rule_days(rule: Rule, year: int) -> tuple[date, ...]:
    """The days a rule of fixed dates names in a year; a day a month lacks is the month's end.

    >>> from portal.domain.rulesets import rule_sets
    >>> [str(day) for day in rule_days(rule_sets()["source-003"]["progress.half_year"], 2026)]
    ['2026-06-20', '2026-12-20']
    """
    if rule.unit == Unit.MONTHLY_DAY:
        days = [min(rule.limit, monthrange(year, month)[1]) for month in range(1, 13)]
        return tuple(date(year, month, day) for month, day in enumerate(days, start=1))
    if rule.unit != Unit.FIXED_DATE:
        raise ClockError(NOT_DATES.about(rule=rule.key, title=rule.title))
    named = rule.value if isinstance(rule.value, tuple) else (str(rule.value or ""),)
    dates = (date.fromisoformat(day if len(day) > 5 else f"{year}-{day}") for day in named if day)
    return tuple(day for day in dates if day.year == year)
