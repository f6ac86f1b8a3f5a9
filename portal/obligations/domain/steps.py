"""The ladder of telling: which step an unmet time limit has reached at a moment.

A step has a rank; a time limit climbs from lower to higher ranks and is told once at each
rank it is found on. Whoever was asleep for a week is told the step that holds *now*: a
"three days left" about something overdue would be untrue. The persons of a step include
those of the steps below it, so nobody is left out by a jump.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from portal.domain.calendar import WorkingCalendar
from portal.domain.moments import SHANGHAI, local_day

OVERDUE_RANK = 100
# Due-soon steps rank below: so many working days left, that many ranks lower.
MAX_SOON_DAYS = 60
# A body's own target: told before the first step that speaks of the law's last day.
TARGET_SOON_RANK = 20
TARGET_PASSED_RANK = 21
HALF_TIME_RANK = 98
LAST_HOURS_RANK = 99
# No step is higher: nothing is left to tell.
FINAL_RANK = 102


class Tone(StrEnum):
    """How a step speaks: 提醒, 催办, 升级."""

    REMIND = "remind"
    URGE = "urge"
    ESCALATE = "escalate"


@dataclass(frozen=True, slots=True)
class Step:
    """``until``: reached by whatever becomes late at or before this moment."""

    rank: int
    tone: Tone
    until: datetime


@dataclass(frozen=True, slots=True)
class Ladder:
    """The configurable distances; working days unless named otherwise."""

    soon_working_days: tuple[int, ...] = (5, 3, 1)
    last_hours: int = 4
    urge_after_working_days: int = 1
    escalate_after_working_days: int = 3
    target_working_days: int = 1

    def __post_init__(self) -> None:
        days = self.soon_working_days
        if not all(0 <= n <= MAX_SOON_DAYS for n in days) or len(set(days)) != len(days):
            raise ValueError("soon_working_days must be different numbers from 0 to 60")
        if not 0 < self.urge_after_working_days < self.escalate_after_working_days:
            raise ValueError("urge must come after overdue and before escalation")
        if self.last_hours < 1:
            raise ValueError("last_hours must be at least 1")
        if not 0 <= self.target_working_days <= MAX_SOON_DAYS:
            raise ValueError("target_working_days must be a number from 0 to 60")

    @classmethod
    def from_settings(cls, figures: Mapping[str, object]) -> "Ladder":
        """The ladder with some distances replaced; raises on unknown or senseless ones."""
        figures = dict(figures)
        if "soon_working_days" in figures:
            figures["soon_working_days"] = tuple(figures["soon_working_days"])  # type: ignore[arg-type]
        return cls(**figures)  # type: ignore[arg-type]

    def overdue_steps(self, at: datetime, calendar: WorkingCalendar) -> list[Step]:
        """Overdue, urge and escalation, highest first."""

        def passed(working_days: int) -> datetime:
            """Late before this moment means: so many whole working days have gone by since."""
            return start_of(calendar.add_working_days(local_day(at), -working_days))

        return [
            Step(FINAL_RANK, Tone.ESCALATE, passed(self.escalate_after_working_days)),
            Step(OVERDUE_RANK + 1, Tone.URGE, passed(self.urge_after_working_days)),
            Step(OVERDUE_RANK, Tone.REMIND, at),
        ]

    def day_steps(self, at: datetime, calendar: WorkingCalendar) -> list[Step]:
        """Every step of a limit counted in days, highest first."""
        today = local_day(at)
        soon = [
            Step(OVERDUE_RANK - n - 1, Tone.REMIND, late_from(calendar.add_working_days(today, n)))
            for n in sorted(self.soon_working_days)
        ]
        return self.overdue_steps(at, calendar) + soon

    def target_steps(self, at: datetime, calendar: WorkingCalendar) -> list[Step]:
        """The steps towards a body's own target: it nears, it has passed; highest first."""
        near = calendar.add_working_days(local_day(at), self.target_working_days)
        return [
            Step(TARGET_PASSED_RANK, Tone.REMIND, at),
            Step(TARGET_SOON_RANK, Tone.REMIND, late_from(near)),
        ]

    def hour_steps(self, at: datetime, calendar: WorkingCalendar) -> list[Step]:
        """Every step of a limit counted in hours but half-time, highest first."""
        last = Step(LAST_HOURS_RANK, Tone.REMIND, at + timedelta(hours=self.last_hours))
        return [*self.overdue_steps(at, calendar), last]


def start_of(day: date) -> datetime:
    """Midnight in Shanghai."""
    return datetime.combine(day, time.min, tzinfo=SHANGHAI)


def late_from(due_on: date) -> datetime:
    """The moment from which an answer is late: the end of the due day in Shanghai."""
    return start_of(due_on + timedelta(days=1))


def last_day_before(moment: datetime) -> date:
    """The last Shanghai day that ends by this moment: ``late_from`` turned round."""
    return local_day(moment - timedelta(microseconds=1))


def half_time(started_at: datetime, due_at: datetime) -> datetime:
    """The middle of a limit counted in hours."""
    return started_at + (due_at - started_at) / 2
