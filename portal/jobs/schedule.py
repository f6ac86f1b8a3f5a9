"""The Celery beat schedule as this house understands it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from celery import Celery
from celery.schedules import crontab

from .domain import At, Every, Schedule


@dataclass(frozen=True, slots=True)
class Job:
    """One line of the schedule: its name, the task it calls, and when."""

    name: str
    task: str
    schedule: Schedule

    def latest_slot(self, at: datetime) -> datetime | None:
        return self.schedule.latest_slot(at)


def jobs_of(app: Celery) -> list[Job]:
    """Every line of the beat schedule of ``app``, whose tasks are imported for it."""
    app.loader.import_default_modules()
    return [
        Job(name, entry["task"], _understood(entry["schedule"]))
        for name, entry in app.conf.beat_schedule.items()
    ]


def _understood(schedule: object) -> Schedule:
    match schedule:
        case crontab():
            sets = vars(schedule)
            return At(
                minutes=sets["minute"],
                hours=sets["hour"],
                weekdays=sets["day_of_week"],
                days=sets["day_of_month"],
                months=sets["month_of_year"],
            )
        case timedelta():
            return Every(schedule.total_seconds())
        case int() | float():
            return Every(schedule)
    raise TypeError(f"unknown schedule: {schedule!r}")
