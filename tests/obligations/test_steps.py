"""Which step a time limit has reached: worked by hand for one week and one holiday."""

from datetime import date, datetime, timedelta

import pytest

from portal.domain.calendar import DayNotice, WorkingCalendar
from portal.domain.moments import SHANGHAI
from portal.obligations.domain.steps import (
    FINAL_RANK,
    OVERDUE_RANK,
    Ladder,
    half_time,
    late_from,
    start_of,
)

# March 2026: 2, 9, 16 and 23 are Mondays. Invented: Wednesday 11 off, Saturday 14 worked.
CALENDAR = WorkingCalendar(
    [
        DayNotice(date(2026, 3, 11), False, "试验节"),
        DayNotice(date(2026, 3, 14), True, "试验节"),
    ],
    {2026},
)
LADDER = Ladder()
SOON_5, SOON_3, SOON_1, OVERDUE, URGE = 94, 96, 98, OVERDUE_RANK, OVERDUE_RANK + 1


def moment(day, hour=0, minute=0):
    return datetime(2026, 3, day, hour, minute, tzinfo=SHANGHAI)


def step_on(at, due_on, ladder=LADDER):
    """The highest step that a limit due on ``due_on`` has reached, or 0."""
    steps = ladder.day_steps(at, CALENDAR)
    return next((step.rank for step in steps if late_from(due_on) <= step.until), 0)


@pytest.mark.parametrize(
    ("day", "rank"),
    [
        (9, 0),
        (10, SOON_5),  # 12, 13, 14 (worked), 16, 17 are left: five
        (11, SOON_5),  # a day off: as the day before
        (12, SOON_5),
        (13, SOON_3),  # 14, 16, 17
        (14, SOON_3),
        (15, SOON_3),
        (16, SOON_1),
        (17, SOON_1),  # the last day
        (18, OVERDUE),
        (19, URGE),  # one whole working day has gone by: the 18th
        (20, URGE),
        (21, FINAL_RANK),  # three: the 18th, 19th and 20th
        (22, FINAL_RANK),
    ],
)
def test_the_steps_of_a_limit_due_on_tuesday_the_17th(day, rank):
    due_on = date(2026, 3, 17)
    assert step_on(moment(day), due_on) == rank
    assert step_on(moment(day, 23, 59), due_on) == rank


def test_a_limit_that_ends_on_a_day_off_is_urged_after_one_working_day():
    saturday = date(2026, 3, 21)
    assert [step_on(moment(day), saturday) for day in (22, 23, 24)] == [OVERDUE, OVERDUE, URGE]


def test_the_day_is_over_at_midnight_in_shanghai():
    assert late_from(date(2026, 3, 17)) == moment(18)
    assert start_of(date(2026, 3, 17)).isoformat() == "2026-03-17T00:00:00+08:00"


def test_a_limit_in_hours_runs_through_holidays():
    started = moment(10, 9)
    due_at = started + timedelta(hours=48)
    assert half_time(started, due_at) == moment(11, 9)
    steps = LADDER.hour_steps(moment(12, 5), CALENDAR)
    assert [step.rank for step in steps if due_at <= step.until] == [99]
    assert not [s for s in LADDER.hour_steps(moment(12, 4, 59), CALENDAR) if due_at <= s.until]


def test_distances_can_be_set():
    ladder = Ladder.from_settings({"soon_working_days": [10, 0], "urge_after_working_days": 2})
    due_on = date(2026, 3, 17)
    ranks = [step_on(moment(day), due_on, ladder) for day in (3, 16, 17, 19, 20)]
    assert ranks == [89, 89, 99, OVERDUE, URGE]


@pytest.mark.parametrize(
    "figures",
    [
        {"soon_working_days": [3, 3]},
        {"soon_working_days": [-1]},
        {"soon_working_days": [61]},
        {"urge_after_working_days": 0},
        {"urge_after_working_days": 3},
        {"last_hours": 0},
    ],
)
def test_senseless_distances_are_refused(figures):
    with pytest.raises(ValueError, match="must"):
        Ladder.from_settings(figures)


def test_an_unknown_distance_is_refused():
    with pytest.raises(TypeError):
        Ladder.from_settings({"soon_days": [1]})
