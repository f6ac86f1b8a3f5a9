"""Periods that need no story: working days, calendar days, months, hours and fixed dates.

The day a period starts from is never counted (民法典 art. 201); a period of days or months
whose last day is a day off ends on the next working day when it rolls (art. 203).
"""

from calendar import monthrange
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property

from portal.domain.calendar import WEEKDAYS, WorkingCalendar
from portal.domain.clock.trace import (
    Pause,
    Trace,
    TraceDay,
    days_after,
    start_day,
    trace_calendar_days,
    trace_working_days,
)
from portal.domain.messages import DomainError, Sentence, gettext_noop
from portal.domain.moments import local, local_day

START_WHY = "起算之日，不计入"
HOURS_WHY = "按小时连续计算，节假日不扣除"
NEGATIVE = Sentence("negative", gettext_noop("期限不能是负数：%(n)s"))
TOO_FAR = Sentence("too_far", gettext_noop("期限超出可计算的范围：%(n)s"))
NOT_A_DAY = Sentence("not_a_day", gettext_noop("%(year)s年%(month)s月%(day)s日不是日期"))


class ClockError(DomainError):
    """Facts the clock refuses; `problems` lists every reason."""


@dataclass(frozen=True)
class Answer:
    """A due date and its trace.

    `due_on` is the last day on which the duty can be met, `due_at` the moment for hour limits.
    `raw_end_on` is the last day before rolling. The trace is built when first asked for.
    """

    started_on: date
    due_on: date
    provisional: bool
    raw_end_on: date | None = None
    due_at: datetime | None = None
    build_trace: Callable[[], Iterable[TraceDay]] = field(default=tuple, repr=False, compare=False)

    @cached_property
    def trace(self) -> Trace:
        """Every day from the start to the due date."""
        return tuple(self.build_trace())


def merge_pauses(pauses: Sequence[Pause]) -> Sequence[Pause]:
    """The union of pauses, in order, so that a day covered twice counts once.

    >>> first, second, third, fourth = (date(2025, 9, day) for day in (1, 5, 6, 9))
    >>> merged = merge_pauses([Pause(second, fourth, "乙函"), Pause(first, third, "甲函")])
    >>> [(pause.start.day, pause.end.day) for pause in merged]
    [(1, 9)]
    """
    if len(pauses) < 2:
        return [pause for pause in pauses if pause.end > pause.start]
    merged: list[Pause] = []
    for pause in sorted(pauses):
        if merged and pause.start <= merged[-1].end:
            merged[-1] = merged[-1]._replace(end=max(merged[-1].end, pause.end))
        elif pause.end > pause.start:
            merged.append(pause)
    return merged


def nth_counted_day(
    calendar: WorkingCalendar, start: date, n: int, pauses: Sequence[Pause] = ()
) -> date:
    """The n-th working day after `start` that no pause holds; `pauses` are merged and in order."""
    due = calendar.add_working_days(start, n)
    for pause in pauses:
        if pause.end <= start:
            continue
        held_from = max(pause.start, start)
        if due <= held_from:
            break
        n += calendar.working_days_between(held_from, pause.end)
        due = calendar.add_working_days(start, n)
    return due


def count_working_days(start: date, n: int, calendar: WorkingCalendar) -> Answer:
    """`n` working days after `start`; 0 means the same day."""
    _refuse_negative(n)
    due = calendar.add_working_days(start, n)
    return Answer(
        start,
        due,
        calendar.is_provisional(start, due),
        build_trace=lambda: (
            start_day(start, START_WHY if n else "当日届满"),
            *trace_working_days(calendar, start, due),
        ),
    )


def count_calendar_days(
    start: date, n: int, calendar: WorkingCalendar, *, roll: bool = True
) -> Answer:
    """`n` calendar days after `start`; with `roll` a last day off moves to a working day."""
    _refuse_negative(n)
    return _rolled(start, _add_days(start, n), calendar, roll=roll)


def count_months(start: date, n: int, calendar: WorkingCalendar, *, roll: bool = True) -> Answer:
    """`n` months after `start`: the corresponding day, or the month's end where it is shorter."""
    _refuse_negative(n)
    year, month = divmod(start.year * 12 + start.month - 1 + n, 12)
    return _rolled(start, _day_of_month(year, month + 1, start.day), calendar, roll=roll)


def count_hours(start: datetime, n: int) -> Answer:
    """`n` clock hours after an aware moment, straight through nights and holidays."""
    _refuse_negative(n)
    try:
        due_at = local(start) + timedelta(hours=n)
    except OverflowError:
        raise ClockError(TOO_FAR.about(n=n)) from None
    first, last = local_day(start), due_at.date()

    def each_day() -> Iterator[TraceDay]:
        return (TraceDay(day, True, HOURS_WHY) for day in (first, *days_after(first, last)))

    return Answer(first, last, provisional=False, due_at=due_at, build_trace=each_day)


def fixed_day(day: date) -> Answer:
    """A date the law names. It never rolls: the reminder goes out on the working day before."""
    why = f"规定日期（{WEEKDAYS[day.weekday()]}），不顺延"
    return Answer(day, day, False, build_trace=lambda: (TraceDay(day, True, why),))


def monthly_day(year: int, month: int, day: int) -> Answer:
    """A day of a month, or the month's end where the month is shorter. It does not roll."""
    if not (1 <= month <= 12 and 1 <= day <= 31 and 1 <= year <= 9999):
        raise ClockError(NOT_A_DAY.about(year=year, month=month, day=day))
    return fixed_day(_day_of_month(year, month, day))


def count_days_before(day: date, n: int) -> Answer:
    """The last day that lies `n` full calendar days ahead of `day`, such as a hearing."""
    _refuse_negative(n)
    due = _add_days(day, -n)
    why = f"距{day}满{n}日的最后一天"
    return Answer(day, due, False, build_trace=lambda: (TraceDay(due, True, why, 1),))


def _rolled(start: date, raw_end: date, calendar: WorkingCalendar, *, roll: bool) -> Answer:
    due = calendar.first_working_day_on_or_after(raw_end) if roll else raw_end
    return Answer(
        start,
        due,
        roll and not calendar.is_published(due.year),
        raw_end_on=raw_end,
        build_trace=lambda: (
            start_day(start, START_WHY),
            *trace_calendar_days(calendar, start, raw_end, due),
        ),
    )


def _add_days(start: date, n: int) -> date:
    try:
        return start + timedelta(days=n)
    except OverflowError:
        raise ClockError(TOO_FAR.about(n=n)) from None


def _day_of_month(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, min(day, monthrange(year, month)[1]))
    except (ValueError, OverflowError):
        raise ClockError(TOO_FAR.about(n=year)) from None


def _refuse_negative(n: int) -> None:
    if n < 0:
        raise ClockError(NEGATIVE.about(n=n))
