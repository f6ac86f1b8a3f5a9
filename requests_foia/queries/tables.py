"""The annual tables of any period and any bodies, live or as they stood on a past day.

Each table is one statement whatever the number of cases. What became known at or after
``before`` does not count, which is how a past day's table comes out again.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Case, CharField, Count, F, Q, QuerySet, Value, When

from portal.agencies.models import Organisation
from portal.agencies.queries import subtree_of
from portal.obligations.domain.steps import start_of
from requests_foia.domain.annual import (
    COLUMNS,
    TOTAL,
    TableFour,
    TableThree,
    table_four,
    table_three,
)
from requests_foia.domain.annual.tables import (
    CARRIED,
    CARRIED_ON,
    DETAIL_ROWS,
    NEW,
    PENDING,
    RESULTS,
    Group,
)
from requests_foia.models import CaseCount, RemedyRecord


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose requests, of which days (both included), as known before which moment."""

    organisation: Organisation
    with_subordinates: bool
    first: date
    last: date
    before: datetime

    @property
    def bodies(self) -> QuerySet[Organisation]:
        if self.with_subordinates:
            return subtree_of(self.organisation)
        return Organisation.objects.filter(pk=self.organisation.pk)


def end_of(day: date) -> datetime:
    """The moment from which a fact was not yet known on ``day``."""
    return start_of(day + timedelta(days=1))


def three(scope: Scope) -> TableThree:
    """Table three, every count taken by itself."""
    result = Case(
        When(_ended_within(scope), then=F("row")), default=Value(""), output_field=CharField()
    )
    groups = (
        counted(scope)
        .order_by()
        .annotate(result=result)
        .values("applicant_class", "result")
        .annotate(
            new=Count("pk", filter=_new(scope)),
            carried=Count("pk", filter=_carried(scope)),
            ended=Count("pk", filter=_ended_within(scope)),
            still_open=Count("pk", filter=~_ended_by(scope, scope.last)),
        )
    )
    return table_three(
        Group(
            row["applicant_class"],
            row["result"],
            row["new"],
            row["carried"],
            row["ended"],
            row["still_open"],
        )
        for row in groups
    )


def counted(scope: Scope) -> QuerySet[CaseCount]:
    """The requests that stand anywhere in the table: come by its end, open at its start."""
    alive = Q(ended_on__isnull=True) | Q(ended_on__gte=scope.first) | Q(ended_at__gte=scope.before)
    return CaseCount.objects.filter(
        alive,
        organisation__in=scope.bodies.values("pk"),
        entered_on__lte=scope.last,
        entered_at__lt=scope.before,
    )


def closed_cases(scope: Scope) -> int:
    """How many different requests ended in the period (identity g)."""
    return counted(scope).filter(_ended_within(scope)).values("application").distinct().count()


def cell(scope: Scope, row: str, column: str) -> QuerySet[CaseCount]:
    """The requests behind one cell; raises KeyError for a row or column that is not there."""
    rows: dict[str, Q] = {
        NEW: _new(scope),
        CARRIED: _carried(scope),
        RESULTS: _ended_within(scope),
        CARRIED_ON: ~_ended_by(scope, scope.last),
        **{detail: _ended_within(scope) & Q(row=detail) for detail in DETAIL_ROWS},
    }
    if column not in COLUMNS:
        raise KeyError(column)
    found = counted(scope).filter(rows[row])
    return found if column == TOTAL else found.filter(applicant_class=column)


def _new(scope: Scope) -> Q:
    return Q(entered_on__gte=scope.first)


def _carried(scope: Scope) -> Q:
    return Q(entered_on__lt=scope.first) & ~_ended_by(scope, scope.first - timedelta(days=1))


def _ended_within(scope: Scope) -> Q:
    return _ended_by(scope, scope.last) & Q(ended_on__gte=scope.first)


def _ended_by(scope: Scope, day: date) -> Q:
    """Ended on or before ``day``, as far as it was known."""
    return Q(
        ended_on__isnull=False,
        ended_at__isnull=False,
        ended_on__lte=day,
        ended_at__lt=scope.before,
    )


# Table four ---------------------------------------------------------------------------


def four(scope: Scope) -> TableFour:
    """Table four: what was decided in the period, and what was pending at its end."""
    groups = (
        remedies(scope)
        .order_by()
        .annotate(known=_known_outcome(scope))
        .values("kind", "known")
        .annotate(count=Count("pk"))
    )
    return table_four((row["kind"], row["known"], row["count"]) for row in groups)


def remedies(scope: Scope) -> QuerySet[RemedyRecord]:
    """The records that stand anywhere in the table."""
    struck = Q(struck_at__isnull=False, struck_at__lt=scope.before)
    decided_before = Q(
        decided_on__isnull=False, decided_on__lt=scope.first, concluded_at__lt=scope.before
    )
    known = RemedyRecord.objects.filter(
        organisation__in=scope.bodies.values("pk"),
        filed_on__lte=scope.last,
        recorded_at__lt=scope.before,
    )
    return known.exclude(struck).exclude(decided_before)


def remedy_cell(scope: Scope, kind: str, outcome: str) -> QuerySet[RemedyRecord]:
    """The records behind one cell of table four."""
    found = remedies(scope).filter(kind=kind).annotate(known=_known_outcome(scope))
    return found if outcome == TOTAL else found.filter(known=outcome)


def _known_outcome(scope: Scope) -> Case:
    decided = Q(decided_on__lte=scope.last, concluded_at__lt=scope.before)
    return Case(When(decided, then=F("outcome")), default=Value(PENDING), output_field=CharField())


def differences(
    mine: TableThree, theirs: Mapping[str, Mapping[str, int]]
) -> list[tuple[str, str, int, int]]:
    """Where two tables three differ: row, column, the one figure and the other."""
    return [
        (row, column, mine[row][column], theirs.get(row, {}).get(column, 0))
        for row in mine
        for column in mine[row]
        if mine[row][column] != theirs.get(row, {}).get(column, 0)
    ]
