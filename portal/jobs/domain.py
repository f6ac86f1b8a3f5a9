"""When a scheduled job was last due: plain Python over the sets of a crontab."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from portal.domain.moments import local

EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
LONGEST_GAP_DAYS = 366 * 4 + 1


@dataclass(frozen=True, slots=True)
class Every:
    """Due each ``seconds``, counted from a fixed moment, so that all runners agree."""

    seconds: float

    def latest_slot(self, at: datetime) -> datetime:
        """The last due moment not after ``at``."""
        turns = (at - EPOCH).total_seconds() // self.seconds
        return EPOCH + timedelta(seconds=turns * self.seconds)


@dataclass(frozen=True, slots=True)
class At:
    """Due at given minutes and hours of Shanghai days; Sunday is weekday 0, as in cron."""

    minutes: Collection[int]
    hours: Collection[int]
    weekdays: Collection[int]
    days: Collection[int]
    months: Collection[int]

    def latest_slot(self, at: datetime) -> datetime | None:
        """The last due moment not after ``at``; None when the sets never meet."""
        now = local(at).replace(second=0, microsecond=0)
        times = sorted(((h, m) for h in self.hours for m in self.minutes), reverse=True)
        for back in range(LONGEST_GAP_DAYS):
            day = now - timedelta(days=back)
            if not self._is_due_on(day):
                continue
            for hour, minute in times:
                slot = day.replace(hour=hour, minute=minute)
                if slot <= now:
                    return slot
        return None

    def _is_due_on(self, day: datetime) -> bool:
        return (
            day.isoweekday() % 7 in self.weekdays
            and day.day in self.days
            and day.month in self.months
        )


Schedule = Every | At
