"""The first words of an annual report: its six parts with the counted figures filled in."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Count, F, Q
from django.template.loader import render_to_string
from django.utils import translation

from disclosure.queries.documents import published
from portal.agencies.models import Organisation
from requests_foia.domain.annual import Figures
from requests_foia.domain.report import PARTS
from requests_foia.models import AnnualReport, Application

from .fees import fees_collected
from .figures import figures_of
from .reports import scope_of
from .tables import Scope


def drafted_parts(report: AnnualReport, *, before: datetime) -> dict[str, str]:
    """Each part as text in Chinese, the language of the report; what only people know is
    left to them."""
    scope = scope_of(report, before=before)
    context = _figures(report, scope, figures_of(scope))
    with translation.override(settings.LANGUAGE_CODE):
        return {
            part: render_to_string(f"requests_foia/report/parts/{part}.txt", context).strip()
            for part in PARTS
        }


def fees_of(scope: Scope) -> int:
    """The information-processing fees collected in the period, in yuan (109号)."""
    return fees_collected(scope.organisation, scope.first, scope.last).amount


def answered_in_time(scope: Scope) -> tuple[int, int]:
    """How many replies were made in the period, and how many of them by their due date."""
    made = Application.objects.filter(
        organisation__in=scope.bodies.values("pk"),
        replied_on__gte=scope.first,
        replied_on__lte=scope.last,
        closed_at__lt=scope.before,
    ).aggregate(all=Count("pk"), in_time=Count("pk", filter=Q(replied_on__lte=F("due_on"))))
    return made["all"], made["in_time"]


def _figures(report: AnnualReport, scope: Scope, figures: Figures) -> dict[str, Any]:
    three, body = figures.three, report.organisation
    answered, in_time = answered_in_time(scope)

    def total(*beginnings: str) -> int:
        return sum(cells["total"] for row, cells in three.items() if row.startswith(beginnings))

    documents = published().filter(
        organisation__in=scope.bodies.values("pk"),
        published_at__date__gte=scope.first,
        published_at__date__lte=scope.last,
    )
    return {
        "year": report.year,
        "name": body.name,
        "is_government": body.kind == Organisation.Kind.GOVERNMENT,
        "published": documents.count(),
        "two": figures.two,
        "four": figures.four,
        "new": three["1"]["total"],
        "new_citizen": three["1"]["citizen"],
        "new_organisations": three["1"]["total"] - three["1"]["citizen"],
        "carried": three["2"]["total"],
        "disclosed": three["3.1"]["total"],
        "partial": three["3.2"]["total"],
        "refused": total("3.3."),
        "unable": total("3.4."),
        "not_handled": total("3.5."),
        "otherwise": total("3.6."),
        "ended": three["3.7"]["total"],
        "open": three["4"]["total"],
        "answered": answered,
        "in_time": in_time,
        "fees": fees_of(scope),
    }
