"""How many applications came and how they ended, without a trace of who asked what."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Sum
from django.db.models.functions import TruncMonth

from portal.agencies.models import Organisation
from requests_foia.models import Application

from .conversion import conversions_by_month
from .found_instead import found_instead


@dataclass(slots=True)
class MonthOfBody:
    """One body in one month. ``rows`` counts the closed cases by their row of table three."""

    month: date
    organisation: str
    organisation_name: str
    received: int = 0
    closed: int = 0
    answered: int = 0
    answered_in_time: int = 0
    found_instead: int = 0
    conversions_reviewed: int = 0
    conversions_decided: int = 0
    conversions_published: int = 0
    rows: dict[str, int] = field(default_factory=dict)


def monthly(first: date, last: date, organisation: str = "") -> list[MonthOfBody]:
    """Every month from ``first`` to ``last`` in which something came or ended.

    A case counts as received in the month of its submission and as closed in the month of
    its end (Shanghai months); an answer is in time when it was made by its due date.
    """
    cases = Application.objects.order_by()
    if organisation:
        cases = cases.filter(organisation__code=organisation)
    table: dict[tuple[date, int], MonthOfBody] = {}
    names = {body.pk: body for body in Organisation.objects.only("code", "name")}

    def cell(month: date, body_id: int) -> MonthOfBody:
        body = names[body_id]
        return table.setdefault((month, body_id), MonthOfBody(month, body.code, body.name))

    for row in _grouped(cases, "submitted_at", first, last).annotate(count=Count("pk")):
        cell(row["month"].date(), row["organisation_id"]).received = row["count"]
    for row in _ended(cases, first, last):
        ended = cell(row["month"].date(), row["organisation_id"])
        ended.closed += row["count"]
        ended.answered += row["answered"]
        ended.answered_in_time += row["in_time"]
        ended.rows[row["statistics_row"]] = row["count"]
    for row in _found_instead(first, last, organisation):
        cell(row["month"], row["organisation_id"]).found_instead = row["times"]
    for row in conversions_by_month(first, last, organisation):
        review = cell(row["month"].date(), row["application__organisation_id"])
        review.conversions_reviewed = row["reviewed"]
        review.conversions_decided = row["converted"]
        review.conversions_published = row["published"]
    return sorted(table.values(), key=lambda one: (one.month, one.organisation))


def _found_instead(first: date, last: date, organisation: str) -> QuerySet[Any]:
    rows = found_instead(first, last).order_by()
    if organisation:
        rows = rows.filter(organisation__code=organisation)
    by_month = rows.annotate(month=TruncMonth("on")).values("month", "organisation_id")
    return by_month.annotate(times=Sum("times"))


def _ended(cases: QuerySet[Application], first: date, last: date) -> QuerySet[Any]:
    in_time = Q(replied_on__lte=F("due_on"))
    counted: QuerySet[Any] = _grouped(cases, "closed_at", first, last, "statistics_row").annotate(
        count=Count("pk"),
        answered=Count("replied_on"),
        in_time=Count("pk", filter=in_time),
    )
    return counted


def _grouped(
    cases: QuerySet[Application], moment: str, first: date, last: date, *more: str
) -> QuerySet[Any]:
    within = cases.filter(**{f"{moment}__date__gte": first, f"{moment}__date__lte": last})
    by_month = within.annotate(month=TruncMonth(moment))
    rows: QuerySet[Any] = by_month.values("month", "organisation_id", *more)
    return rows
