"""The working calendar: which days are working days, and counting them at once.

A working day is a Monday to Friday that no holiday notice of the State Council frees, or a
weekend day it turns into one. A year whose notice is not out yet counts weekends and the
holidays with a fixed date as off, and whatever touches it is provisional (`is_provisional`).

Every question is one look-up in two tables made when the calendar is built: how many working
days lie up to a day, and which day the n-th working day is.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from enum import StrEnum
from itertools import accumulate
from typing import NamedTuple

from portal.domain.messages import DomainError, Sentence, gettext_noop

FIRST_DAY = date(1990, 1, 1)
LAST_DAY = date(2099, 12, 31)
FIXED_HOLIDAYS = {
    (1, 1): "元旦",
    (5, 1): "劳动节",
    (5, 2): "劳动节",
    (10, 1): "国庆节",
    (10, 2): "国庆节",
    (10, 3): "国庆节",
}
WEEKDAYS = ("星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期日")
_ORIGIN = FIRST_DAY.toordinal() - 1
_SPAN = LAST_DAY.toordinal() - _ORIGIN
SATURDAY = 5
BEYOND = Sentence(
    "beyond_calendar",
    gettext_noop("%(day)s 超出工作日历可计算的范围（%(first)s 至 %(last)s）"),
)


class DayKind(StrEnum):
    """What a day is in the working calendar."""

    WORKDAY = "workday"
    MAKEUP = "makeup"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"


class DayNotice(NamedTuple):
    """One day a holiday notice speaks about."""

    day: date
    is_working: bool
    name: str
    notice: str = ""


class CalendarSpanError(DomainError):
    """A day outside the years the calendar can answer for."""


class WorkingCalendar:
    """The immutable working calendar of one organisation.

    `notices` are the days that differ from the plain week, later ones overruling earlier
    ones; `published` the years whose holiday notice is out; `version` names the state of
    the table the calendar was read from.

    >>> calendar = WorkingCalendar(
    ...     [DayNotice(date(2025, 9, 28), True, "国庆节", "国办发明电〔2024〕12号")], {2025}
    ... )
    >>> calendar.is_working(date(2025, 9, 28))
    True
    >>> calendar.add_working_days(date(2025, 9, 26), 2)
    datetime.date(2025, 9, 29)
    >>> print(calendar.reason(date(2025, 9, 28)))
    调休上班日（国庆节，国办发明电〔2024〕12号）
    """

    __slots__ = ("_count", "_notices", "_nth", "published_years", "version")

    def __init__(
        self, notices: Iterable[DayNotice], published: Iterable[int], version: str = ""
    ) -> None:
        self.published_years = frozenset(published)
        self.version = version
        self._notices = {notice.day: notice for notice in notices}
        working = self._working_flags()
        # _count[i]: working days among the first i days; _nth[k]: position of the k-th.
        self._count = list(accumulate(working, initial=0))
        self._nth = [0, *(i for i, is_working in enumerate(working, start=1) if is_working)]

    def _working_flags(self) -> list[int]:
        first = FIRST_DAY.weekday()
        flags = [1 if (first + i) % 7 < SATURDAY else 0 for i in range(_SPAN)]
        for year in range(FIRST_DAY.year, LAST_DAY.year + 1):
            if year not in self.published_years:
                for month, day in FIXED_HOLIDAYS:
                    flags[date(year, month, day).toordinal() - _ORIGIN - 1] = 0
        for notice in self._notices.values():
            flags[self._position(notice.day) - 1] = int(notice.is_working)
        return flags

    @staticmethod
    def _position(day: date) -> int:
        position = day.toordinal() - _ORIGIN
        if not 0 < position <= _SPAN:
            raise _beyond(day)
        return position

    def _nth_day(self, n: int) -> date:
        if not 0 < n < len(self._nth):
            raise _beyond(LAST_DAY if n > 0 else FIRST_DAY)
        return date.fromordinal(self._nth[n] + _ORIGIN)

    def is_published(self, year: int) -> bool:
        """Whether the State Council's notice for the year has been loaded."""
        return year in self.published_years

    def is_provisional(self, start: date, end: date) -> bool:
        """Whether counting from `start` (excluded) to `end` touches an unpublished year."""
        first = min(start + timedelta(days=1), end)
        return not self.published_years.issuperset(range(first.year, end.year + 1))

    def is_working(self, day: date) -> bool:
        """Whether the day is a working day."""
        position = self._position(day)
        return self._count[position] > self._count[position - 1]

    def kind(self, day: date) -> DayKind:
        """Plain working day, make-up day, weekend or holiday."""
        if self.is_working(day):
            return DayKind.MAKEUP if day.weekday() >= SATURDAY else DayKind.WORKDAY
        return DayKind.HOLIDAY if self.name(day) else DayKind.WEEKEND

    def name(self, day: date) -> str:
        """The holiday a day off or a make-up day belongs to; empty for plain days."""
        if day in self._notices:
            return self._notices[day].name
        if day.year in self.published_years:
            return ""
        return FIXED_HOLIDAYS.get((day.month, day.day), "")

    def notice(self, day: date) -> str:
        """The number or address of the notice that speaks about the day; empty if none."""
        return self._notices[day].notice if day in self._notices else ""

    def reason(self, day: date) -> str:
        """Why the day is, or is not, a working day: one phrase in Chinese."""
        source = self.notice(day)
        if day not in self._notices and not self.is_published(day.year):
            source = "当年放假安排未公布，暂按此计"
        name = self.name(day)
        if self.is_working(day):
            is_makeup = day.weekday() >= SATURDAY
            label, details = ("调休上班日", (name, source)) if is_makeup else ("工作日", (source,))
        else:
            label = f"{name}放假" if name else f"周末{WEEKDAYS[day.weekday()]}"
            details = (source,)
        note = "，".join(detail for detail in details if detail)
        return f"{label}（{note}）" if note else label

    def next_working_day(self, day: date) -> date:
        """The first working day strictly after `day`."""
        return self._nth_day(self._count[self._position(day)] + 1)

    def first_working_day_on_or_after(self, day: date) -> date:
        """`day` itself when it is a working day, else the next one."""
        return self._nth_day(self._count[self._position(day) - 1] + 1)

    def last_working_day_on_or_before(self, day: date) -> date:
        """`day` itself when it is a working day, else the one before."""
        return self._nth_day(self._count[self._position(day)])

    def add_working_days(self, start: date, n: int) -> date:
        """The n-th working day strictly after `start`; `start` itself for 0, back for n < 0."""
        if n == 0:
            return start
        if n < 0:
            return self._nth_day(self._count[self._position(start) - 1] + n + 1)
        return self._nth_day(self._count[self._position(start)] + n)

    def working_days_between(self, start: date, end: date) -> int:
        """Working days after `start` up to and including `end`; negative when `end` is earlier."""
        return self._count[self._position(end)] - self._count[self._position(start)]


def _beyond(day: date) -> CalendarSpanError:
    return CalendarSpanError(BEYOND.about(day=day, first=FIRST_DAY, last=LAST_DAY))
