"""Holiday notices as published JSON: reading one year and refusing what cannot be true.

The form is the one the arrangements are commonly published in: ``{"year", "papers", "days":
[{"date", "name", "isOffDay"}]}``. Ours may name the notice: ``"notices": [{"number", "url"}]``
for the year and ``"notice"`` for a day that a later notice changed.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from portal.domain.calendar import DayNotice
from portal.domain.messages import DomainError, Message, Sentence, gettext_noop, raise_any

# 放假办法 (2007): since 2008 every arrangement names these seven.
SEVEN_HOLIDAYS = ("元旦", "春节", "清明", "劳动", "端午", "中秋", "国庆")
SEVEN_SINCE = 2008
FIRST_YEAR, LAST_YEAR = 2000, 2098
ONE_HOLIDAY_DAYS = 10
MAX_NAME, MAX_NOTICE, MAX_URL = 50, 200, 300

NOT_OBJECT = Sentence("not_object", gettext_noop("放假安排应为 JSON 对象，含 year 与 days"))
NO_YEAR = Sentence(
    "no_year", gettext_noop("缺少年份（year），或年份不在 %(first)s 至 %(last)s 之间")
)
NO_DAYS = Sentence(
    "no_days", gettext_noop("%(year)s 年的放假安排没有任何日期：通知尚未公布，不能载入")
)
LONG_NOTICE = Sentence(
    "long_notice", gettext_noop("通知文号至多 %(notice)s 个字，网址至多 %(url)s 个字符")
)
BAD_ROW = Sentence(
    "bad_row",
    gettext_noop("第 %(number)s 行应有 date（日期）、name（节日）、isOffDay（true 或 false）"),
)
TWICE = Sentence("twice", gettext_noop("%(day)s 出现了两次"))
OUTSIDE = Sentence("outside", gettext_noop("%(day)s 不属于 %(year)s 年的放假安排"))
GAP = Sentence(
    "gap",
    gettext_noop("%(name)s放假有缺口：%(first)s 与 %(last)s 之间的 %(missing)s 没有列出"),
)
NO_HOLIDAY = Sentence("no_holiday", gettext_noop("%(year)s 年的放假安排缺少%(name)s"))


class HolidayFileError(DomainError):
    """A holiday file that cannot be loaded; `problems` lists every reason."""


@dataclass(frozen=True, slots=True)
class PublishedYear:
    """The holiday arrangement of one year: its notice, where to read it, and its days."""

    year: int
    notice: str
    url: str
    days: tuple[DayNotice, ...]


def read_published_year(document: object) -> PublishedYear:
    """Read one year; raises `HolidayFileError` naming every gap, double day and bad row."""
    if not isinstance(document, dict):
        raise HolidayFileError(NOT_OBJECT.about())
    year = document.get("year")
    if not isinstance(year, int) or not FIRST_YEAR <= year <= LAST_YEAR:
        raise HolidayFileError(NO_YEAR.about(first=FIRST_YEAR, last=LAST_YEAR))
    numbers, url = _notices(document)
    if len("、".join(numbers)) > MAX_NOTICE or len(url) > MAX_URL:
        raise HolidayFileError(LONG_NOTICE.about(notice=MAX_NOTICE, url=MAX_URL))
    days = _days(document.get("days"), numbers)
    if not days:
        raise HolidayFileError(NO_DAYS.about(year=year))
    problems = [*_twice(days), *_outside(days, year), *_gaps(days), *_left_out(days, year)]
    raise_any(problems, HolidayFileError)
    return PublishedYear(year, "、".join(numbers), url, tuple(sorted(days)))


def _notices(document: Mapping[str, object]) -> tuple[list[str], str]:
    """The numbers of the year's notices and the first address."""
    rows = document.get("notices")
    if isinstance(rows, list) and rows and all(isinstance(row, dict) for row in rows):
        numbers = [str(row.get("number", "")) for row in rows]
        return [number for number in numbers if number], str(rows[0].get("url", ""))
    papers = document.get("papers")
    urls = [str(paper) for paper in papers] if isinstance(papers, list) else []
    return [], urls[0] if urls else ""


def _days(rows: object, numbers: list[str]) -> list[DayNotice]:
    """The rows as days; raises naming every row that is none."""
    notice = numbers[0] if numbers else ""
    read = [_day(row, notice) for row in rows] if isinstance(rows, list) else []
    bad = (number for number, day in enumerate(read, start=1) if day is None)
    raise_any((BAD_ROW.about(number=number) for number in bad), HolidayFileError)
    return [day for day in read if day]


def _day(row: object, notice: str) -> DayNotice | None:
    if not isinstance(row, dict):
        return None
    day, name, is_off = row.get("date"), row.get("name"), row.get("isOffDay")
    if not (isinstance(day, str) and isinstance(name, str) and isinstance(is_off, bool)):
        return None
    notice = str(row.get("notice", notice))
    if not (0 < len(name) <= MAX_NAME and len(notice) <= MAX_NOTICE):
        return None
    if not (name + notice).isprintable():
        return None
    try:
        return DayNotice(date.fromisoformat(day), not is_off, name, notice)
    except ValueError:
        return None


def _twice(days: Iterable[DayNotice]) -> list[Message]:
    times = Counter(notice.day for notice in days)
    return [TWICE.about(day=day) for day, count in times.items() if count > 1]


def _outside(days: Iterable[DayNotice], year: int) -> list[Message]:
    """An arrangement may reach back into December and forward into the first days of January."""
    first, last = date(year - 1, 12, 1), date(year + 1, 1, 10)
    return [
        OUTSIDE.about(day=notice.day, year=year)
        for notice in days
        if not first <= notice.day <= last
    ]


def _gaps(days: Iterable[DayNotice]) -> list[Message]:
    """A holiday is one run of days off: a day missing inside it is a slip of the pen."""
    off = sorted(notice for notice in days if not notice.is_working)
    known = {notice.day for notice in off}
    problems = []
    for name in dict.fromkeys(notice.name for notice in off):
        run = (notice.day for notice in off if notice.name == name)
        for first, last in pairwise(run):
            inside = [first + timedelta(days=n) for n in range(1, (last - first).days)]
            missing = "、".join(str(day) for day in inside if day not in known)
            if missing and len(inside) < ONE_HOLIDAY_DAYS:
                problems.append(GAP.about(name=name, first=first, last=last, missing=missing))
    return problems


def _left_out(days: Iterable[DayNotice], year: int) -> list[Message]:
    """Every arrangement frees each of the seven statutory holidays."""
    if year < SEVEN_SINCE:
        return []
    names = "、".join(notice.name for notice in days if not notice.is_working)
    return [NO_HOLIDAY.about(year=year, name=name) for name in SEVEN_HOLIDAYS if name not in names]
