"""The figures of a year: counted, frozen, and compared with the year before."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from decimal import Decimal
from typing import Any

from portal.agencies.models import Organisation
from requests_foia.domain.annual import (
    COLUMNS,
    OUTCOMES,
    REMEDY_KINDS,
    ROWS,
    TOTAL,
    Check,
    Figures,
    TableTwo,
    check_all,
)
from requests_foia.domain.annual.tables import Texts
from requests_foia.domain.report import year_of
from requests_foia.models import ReportEdition

from . import tables
from .proactive import two

LAST_YEAR = 9999
"""No calendar goes further; a larger number in an address is nobody's year."""


def year_scope(
    organisation: Organisation, year: int, *, with_subordinates: bool, before: datetime
) -> tables.Scope:
    """The year of a body, as known before a moment."""
    return tables.Scope(organisation, with_subordinates, *year_of(year), before)


def figures_of(scope: tables.Scope) -> Figures:
    """All three tables, counted now."""
    return Figures(two(scope), tables.three(scope), tables.four(scope))


def checks_of(scope: tables.Scope, figures: Figures) -> list[Check]:
    """The identities of ``figures``; (e) and (f) against the year before, when it is a year."""
    return check_all(figures, before_of(scope), tables.closed_cases(scope))


def before_of(scope: tables.Scope) -> Figures | None:
    """The figures of the year before: as they were signed, else counted from the register.

    None when the period is no calendar year, or nothing at all is known of the year before.
    """
    year = scope.first.year
    if (scope.first, scope.last) != year_of(year):
        return None
    if signed := latest_edition(scope.organisation, year - 1):
        return read_figures(signed.content["figures"])
    earlier = year_scope(
        scope.organisation,
        year - 1,
        with_subordinates=scope.with_subordinates,
        before=scope.before,
    )
    return figures_of(earlier) if tables.counted(earlier).exists() else None


def latest_edition(organisation: Organisation, year: int) -> ReportEdition | None:
    """The newest published edition of a body's report on a year."""
    editions = ReportEdition.objects.filter(
        report__organisation=organisation, report__year=year, published_at__isnull=False
    )
    return editions.order_by("-number").first()


# As data ------------------------------------------------------------------------------


def figures_data(figures: Figures) -> dict[str, Any]:
    """The tables as JSON keeps them."""
    two_data = asdict(figures.two)
    two_data["fee_amount"] = f"{figures.two.fee_amount:.2f}"
    return {
        "table_two": two_data,
        "table_three": {row: dict(figures.three[row]) for row in ROWS},
        "table_four": {kind: dict(figures.four[kind]) for kind in REMEDY_KINDS},
    }


def read_figures(data: Mapping[str, Any]) -> Figures:
    """The reverse of ``figures_data``."""
    kept = data["table_two"]
    table_two = TableTwo(
        rules=Texts(**kept["rules"]),
        normative=Texts(**kept["normative"]),
        licences=kept["licences"],
        penalties=kept["penalties"],
        coercions=kept["coercions"],
        fee_amount=Decimal(kept["fee_amount"]),
    )
    three = {row: {c: data["table_three"][row][c] for c in COLUMNS} for row in ROWS}
    four = {
        kind: {o: data["table_four"][kind][o] for o in (*OUTCOMES, TOTAL)} for kind in REMEDY_KINDS
    }
    return Figures(table_two, three, four)


def checks_data(checks: list[Check]) -> list[dict[str, Any]]:
    """The identities as JSON keeps them: name, verdict and every comparison."""
    return [
        {
            "name": check.name,
            "holds": check.holds if check.can_be_checked else None,
            "soft": check.is_soft,
            "lines": [asdict(line) for line in check.lines],
        }
        for check in checks
    ]
