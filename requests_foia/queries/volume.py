"""How much and how often one applicant applies: figures for the question of 条例 art. 35."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext as _

from portal.agencies.models import User
from portal.domain.moments import local_day
from requests_foia.models import ApplicantDetails, Application

from .cases import visible_to
from .fees import of_same_person


@dataclass(frozen=True, slots=True)
class VolumeLine:
    """So many applications of one calendar month, to one unit of one body, with one outcome.

    ``unit`` is empty where none has been charged with them, ``outcome`` a word.
    """

    month: date
    body: str
    unit: str
    outcome: str
    count: int


@dataclass(frozen=True, slots=True)
class Volume:
    """The figures over all months; ``by_month`` in order, months without any left out."""

    lines: tuple[VolumeLine, ...]
    by_month: tuple[tuple[date, int], ...]
    by_outcome: tuple[tuple[str, int], ...]
    # Without an identity or credit number nobody can say who else is the same applicant.
    is_known: bool

    @property
    def total(self) -> int:
        return sum(line.count for line in self.lines)

    @property
    def most(self) -> int:
        """The applications of the busiest month."""
        return max((count for _month, count in self.by_month), default=0)


def volume_of(application: Application, user: User | AnonymousUser, on: date) -> Volume:
    """The applications of this applicant among the cases that ``user`` may see.

    The month is that of submission. One query for the cases, however many there are.
    """
    rows = visible_to(user, on).filter(of_same_person(application)).order_by("submitted_at")
    rows = rows.select_related("organisation", "assigned_unit").distinct()
    found = Counter(_key(case) for case in rows)
    lines = tuple(VolumeLine(*key, count=count) for key, count in sorted(found.items()))
    months: Counter[date] = Counter()
    outcomes: Counter[str] = Counter()
    for line in lines:
        months[line.month] += line.count
        outcomes[line.outcome] += line.count
    known = ApplicantDetails.objects.filter(application=application).exclude(
        id_number_index="", credit_code_index=""
    )
    return Volume(
        lines, tuple(sorted(months.items())), tuple(outcomes.most_common()), known.exists()
    )


def volume_names() -> list[str]:
    """The head of the table and of its file."""
    return [_("月份"), _("受理机关"), _("承办机构"), _("办理结果"), _("件数")]


def volume_rows(volume: Volume) -> Iterator[list[object]]:
    """The table's rows, each month as ``2026-03``."""
    for line in volume.lines:
        month = line.month.strftime("%Y-%m")
        yield [month, line.body, line.unit, line.outcome, line.count]


def _key(case: Application) -> tuple[date, str, str, str]:
    outcome = case.get_outcome_display() if case.outcome else case.get_state_display()
    unit = str(case.assigned_unit) if case.assigned_unit else ""
    month = local_day(case.submitted_at).replace(day=1)
    return month, case.organisation.name, unit, str(outcome)
