"""A random register of requests, and its table three taken from the facts case by case.

Nothing here uses the code under test: the table is counted in plain loops over the recorded
facts, the way a clerk with a paper register would.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from portal.agencies.models import Organisation
from portal.domain.moments import SHANGHAI
from requests_foia.models import Application, CaseCount

CLASSES = ["citizen", "business", "research", "welfare", "legal_service", "other"]
DETAILS = (
    ["3.1", "3.2"]
    + [f"3.3.{n}" for n in range(1, 9)]
    + [f"3.4.{n}" for n in range(1, 4)]
    + [f"3.5.{n}" for n in range(1, 6)]
    + [f"3.6.{n}" for n in range(1, 4)]
)
ORDER = ["1", "2", *DETAILS, "3.7", "4"]


@dataclass(frozen=True)
class Known:
    """One request as the paper register has it."""

    body: int
    applicant_class: str
    entered_on: date
    entered_at: datetime
    ended_on: date | None
    ended_at: datetime | None
    row: str


def noon(day: date) -> datetime:
    return datetime.combine(day, time(12), tzinfo=SHANGHAI)


def random_register(seed: int, bodies: list[Organisation], count: int) -> list[Known]:
    """Requests of about three years; some are registered days after the fact."""
    dice = random.Random(seed)
    found = []
    for _ in range(count):
        entered = date(2023, 1, 1) + timedelta(days=dice.randrange(1095))
        known = entered + timedelta(days=dice.choice([0, 0, 0, 1, 9]))
        ended = entered + timedelta(days=dice.randrange(60)) if dice.random() < 0.8 else None
        told = ended and max(known, ended + timedelta(days=dice.choice([0, 0, 3, 20])))
        found.append(
            Known(
                dice.choice(bodies).pk,
                dice.choice(CLASSES),
                entered,
                noon(known),
                ended,
                told and noon(told),
                dice.choice(DETAILS) if ended else "",
            )
        )
    return found


def write(register: list[Known], prefix: str = "n") -> None:
    """Put the register into the database, without the steps of each case."""
    cases = Application.objects.bulk_create(
        Application(
            number=f"{prefix}{n}",
            code_hash="x",
            idempotency_hash=f"{prefix}{n}",
            organisation_id=known.body,
            channel="counter",
            applicant_class=known.applicant_class,
            content="内容",
            wanted_form="paper",
            wanted_way="mail",
            submitted_at=noon(known.entered_on),
            rule_set="cn-2019",
            updated_at=noon(known.entered_on),
        )
        for n, known in enumerate(register)
    )
    CaseCount.objects.bulk_create(
        CaseCount(
            application=case,
            organisation_id=known.body,
            applicant_class=known.applicant_class,
            entered_on=known.entered_on,
            entered_at=known.entered_at,
            ended_on=known.ended_on,
            ended_at=known.ended_at,
            row=known.row,
        )
        for case, known in zip(cases, register, strict=True)
    )


def by_hand(
    register: list[Known], bodies: set[int], first: date, last: date, before: datetime
) -> dict[str, dict[str, int]]:
    """Table three, one request after the other."""
    table = {row: dict.fromkeys([*CLASSES, "total"], 0) for row in ORDER}

    def tick(row: str, known: Known) -> None:
        table[row][known.applicant_class] += 1
        table[row]["total"] += 1

    for known in register:
        if known.body not in bodies or known.entered_at >= before or known.entered_on > last:
            continue
        ended = known.ended_on if known.ended_at and known.ended_at < before else None
        if ended and ended < first:
            continue
        tick("1" if known.entered_on >= first else "2", known)
        if ended and ended <= last:
            tick(known.row, known)
            tick("3.7", known)
        else:
            tick("4", known)
    return table
