"""The demo's past, told in order: every entry is a moment and what was done then.

The content goes through the same actions as real work, so limits, audit entries and
notices of the demo are as true as any others.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from portal.domain.calendar import WorkingCalendar
from portal.domain.moments import SHANGHAI

CONTENT = Path(__file__).parent / "content"


@dataclass(frozen=True)
class Entry:
    """At ``at``, ``do`` happened."""

    at: datetime
    do: Callable[[datetime], object]


def read(name: str) -> list[dict[str, Any]]:
    """The records of one content file, whatever their table is called."""
    with (CONTENT / name).open("rb") as source:
        tables = tomllib.load(source)
    return [record | {"record": table} for table, records in tables.items() for record in records]


def play(entries: Iterable[Entry]) -> None:
    """Do everything in the order of time; what happened at one moment keeps its order."""
    for entry in sorted(entries, key=lambda entry: entry.at):
        entry.do(entry.at)


def moment(day: date, hour: int = 10, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), SHANGHAI)


def working_day(calendar: WorkingCalendar, day: date, offset: int) -> date:
    """The working day ``offset`` working days after ``day`` (before it, when negative)."""
    if offset > 0:
        return calendar.add_working_days(day, offset)
    day = calendar.last_working_day_on_or_before(day)
    for _ in range(-offset):
        day = calendar.last_working_day_on_or_before(day - timedelta(days=1))
    return day
