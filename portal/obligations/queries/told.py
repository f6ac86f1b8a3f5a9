"""What a sweep has just told, as the digests need it."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple

from django.db import connection

from portal.domain.moments import local_day
from portal.obligations.models import Obligation, Sweep

CHUNK = 10_000


class Group(NamedTuple):
    """What decides who is told."""

    organisation_id: int
    responsible_id: int | None
    told_rank: int


class Told(NamedTuple):
    """One time limit that reached a step."""

    pk: int
    organisation_id: int
    told_rank: int
    label: str
    rule_set: str
    rule_key: str
    due_on: date | None
    due_at: datetime | None
    late_from: datetime
    target_from: datetime | None

    @property
    def due_day(self) -> date:
        """The Shanghai day on which it falls due."""
        return self.due_on or local_day(self.late_from)


@dataclass(slots=True)
class Lot:
    """The limits of one group: how many, and which of them come first."""

    count: int = 0
    first: list[int] = field(default_factory=list)


def told_in(run: Sweep, shown: int) -> dict[Group, Lot]:
    """What ``run`` told, by group; of each the keys of the ``shown`` that are longest overdue.

    Read without the layers of the ORM: there may be a million of them.
    """
    # updated_at is indexed, told_by is not.
    rows = Obligation.objects.filter(updated_at=run.at, told_by=run.pk)
    keys = rows.order_by("late_from", "pk").values_list("pk", *Group._fields)
    lots: dict[tuple[int, ...], Lot] = defaultdict(Lot)
    with connection.cursor() as cursor:
        cursor.execute(*keys.query.sql_with_params())
        while found := cursor.fetchmany(CHUNK):
            for row in found:
                lot = lots[row[1:]]
                lot.count += 1
                if lot.count <= shown:
                    lot.first.append(row[0])
    return {Group(*group): lot for group, lot in lots.items()}


def details_of(keys: Sequence[int]) -> dict[int, Told]:
    """What a message says about the limits with these keys."""
    found: dict[int, Told] = {}
    for start in range(0, len(keys), CHUNK):
        rows = Obligation.objects.filter(pk__in=keys[start : start + CHUNK]).order_by()
        found |= {row[0]: Told(*row) for row in rows.values_list(*Told._fields)}
    return found
