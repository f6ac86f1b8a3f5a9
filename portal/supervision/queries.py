"""The public figures: one year of time limits, folded by month, unit and kind."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar

from portal.agencies.models import Organisation
from portal.obligations.queries import Cell, Figures, figures_of_year, rule_title
from requests_foia.queries.found_instead import found_instead_by_body

K = TypeVar("K")


@dataclass(frozen=True, slots=True)
class YearReport:
    """The figures of a year, at a moment. ``bodies``: in the order of the directory."""

    year: int
    at: datetime
    cells: list[Cell]
    bodies: dict[int, Organisation]
    found_instead: dict[int, int] = field(default_factory=dict)

    @property
    def total(self) -> Figures:
        return sum((cell.figures for cell in self.cells), Figures())

    def by_month(self) -> list[tuple[int, Figures]]:
        """The months in which something fell or falls due, first to last."""
        return sorted(self._folded(lambda cell: cell.month).items())

    def by_body(self) -> list[tuple[Organisation, Figures]]:
        """The bodies that owed something; not by merit, the figures are no ranking."""
        folded = self._folded(lambda cell: cell.organisation_id)
        return [(body, folded[pk]) for pk, body in self.bodies.items() if pk in folded]

    def by_rule(self) -> list[tuple[str, Figures]]:
        """The kinds of time limit by their titles, the most frequent first."""
        folded = self._folded(lambda cell: cell.rule_key)
        titled = [(rule_title(key), figures) for key, figures in folded.items()]
        return sorted(titled, key=lambda line: (-line[1].fell_due, line[0]))

    def _folded(self, key: Callable[[Cell], K]) -> dict[K, Figures]:
        folded: dict[K, Figures] = defaultdict(Figures)
        for cell in self.cells:
            folded[key(cell)] += cell.figures
        return folded


def year_report(*, year: int, at: datetime) -> YearReport:
    """Everything the public page says about ``year``, in three queries."""
    bodies = {body.pk: body for body in Organisation.objects.order_by("position", "pk")}
    cells = figures_of_year(year=year, at=at)
    return YearReport(year, at, cells, bodies, found_instead_by_body(year))
