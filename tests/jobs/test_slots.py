"""When a job was last due."""

from datetime import UTC, datetime, timedelta

import pytest
from celery.schedules import crontab

from portal.celery import app
from portal.domain.moments import SHANGHAI
from portal.jobs.domain import At, Every
from portal.jobs.schedule import _understood, jobs_of

MONDAY = datetime(2026, 3, 2, 10, 17, 33, tzinfo=SHANGHAI)
ALL = {"weekdays": range(7), "days": range(1, 32), "months": range(1, 13)}


def at(**when):
    return _understood(crontab(**when))


@pytest.mark.parametrize(
    ("schedule", "expected"),
    [
        (at(minute="*/10"), (2026, 3, 2, 10, 10)),
        (at(minute="5,35"), (2026, 3, 2, 10, 5)),
        (at(minute=40), (2026, 3, 2, 9, 40)),
        (at(hour=2, minute=20), (2026, 3, 2, 2, 20)),
        (at(hour=23, minute=59), (2026, 3, 1, 23, 59)),
        (at(hour=10, minute=17), (2026, 3, 2, 10, 17)),
        (at(hour=10, minute=18), (2026, 3, 1, 10, 18)),
        (at(hour=3, minute=0, day_of_week="sun"), (2026, 3, 1, 3, 0)),
        (at(hour=3, minute=0, day_of_week="mon"), (2026, 3, 2, 3, 0)),
        (at(hour=3, minute=0, day_of_month=31), (2026, 1, 31, 3, 0)),
        (at(hour=0, minute=0, day_of_month=29, month_of_year=2), (2024, 2, 29)),
    ],
)
def test_the_last_moment_of_a_crontab(schedule, expected):
    slot = schedule.latest_slot(MONDAY)
    assert slot == datetime(*expected, tzinfo=SHANGHAI)
    assert schedule.latest_slot(slot) == slot
    assert schedule.latest_slot(slot - timedelta(microseconds=1)) < slot


def test_days_are_those_of_shanghai_wherever_the_moment_comes_from():
    schedule = At(minutes={0}, hours={1}, **ALL)
    late = datetime(2026, 3, 1, 17, 30, tzinfo=UTC)
    assert schedule.latest_slot(late) == datetime(2026, 3, 2, 1, 0, tzinfo=SHANGHAI)


def test_a_date_that_never_comes():
    assert At({0}, {0}, range(7), days={30}, months={2}).latest_slot(MONDAY) is None


def test_an_interval_gives_all_runners_the_same_moment():
    slots = {Every(30).latest_slot(MONDAY + timedelta(seconds=s)) for s in range(27)}
    assert len(slots) == 1
    assert Every(30).latest_slot(MONDAY + timedelta(seconds=27)) not in slots


def test_every_line_of_the_schedule_is_understood_and_names_a_task():
    for job in jobs_of(app):
        assert job.latest_slot(MONDAY) <= MONDAY
        assert app.tasks[job.task].name == job.task


def test_a_schedule_of_another_kind_is_refused():
    with pytest.raises(TypeError):
        _understood("hourly")
