"""The working calendar: the days the notices name, and counting over them."""

from datetime import date, timedelta

import pytest

from portal.domain.calendar import (
    FIRST_DAY,
    LAST_DAY,
    CalendarSpanError,
    DayKind,
    DayNotice,
    WorkingCalendar,
)
from tests.domain.facts import CALENDAR


@pytest.mark.parametrize(
    ("day", "kind", "reason"),
    [
        ("2025-09-22", DayKind.WORKDAY, "工作日"),
        ("2025-09-27", DayKind.WEEKEND, "周末星期六"),
        ("2025-09-28", DayKind.MAKEUP, "调休上班日（国庆节、中秋节，国办发明电〔2024〕12号）"),
        ("2025-10-01", DayKind.HOLIDAY, "国庆节、中秋节放假（国办发明电〔2024〕12号）"),
        ("2019-05-02", DayKind.HOLIDAY, "劳动节放假（国办发明电〔2019〕3号）"),
        ("2027-01-01", DayKind.HOLIDAY, "元旦放假（当年放假安排未公布，暂按此计）"),
        ("2027-02-08", DayKind.WORKDAY, "工作日（当年放假安排未公布，暂按此计）"),
        ("2027-02-06", DayKind.WEEKEND, "周末星期六（当年放假安排未公布，暂按此计）"),
    ],
)
def test_a_day_says_what_it_is_and_why(day, kind, reason):
    assert CALENDAR.kind(date.fromisoformat(day)) == kind
    assert CALENDAR.reason(date.fromisoformat(day)) == reason


def test_the_days_off_of_2026_are_those_of_the_notice():
    off = [d for n in range(365) if not CALENDAR.is_working(d := date(2026, 1, 1) + timedelta(n))]
    assert len(off) == 365 - 248
    assert CALENDAR.working_days_between(date(2025, 12, 31), date(2026, 12, 31)) == 248


def test_counting_steps_over_holidays_and_onto_makeup_days():
    friday = date(2026, 2, 13)
    assert CALENDAR.next_working_day(friday) == date(2026, 2, 14)
    assert CALENDAR.add_working_days(friday, 2) == date(2026, 2, 24)
    assert CALENDAR.add_working_days(friday, 0) == friday
    assert CALENDAR.first_working_day_on_or_after(date(2026, 2, 15)) == date(2026, 2, 24)
    assert CALENDAR.first_working_day_on_or_after(date(2026, 2, 14)) == date(2026, 2, 14)
    assert CALENDAR.last_working_day_on_or_before(date(2026, 2, 23)) == date(2026, 2, 14)


def test_counting_back_mirrors_counting_forward():
    day = date(2026, 2, 24)
    assert CALENDAR.add_working_days(day, -1) == date(2026, 2, 14)
    assert CALENDAR.add_working_days(date(2026, 2, 20), -1) == date(2026, 2, 14)
    for n in range(1, 60):
        assert CALENDAR.add_working_days(CALENDAR.add_working_days(day, n), -n) == day


def test_the_distance_between_days_has_a_sign():
    assert CALENDAR.working_days_between(date(2026, 2, 13), date(2026, 2, 24)) == 2
    assert CALENDAR.working_days_between(date(2026, 2, 24), date(2026, 2, 13)) == -2
    assert CALENDAR.working_days_between(date(2026, 2, 15), date(2026, 2, 23)) == 0


@pytest.mark.parametrize(
    ("start", "end", "provisional"),
    [
        ("2026-12-01", "2026-12-31", False),
        ("2026-12-15", "2027-01-13", True),
        ("2026-12-31", "2027-01-01", True),
        ("2027-01-01", "2027-01-01", True),
        ("2006-12-31", "2007-01-15", False),
        ("2006-12-30", "2007-01-15", True),
        ("2024-06-01", "2026-06-01", False),
    ],
)
def test_whatever_touches_an_unpublished_year_is_provisional(start, end, provisional):
    start, end = date.fromisoformat(start), date.fromisoformat(end)
    assert CALENDAR.is_provisional(start, end) is provisional


def test_a_year_in_between_that_is_missing_makes_a_date_provisional():
    calendar = WorkingCalendar([], {2024, 2026})
    assert calendar.is_provisional(date(2024, 12, 1), date(2026, 1, 5))


def test_a_later_notice_overrules_an_earlier_one():
    day = date(2026, 7, 23)
    national = DayNotice(day, True, "全国")
    local = DayNotice(day, False, "火把节", "州人民政府通知")
    calendar = WorkingCalendar([national, local], {2026})
    assert not calendar.is_working(day)
    assert calendar.reason(day) == "火把节放假（州人民政府通知）"


@pytest.mark.parametrize(
    "ask",
    [
        lambda: CALENDAR.is_working(FIRST_DAY - timedelta(days=1)),
        lambda: CALENDAR.is_working(LAST_DAY + timedelta(days=1)),
        lambda: CALENDAR.add_working_days(date(2026, 1, 5), 10**9),
        lambda: CALENDAR.add_working_days(date(2026, 1, 5), -(10**9)),
        lambda: CALENDAR.next_working_day(LAST_DAY),
        lambda: WorkingCalendar([DayNotice(date(1949, 10, 1), False, "国庆节")], ()),
    ],
)
def test_a_day_beyond_the_calendar_is_refused_in_words(ask):
    with pytest.raises(CalendarSpanError, match="超出工作日历可计算的范围"):
        ask()
