"""What falls due day by day, as a month's page asks for it."""

from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from django.db.models import Case, Count, F, Q, QuerySet, Value, When, Window
from django.db.models.functions import Coalesce, RowNumber, TruncDate

from portal.domain.moments import SHANGHAI
from portal.obligations.domain.steps import start_of
from portal.obligations.models import Obligation

State = Obligation.State
_DUE_DAY: Any = Coalesce(F("due_on"), TruncDate("due_at", tzinfo=SHANGHAI))
# What is still to be done stands before what is done.
_OPEN_FIRST: Any = Case(When(state=State.OPEN, then=Value(0)), default=Value(1))


class DueCount(NamedTuple):
    """How many limits fall due on one day: still open, of these late, and done."""

    open: int
    late: int
    done: int


def due_between(rows: QuerySet[Obligation], first: date, last: date) -> QuerySet[Obligation]:
    """Those of ``rows`` that fall due on a day from ``first`` to ``last``, with their ``day``.

    What ended without having to be met has no due day any more.
    """
    begin, end = start_of(first), start_of(last + timedelta(days=1))
    by_day = Q(due_on__isnull=False, late_from__gt=begin)
    by_moment = Q(due_at__gte=begin, due_at__lt=end)
    # Said once for both kinds, so that the index of the queue serves.
    within = Q(late_from__gte=begin, late_from__lte=end)
    return rows.filter(within, by_day | by_moment).exclude(state=State.VOID).annotate(day=_DUE_DAY)


def due_counts(rows: QuerySet[Any], at: datetime) -> dict[date, DueCount]:
    """The counts of each day of ``due_between``, in one query."""
    is_open = Q(state=State.OPEN)
    counted = (
        rows.order_by()
        .values("day")
        .annotate(
            open=Count("pk", filter=is_open),
            late=Count("pk", filter=is_open & Q(late_from__lte=at)),
            done=Count("pk", filter=~is_open),
        )
    )
    return {row["day"]: DueCount(row["open"], row["late"], row["done"]) for row in counted}


def first_of_each_day(rows: QuerySet[Any], per_day: int) -> QuerySet[Any]:
    """At most ``per_day`` rows of each day of ``due_between``, open ones first."""
    order: list[Any] = [_OPEN_FIRST, F("late_from"), F("pk")]
    place = Window(RowNumber(), partition_by=[_DUE_DAY], order_by=order)
    numbered: QuerySet[Any] = rows.annotate(place=place).filter(place__lte=per_day)
    return numbered.order_by("day", "place")


def in_order_of_day(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Every row of ``due_between``, open ones first within each day."""
    return rows.order_by("day", _OPEN_FIRST, "late_from", "pk")
