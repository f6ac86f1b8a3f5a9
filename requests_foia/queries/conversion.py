"""Reviews of conversion: where a document came from, and how often the answer was yes."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import TruncMonth
from django.urls import reverse

from disclosure.models import Document
from disclosure.queries.origins import Origin
from portal.agencies.models import Organisation
from requests_foia.models import ConversionReview

_COUNTS = {
    "reviewed": Count("pk"),
    "converted": Count("pk", filter=Q(is_suitable=True)),
    "published": Count("pk", filter=Q(is_suitable=True, document__state=Document.States.PUBLISHED)),
}


@dataclass(frozen=True, slots=True)
class Conversions:
    """Disclosing replies of a period: reviewed, to be published, and public by now."""

    reviewed: int
    converted: int
    published: int

    @property
    def percent(self) -> float | None:
        """How many of a hundred reviewed become public; None where none was reviewed."""
        return round(100 * self.converted / self.reviewed, 1) if self.reviewed else None


def origin_of(document: Document) -> Origin | None:
    """The case whose answer this document makes public."""
    rows = ConversionReview.objects.select_related("application")
    review = rows.filter(document=document).first()
    if review is None:
        return None
    case = review.application
    return Origin(case.number, reverse("admin:requests_foia_application_change", args=[case.pk]))


def conversions_by_month(first: date, last: date, organisation: str = "") -> QuerySet[Any]:
    """Of the disclosing replies issued in these days, by month and body: how many were
    ``reviewed``, how many ``converted``, and how many of those the public can read by now."""
    issued = ConversionReview.objects.filter(
        reply__issued_at__date__gte=first, reply__issued_at__date__lte=last
    )
    if organisation:
        issued = issued.filter(application__organisation__code=organisation)
    by_month = issued.order_by().annotate(month=TruncMonth("reply__issued_at"))
    return by_month.values("month", "application__organisation_id").annotate(**_COUNTS)


def conversions_of(bodies: QuerySet[Organisation], first: date, last: date) -> Conversions:
    """The same of these bodies together."""
    issued = ConversionReview.objects.filter(
        application__organisation__in=bodies.values("pk"),
        reply__issued_at__date__gte=first,
        reply__issued_at__date__lte=last,
    )
    return Conversions(**issued.order_by().aggregate(**_COUNTS))
