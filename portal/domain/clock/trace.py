"""The trace: every day between the start and the due date, counted or not, and why."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

from portal.domain.calendar import WorkingCalendar

ONE_DAY = timedelta(days=1)
CALENDAR_DAY_WHY = "自然日，逐日计入"


class Mark(StrEnum):
    """What a day is in the drawing of a deadline."""

    START = "start"
    COUNTED = "counted"
    OFF = "off"
    PAUSED = "paused"
    EARLIER = "earlier"


class Pause(NamedTuple):
    """Days after `start` through `end` that do not count, and the letter they wait for."""

    start: date
    end: date
    letter: str


@dataclass(frozen=True, slots=True)
class TraceDay:
    """One day of the trace. `ordinal` is its number among the counted days.

    `mark` and `name` (of the holiday or the letter) are for drawing; `why` is for reading.
    """

    date: date
    counted: bool
    why: str
    ordinal: int | None = None
    mark: Mark = Mark.COUNTED
    name: str = ""

    def as_json(self) -> dict[str, object]:
        """The day as it stands in ``explain_deadline`` and in stored traces."""
        return {"date": self.date.isoformat(), "counted": self.counted, "why": self.why}


Trace = tuple[TraceDay, ...]


def days_after(start: date, end: date) -> Iterator[date]:
    """Every day after `start` up to and including `end`."""
    for number in range(start.toordinal() + 1, end.toordinal() + 1):
        yield date.fromordinal(number)


def start_day(day: date, why: str) -> TraceDay:
    """The day a period starts from: shown, never counted (民法典 art. 201)."""
    return TraceDay(day, False, why, None, Mark.START)


def trace_working_days(
    calendar: WorkingCalendar, start: date, due: date, pauses: Sequence[Pause] = ()
) -> Iterator[TraceDay]:
    """The days after `start` through `due`: working days count unless a pause holds them."""
    ordinal = 0
    for day in days_after(start, due):
        reason = calendar.reason(day)
        letters = "、".join(dict.fromkeys(p.letter for p in pauses if p.start < day <= p.end))
        if letters:
            why = f"{letters}，期间不计入（{reason}）"
            yield TraceDay(day, False, why, None, Mark.PAUSED, letters)
        elif calendar.is_working(day):
            ordinal += 1
            yield TraceDay(day, True, reason, ordinal, Mark.COUNTED, calendar.name(day))
        else:
            yield TraceDay(day, False, reason, None, Mark.OFF, calendar.name(day))


def trace_calendar_days(
    calendar: WorkingCalendar, start: date, raw_end: date, due: date
) -> Iterator[TraceDay]:
    """Every day through `raw_end` counts; the days a last day rolls over do not."""
    for ordinal, day in enumerate(days_after(start, raw_end), start=1):
        yield TraceDay(day, True, CALENDAR_DAY_WHY, ordinal, Mark.COUNTED)
    for day in days_after(raw_end, due):
        if day == due:
            why = f"期间最后一日是休息日，顺延至此日（{calendar.reason(day)}）"
            yield TraceDay(day, False, why, None, Mark.COUNTED)
        else:
            why = f"期间已满，顺延中（{calendar.reason(day)}）"
            yield TraceDay(day, False, why, None, Mark.OFF, calendar.name(day))
