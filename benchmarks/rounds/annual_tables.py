"""The measuring half of ``benchmarks/annual_tables.py``, run once per database."""

from __future__ import annotations

import random
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from datetime import time as clock
from statistics import median

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402

from portal.agencies.models import Organisation  # noqa: E402
from portal.domain.moments import SHANGHAI  # noqa: E402
from requests_foia.domain.annual.tables import CLASSES, DETAIL_ROWS  # noqa: E402
from requests_foia.models import Application, CaseCount  # noqa: E402
from requests_foia.queries import figures, tables  # noqa: E402

LAST_YEAR = 2025
ROUNDS = 7
BODIES = 20
BATCH = 5_000
GOAL_SECONDS = 2.0


def fill(per_year: int, years: int) -> Organisation:
    """A government with departments below it, its requests spread evenly over the years."""
    top = Organisation.objects.create(code="top", name="区政府", kind="government")
    bodies = Organisation.objects.bulk_create(
        Organisation(code=f"b{n}", name=f"单位{n}", kind="department", parent=top)
        for n in range(BODIES)
    )
    dice = random.Random(1)
    for year in range(LAST_YEAR - years + 1, LAST_YEAR + 1):
        for start in range(0, per_year, BATCH):
            _batch(year, start, min(BATCH, per_year - start), bodies, dice)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
    return top


def _batch(
    year: int, start: int, size: int, bodies: list[Organisation], dice: random.Random
) -> None:
    cases = [_case(year, start + n, dice.choice(bodies)) for n in range(size)]
    Application.objects.bulk_create(cases, batch_size=500)
    CaseCount.objects.bulk_create(_counts(cases, year, dice), batch_size=1_000)


def _case(year: int, number: int, body: Organisation) -> Application:
    at = datetime.combine(date(year, 1, 1), clock(9), tzinfo=SHANGHAI)
    return Application(
        id=uuid.uuid4(),
        number=f"{year}-{number}",
        code_hash="x",
        idempotency_hash=f"{year}-{number}",
        organisation=body,
        channel="counter",
        applicant_class="citizen",
        content="内容",
        wanted_form="paper",
        wanted_way="mail",
        submitted_at=at,
        rule_set="cn-2019",
        state="delivered",
        updated_at=at,
    )


def _counts(cases: list[Application], year: int, dice: random.Random) -> Iterator[CaseCount]:
    for case in cases:
        entered = date(year, 1, 1) + timedelta(days=dice.randrange(365))
        ended = entered + timedelta(days=dice.randrange(1, 45))
        is_open = year == LAST_YEAR and dice.random() < 0.05
        moment = datetime.combine(ended, clock(12), tzinfo=SHANGHAI)
        yield CaseCount(
            application=case,
            organisation_id=case.organisation_id,
            applicant_class=dice.choice(CLASSES),
            entered_on=entered,
            entered_at=datetime.combine(entered, clock(12), tzinfo=SHANGHAI),
            ended_on=None if is_open else ended,
            ended_at=None if is_open else moment,
            row="" if is_open else dice.choice(DETAIL_ROWS),
        )


def seconds(work: Callable[[], object]) -> float:
    """The median of some runs, after one that warms up."""
    work()
    taken = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        work()
        taken.append(time.perf_counter() - began)
    return median(taken)


def measure(per_year: int, years: int) -> None:
    call_command("migrate", verbosity=0)
    top = fill(per_year, years)
    live = figures.year_scope(
        top,
        LAST_YEAR,
        with_subordinates=True,
        before=datetime(LAST_YEAR + 1, 6, 1, tzinfo=SHANGHAI),
    )
    past = figures.year_scope(
        top, LAST_YEAR, with_subordinates=True, before=datetime(LAST_YEAR, 7, 1, tzinfo=SHANGHAI)
    )
    bare = seconds(CaseCount.objects.count)
    three = seconds(lambda: tables.three(live))
    past_three = seconds(lambda: tables.three(past))
    everything = seconds(lambda: figures.checks_of(live, figures.figures_of(live)))
    total = tables.three(live)["1"]["total"]
    balanced = all(check.holds for check in figures.checks_of(live, figures.figures_of(live)))
    verdict = "达到 reached" if three <= GOAL_SECONDS else "未达到 NOT reached"
    print(f"\n{connection.vendor}: 登记 register {per_year * years:,}，本年新收 new {total:,}")
    for name, figure in (
        ("一次计数 bare COUNT(*)", f"{bare:.3f} s"),
        ("表三 table three", f"{three:.3f} s（{three / bare:.1f} ×）目标 goal ≤ 2 s：{verdict}"),
        ("表三，过去某日 as of a past day", f"{past_three:.3f} s（{past_three / bare:.1f} ×）"),
        ("三张表与勾稽关系 all, with identities", f"{everything:.3f} s"),
        ("勾稽关系 identities", "全部平 all hold" if balanced else "不平 BROKEN"),
    ):
        print(f"  {name:<36}{figure}")


if __name__ == "__main__":
    measure(int(sys.argv[1]), int(sys.argv[2]))
