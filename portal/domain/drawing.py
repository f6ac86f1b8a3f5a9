"""The drawn deadline: a trace laid out as months, weeks and days.

`draw` turns any answer of the clock into a `Drawing`, ready for a template:

* `Drawing.months` - one `Month` per calendar month the trace touches, in order; each has
  `year`, `month` and `weeks`, a week being seven `DayCell`s from Monday to Sunday;
* `DayCell.date` is None for the blank places before the first and after the last of a month;
* `DayCell.mark` says what the day is: ``start`` (shown, not counted), ``counted``, ``off``
  (weekend or holiday), ``paused`` (waiting for a letter), ``earlier`` (void since a restart),
  or empty for a day outside the period;
* `DayCell.ordinal` is the number of a counted day (a due day that rolled has none), `name` the
  holiday or the letters, `why` the reason in words, `is_due` the ringed day, `is_makeup` a
  weekend day worked;
* `Drawing.days` - the same days as a plain list, for readers and screen readers;
* `Drawing.spans` - every run of days off with one name, and every pause, with first and last
  day: what a caption says in words.

>>> from portal.domain.calendar import WorkingCalendar
>>> from portal.domain.clock import count_working_days
>>> drawing = draw(count_working_days(date(2026, 3, 30), 3, WorkingCalendar([], {2026})))
>>> [(month.month, len(month.weeks)) for month in drawing.months]
[(3, 6), (4, 5)]
>>> [(cell.date.day, cell.ordinal) for cell in drawing.months[1].weeks[0] if cell.is_due]
[(2, 3)]
"""

import datetime
from calendar import Calendar
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from portal.domain.calendar import SATURDAY
from portal.domain.clock.periods import Answer
from portal.domain.clock.reply import ReplyAnswer
from portal.domain.clock.trace import Mark, Trace, TraceDay

_WEEKS = Calendar(firstweekday=0)
NAMED_MARKS = frozenset({Mark.OFF, Mark.PAUSED})


@dataclass(frozen=True, slots=True)
class DayCell:
    """One place in a week; see the module for each field."""

    date: datetime.date | None = None
    mark: str = ""
    ordinal: int | None = None
    name: str = ""
    why: str = ""
    is_due: bool = False
    is_makeup: bool = False


@dataclass(frozen=True, slots=True)
class Month:
    """One month of weeks, Monday first."""

    year: int
    month: int
    weeks: tuple[tuple[DayCell, ...], ...]

    @property
    def first(self) -> date:
        """The first day of the month, for a heading."""
        return date(self.year, self.month, 1)


@dataclass(frozen=True, slots=True)
class Span:
    """A run of days with one name: a holiday, or a pause with its letter."""

    mark: str
    name: str
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Drawing:
    """A deadline, drawn. `due_on` is None where an application counts as abandoned."""

    months: tuple[Month, ...]
    days: Trace
    spans: tuple[Span, ...]
    started_on: date
    due_on: date | None
    provisional: bool

    @property
    def counted(self) -> int:
        """How many days were counted."""
        return sum(day.counted for day in self.days)


def draw(answer: Answer | ReplyAnswer) -> Drawing:
    """Lay out an answer of the clock."""
    by_day = {day.date: day for day in answer.trace}
    months = sorted({(day.year, day.month) for day in by_day})
    return Drawing(
        months=tuple(_month(year, month, by_day, answer.due_on) for year, month in months),
        days=answer.trace,
        spans=tuple(_spans(answer.trace)),
        started_on=answer.started_on,
        due_on=answer.due_on,
        provisional=answer.provisional,
    )


def _month(year: int, month: int, by_day: dict[date, TraceDay], due_on: date | None) -> Month:
    weeks = _WEEKS.monthdatescalendar(year, month)
    cells = (tuple(_cell(day, month, by_day.get(day), due_on) for day in week) for week in weeks)
    return Month(year, month, tuple(cells))


def _cell(day: date, month: int, traced: TraceDay | None, due_on: date | None) -> DayCell:
    if day.month != month:
        return DayCell()
    if traced is None:
        return DayCell(day)
    return DayCell(
        date=day,
        mark=str(traced.mark),
        ordinal=traced.ordinal,
        name=traced.name,
        why=traced.why,
        is_due=day == due_on,
        is_makeup=traced.counted and day.weekday() >= SATURDAY and bool(traced.name),
    )


def _spans(trace: Trace) -> Iterator[Span]:
    for (mark, name), run in groupby(trace, key=lambda day: (day.mark, day.name)):
        if mark in NAMED_MARKS and name:
            days = [day.date for day in run]
            yield Span(str(mark), name, days[0], days[-1])
