"""Everything the public reads in a report, put together the way it is signed."""

from datetime import datetime
from typing import Any

from requests_foia.domain.report import PARTS
from requests_foia.models import AnnualReport

from .drafting import fees_of
from .figures import checks_data, checks_of, figures_data, figures_of
from .reports import scope_of


def content_of(report: AnnualReport, *, explanation: str, at: datetime) -> dict[str, Any]:
    """Text, tables, identities and remarks of ``report`` as counted at ``at``."""
    scope = scope_of(report, before=at)
    figures = figures_of(scope)
    return {
        "organisation": {"code": report.organisation.code, "name": report.organisation.name},
        "year": report.year,
        "with_subordinates": report.with_subordinates,
        "counted_at": at.isoformat(),
        "parts": {part: getattr(report, part) for part in PARTS},
        "figures": figures_data(figures),
        "fees_collected": fees_of(scope),
        "checks": checks_data(checks_of(scope, figures)),
        "explanation": explanation,
        "correction": report.correction_reason,
    }
