"""Which annual reports there are, who may see them, and what the public reads."""

from datetime import date, datetime
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, OuterRef, Q, QuerySet

from portal.agencies.domain.roles import Role
from portal.agencies.models import Organisation, User
from portal.agencies.queries import organisations_of
from requests_foia.domain.report import ReportState, year_of
from requests_foia.models import AnnualReport, ProactiveCount, ReportEdition

from .remedies import bodies_counted_by
from .tables import Scope

RULES = {
    Organisation.Kind.GOVERNMENT: "report.government",
    Organisation.Kind.DEPARTMENT: "report.department",
}
"""Who owes a report of its own (条例 art. 49), and by which rule."""


def scope_of(report: AnnualReport, *, before: datetime) -> Scope:
    """The year of the report, as known before a moment."""
    first, last = year_of(report.year)
    return Scope(report.organisation, report.with_subordinates, first, last, before)


def reports_visible_to(user: User | AnonymousUser, on: date) -> QuerySet[AnnualReport]:
    """The reports of the bodies whose figures ``user`` may see."""
    return AnnualReport.objects.filter(organisation__in=bodies_counted_by(user, on).values("pk"))


def proactive_visible_to(user: User | AnonymousUser, on: date) -> QuerySet[ProactiveCount]:
    """The keyed-in figures of the same bodies."""
    return ProactiveCount.objects.filter(organisation__in=bodies_counted_by(user, on).values("pk"))


def reports_waiting_for(
    rows: QuerySet[AnnualReport], user: User | AnonymousUser, on: date
) -> QuerySet[AnnualReport]:
    """Those whose next step is this person's."""
    office = organisations_of(user, on, Role.OPENNESS_OFFICE).values("pk")
    leader = organisations_of(user, on, Role.DEPUTY_LEADER).values("pk")
    return rows.filter(
        Q(state__in=[ReportState.DRAFT, ReportState.SIGNED], organisation__in=office)
        | Q(state=ReportState.REVIEW, organisation__in=office) & ~Q(submitted_by=user.pk)
        | Q(state=ReportState.REVIEWED, organisation__in=leader)
    )


def published_editions() -> QuerySet[ReportEdition]:
    """The newest published edition of each report, newest year first."""
    newer = ReportEdition.objects.filter(
        report=OuterRef("report"), published_at__isnull=False, number__gt=OuterRef("number")
    )
    editions = ReportEdition.objects.filter(published_at__isnull=False).filter(~Exists(newer))
    return editions.select_related("report__organisation").order_by(
        "-report__year", "report__organisation__position", "pk"
    )


def published_edition(year: int, code: str) -> ReportEdition | None:
    """What the public reads of one body's report on a year."""
    found = published_editions().filter(report__year=year, report__organisation__code=code)
    return found.first()


def latest_content(organisation: Organisation, year: int) -> dict[str, Any] | None:
    """The newest published edition of a body's report on a year, as it was signed."""
    edition = published_edition(year, organisation.code)
    return {**edition.content, "sha256": edition.sha256} if edition else None


def bodies_owing(year: int) -> QuerySet[Organisation]:
    """The bodies that owe a report on ``year`` and for which none has been opened."""
    opened = AnnualReport.objects.filter(organisation=OuterRef("pk"), year=year)
    return Organisation.objects.filter(
        ~Exists(opened), kind__in=list(RULES), is_active=True, is_foi_subject=True
    )
