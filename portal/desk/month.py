"""A month of what falls due: a grid of days, and each day's limits in words."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import islice
from typing import Any

from django.contrib.admin import AdminSite
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _

from portal.agencies.models import Organisation, User
from portal.desk.clock import rule_of, standing_of
from portal.desk.queue import subjects_of
from portal.domain.calendar import SATURDAY, WorkingCalendar
from portal.domain.moments import local_day
from portal.obligations.models import Obligation
from portal.obligations.queries import (
    DueCount,
    due_between,
    due_counts,
    first_of_each_day,
    with_urgency,
)

# A day's list is cut here and leads to the day's own page; its place in the grid holds fewer.
PER_DAY = 20
PER_CELL = 3
NOTHING = DueCount(0, 0, 0)


@dataclass(frozen=True, kw_only=True)
class DueItem:
    """One limit: what it is about, how it stands, whose it is."""

    title: str
    url: str
    word: Any
    tone: str
    rule: str
    article: str
    organisation: Organisation
    responsible: User | None
    due_at: datetime | None
    provisional: bool


@dataclass(frozen=True, kw_only=True)
class DueDay:
    """One day of the grid; blank outside the month."""

    date: date
    is_blank: bool = False
    is_today: bool = False
    is_working: bool = True
    # The holiday, or for a weekend day worked the one it makes up for.
    name: str = ""
    count: DueCount = NOTHING
    items: list[DueItem] = field(default_factory=list)

    @property
    def total(self) -> int:
        return self.count.open + self.count.done

    @property
    def is_makeup(self) -> bool:
        return self.is_working and self.date.weekday() >= SATURDAY

    @property
    def off_word(self) -> str:
        """Why nothing is counted on this day, in words."""
        return "" if self.is_working else self.name or _("休息日")

    @property
    def in_cell(self) -> list[DueItem]:
        return self.items[:PER_CELL]

    @property
    def beyond_cell(self) -> int:
        return self.total - len(self.in_cell)

    @property
    def beyond_list(self) -> int:
        return self.total - len(self.items)


@dataclass(frozen=True)
class DueMonth:
    """The weeks of a month, Monday first."""

    first: date
    weeks: list[list[DueDay]]

    @property
    def due_days(self) -> list[DueDay]:
        """The days on which something falls due, in order."""
        return [day for week in self.weeks for day in week if day.total]

    @property
    def open(self) -> int:
        return sum(day.count.open for day in self.due_days)

    @property
    def late(self) -> int:
        return sum(day.count.late for day in self.due_days)

    @property
    def done(self) -> int:
        return sum(day.count.done for day in self.due_days)


def last_of_month(first: date) -> date:
    """The last day of the month that begins with ``first``."""
    return (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)


def month_of(
    request: HttpRequest,
    site: AdminSite,
    rows: QuerySet[Obligation],
    *,
    first: date,
    calendar: WorkingCalendar,
    at: datetime,
) -> DueMonth:
    """The month that begins with ``first``, of the limits in ``rows``.

    The number of queries depends on the kinds of records, never on how many there are.
    """
    due = due_between(rows, first, last_of_month(first))
    shown = first_of_each_day(due, PER_DAY).select_related("organisation", "responsible")
    items = defaultdict(list)
    for row, item in items_of(request, site, with_urgency(shown, at)):
        items[row.due_day].append(item)
    counts = due_counts(due, at)
    days = list(_days(first, calendar, local_day(at), counts, items))
    return DueMonth(first, [days[start : start + 7] for start in range(0, len(days), 7)])


def items_of(
    request: HttpRequest, site: AdminSite, rows: Iterable[Obligation]
) -> Iterator[tuple[Obligation, DueItem]]:
    """Each row with its item, which leads to the record where this user may see it.

    ``rows`` carry the ``urgency`` that with_urgency() adds.
    """
    rows = list(rows)
    subjects = subjects_of(request, site, rows)
    ledger: Any = site.get_model_admin(Obligation)
    for row in rows:
        subject = subjects.get((row.subject_type, row.subject_id))
        page, record = (subject.page, subject.record) if subject else (ledger, row)
        yield row, _item(row, page.change_url(record))


def _item(row: Obligation, url: str) -> DueItem:
    word, tone = standing_of(row)
    rule = rule_of(row)
    return DueItem(
        title=row.label,
        url=url,
        word=word,
        tone=tone,
        rule=rule.title if rule else row.rule_key,
        article=rule.article if rule else "",
        organisation=row.organisation,
        responsible=row.responsible,
        due_at=row.due_at,
        provisional=row.provisional,
    )


def _days(
    first: date,
    calendar: WorkingCalendar,
    today: date,
    counts: Mapping[date, DueCount],
    items: Mapping[date, list[DueItem]],
) -> Iterator[DueDay]:
    """Whole weeks from the Monday before ``first`` through the Sunday after the month."""
    last = last_of_month(first)
    start = first - timedelta(days=first.weekday())
    span = (last - start).days + 7 - last.weekday()
    for day in islice(_from(start), span):
        if not first <= day <= last:
            yield DueDay(date=day, is_blank=True)
            continue
        yield DueDay(
            date=day,
            is_today=day == today,
            is_working=calendar.is_working(day),
            name=calendar.name(day),
            count=counts.get(day, NOTHING),
            items=items.get(day, []),
        )


def _from(day: date) -> Iterator[date]:
    while True:
        yield day
        day += timedelta(days=1)
