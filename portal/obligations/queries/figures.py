"""On-time figures. A time limit counts in the month in which it fell due, for ever.

They count answers and publications (``domain.duties.PUBLIC_RULES``), never the steps inside
one: a reply that went out in time is one reply, whatever led to it.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import ExtractMonth, ExtractYear

from portal.agencies.models import Organisation
from portal.domain.moments import SHANGHAI, local_day
from portal.obligations.domain.duties import PUBLIC_RULES
from portal.obligations.domain.steps import start_of
from portal.obligations.models import Obligation

State = Obligation.State
# The last instant in time: 23:59:59.999999 of the due day, or just before the due moment.
_LAST_INSTANT = F("late_from") - timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Figures:
    """What became of the time limits of one group.

    ``late`` holds everything that was answered or ended late or is overdue now
    (``late_now``); ``running`` is not due yet and says nothing about timeliness.
    """

    in_time: int = 0
    late: int = 0
    late_now: int = 0
    running: int = 0

    def __add__(self, other: "Figures") -> "Figures":
        return Figures(
            self.in_time + other.in_time,
            self.late + other.late,
            self.late_now + other.late_now,
            self.running + other.running,
        )

    @property
    def fell_due(self) -> int:
        """What the rate is reckoned from."""
        return self.in_time + self.late

    @property
    def rate(self) -> float | None:
        """Share answered in time, in per cent; None when nothing fell due yet.

        Rounded down to one decimal: 100 means that not one was late.
        """
        if not self.fell_due:
            return None
        return self.in_time * 1000 // self.fell_due / 10


class Cell(NamedTuple):
    """The figures of one body, one month (1 to 12) and one rule."""

    organisation_id: int
    month: int
    rule_key: str
    figures: Figures


def on_time_figures(
    *,
    at: datetime,
    organisation: Organisation | None = None,
    month: date | None = None,
    rows: QuerySet[Obligation] | None = None,
) -> Figures:
    """The figures at ``at``, of one body and one month when given."""
    rows = counted_in_public() if rows is None else rows
    if organisation is not None:
        rows = rows.filter(organisation=organisation)
    if month is not None:
        first = month.replace(day=1)
        rows = _between(rows, first, (first + timedelta(days=32)).replace(day=1))
    return Figures(**rows.order_by().aggregate(**_counts(at)))


def figures_of_year(
    *, year: int, at: datetime, rows: QuerySet[Obligation] | None = None
) -> list[Cell]:
    """The figures of one year as the finest table there is, in one query."""
    rows = counted_in_public() if rows is None else rows
    rows = _between(rows, date(year, 1, 1), date(year + 1, 1, 1))
    month = ExtractMonth(_LAST_INSTANT, tzinfo=SHANGHAI)
    keys = ("organisation_id", "month", "rule_key")
    grouped = rows.annotate(month=month).order_by(*keys).values(*keys).annotate(**_counts(at))
    return [
        Cell(
            row["organisation_id"],
            row["month"],
            row["rule_key"],
            Figures(row["in_time"], row["late"], row["late_now"], row["running"]),
        )
        for row in grouped
    ]


def years_with_figures(at: datetime) -> list[int]:
    """The years in which something fell due, newest first, the running one included."""
    due = counted_in_public().filter(late_from__lte=at)
    year = ExtractYear(_LAST_INSTANT, tzinfo=SHANGHAI)
    found = due.order_by().annotate(year=year).values_list("year", flat=True).distinct()
    return sorted({*found, local_day(at).year}, reverse=True)


def counted_in_public() -> QuerySet[Obligation]:
    """The limits that the figures are about."""
    return Obligation.objects.filter(rule_key__in=PUBLIC_RULES)


def _between(rows: QuerySet[Obligation], first: date, after_last: date) -> QuerySet[Obligation]:
    return rows.filter(late_from__gt=start_of(first), late_from__lte=start_of(after_last))


def _counts(at: datetime) -> dict[str, Count]:
    late_now = Q(state=State.OPEN, late_from__lte=at)
    # Ended without an answer, but only after it was due: that stays late as well.
    ended_late = Q(state=State.VOID, closed_at__gte=F("late_from"))
    return {
        "in_time": Count("pk", filter=Q(state=State.MET)),
        "late": Count("pk", filter=Q(state=State.MET_LATE) | late_now | ended_late),
        "late_now": Count("pk", filter=late_now),
        "running": Count("pk", filter=Q(state=State.OPEN, late_from__gt=at)),
    }
