"""The measuring half of ``benchmarks/sweep.py``, run once per database."""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable
from datetime import UTC, date, datetime

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.db.models import F, QuerySet  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from portal.agencies.domain.roles import Role  # noqa: E402
from portal.agencies.models import Organisation, RoleAssignment, User  # noqa: E402
from portal.obligations import actions  # noqa: E402
from portal.obligations.domain.steps import FINAL_RANK, OVERDUE_RANK, late_from  # noqa: E402
from portal.obligations.models import Obligation  # noqa: E402

GOAL, LOOP_GOAL = 2.0, 20.0
LOOP_ROWS = 500
# A district: thirty bodies of three people, of whom one drafts.
BODIES = 30
# Saturday morning; the newly overdue ended on the day before, the others end much later.
AT = datetime(2026, 3, 21, 1, 0, tzinfo=UTC)
FRIDAY, LATER, LONG_AGO = date(2026, 3, 20), date(2026, 9, 1), date(2025, 9, 1)
TRACE = '[{"date": "2026-03-20", "counted": true, "why": "工作日"}]'

NUMBERS = {
    "postgresql": "generate_series(1, {rows}) AS numbers(n)",
    "sqlite": "(WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < {rows})"
    " SELECT n FROM c)",
}
FILL = """
INSERT INTO obligations_obligation
    (subject_type, subject_id, label, rule_key, rule_set, organisation_id, responsible_id,
     started_on, due_on, late_from, provisional, trace, state, closed_at, revision, told_rank,
     delay_reason, created_at, updated_at)
SELECT 'bench.case', CAST(n AS varchar(64)), 'case', 'foi.reply', 'cn-2019',
    %(body)s + n %% %(bodies)s, %(officer)s + n %% %(bodies)s, {started}, {due_on}, {late_from},
    false, {trace}, '{state}', {closed_at}, 1, 0, '', {created}, {updated}
FROM {numbers} WHERE n > %(above)s
"""


def fill(rows: int, due: int) -> None:
    """Three in five closed long ago, ``due`` newly overdue, the rest due in half a year."""
    people = _district()
    closed = rows * 3 // 5
    _insert(closed, people, 0, state="met", due_on=LONG_AGO)
    _insert(closed + due, people, closed, state="open", due_on=FRIDAY)
    _insert(rows, people, closed + due, state="open", due_on=LATER)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _district() -> dict[str, int]:
    bodies = Organisation.objects.bulk_create(
        Organisation(code=f"b{n}", name=f"单位{n}", kind="department") for n in range(BODIES)
    )
    roles = (Role.DRAFTER, Role.OPENNESS_OFFICE, Role.DEPUTY_LEADER)
    users = User.objects.bulk_create(
        User(username=f"{role}{n}", email=f"{role}{n}@example.com")
        for role in roles
        for n in range(BODIES)
    )
    RoleAssignment.objects.bulk_create(
        RoleAssignment(user=user, role=roles[n // BODIES], organisation=bodies[n % BODIES])
        for n, user in enumerate(users)
    )
    return {"bodies": BODIES, "body": bodies[0].pk, "officer": users[0].pk}


def _insert(rows: int, people: dict[str, int], above: int, *, state: str, due_on: date) -> None:
    is_postgresql = connection.vendor == "postgresql"

    def literal(value: object, kind: str) -> str:
        return f"'{value}'::{kind}" if is_postgresql else f"'{value}'"

    def moment(day: date) -> str:
        return literal(connection.ops.adapt_datetimefield_value(late_from(day)), "timestamptz")

    created = moment(date(2025, 8, 1))
    # Rows change at different times; one moment for all would mislead the planner.
    updated = {
        "postgresql": f"{created} + n * interval '5 seconds'",
        "sqlite": f"strftime('%%Y-%%m-%%d %%H:%%M:%%f', {created}, (n * 5) || ' seconds')",
    }
    statement = FILL.format(
        numbers=NUMBERS[connection.vendor].format(rows=rows),
        state=state,
        started=literal(LONG_AGO, "date"),
        due_on=literal(due_on, "date"),
        late_from=moment(due_on),
        created=created,
        updated=updated[connection.vendor],
        closed_at="NULL" if state == "open" else moment(date(2025, 8, 15)),
        trace=literal(TRACE, "jsonb"),
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, {**people, "above": above})


def due_now() -> QuerySet[Obligation]:
    """Exactly what a sweep at ``AT`` has to mark, asked for as the sweep does."""
    return Obligation.objects.filter(
        state="open", told_rank__lt=FINAL_RANK, due_at__isnull=True, late_from__lte=AT
    )


def bare_update() -> None:
    due_now().update(told_rank=OVERDUE_RANK, told_by=1, updated_at=AT)


def loop() -> None:
    """The same work row by row: mark it, and note that it was told."""
    for row in due_now()[:LOOP_ROWS]:
        row.told_rank, row.updated_at = OVERDUE_RANK, AT
        row.save(update_fields=["told_rank", "updated_at"])
        row.events.create(
            kind="told", at=AT, happened_at=AT, revision=row.revision, rank=OVERDUE_RANK
        )


def sweep() -> None:
    actions.sweep(at=AT)


def timed(work: Callable[[], object]) -> float:
    """Seconds up to and including the commit; then everything newly overdue is so again."""
    started = time.perf_counter()
    work()
    seconds = time.perf_counter() - started
    again()
    return seconds


def committed(work: Callable[[], object]) -> Callable[[], None]:
    """``work`` in a transaction of its own."""

    def run() -> None:
        with transaction.atomic():
            work()

    return run


def again() -> None:
    """As if nobody had been told: another revision, as after a move to the same date."""
    Obligation.objects.filter(state="open", due_on=FRIDAY).update(
        told_rank=0, told_by=None, revision=F("revision") + 1
    )
    # What one round left behind must not slow the next.
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("VACUUM obligations_obligation, obligations_obligationevent")
            cursor.execute("CHECKPOINT")
        else:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def queries_of(due: int) -> int:
    """How many statements a sweep takes when only ``due`` limits are newly overdue."""
    kept = list(due_now().order_by("pk").values_list("pk", flat=True)[:due])
    due_now().exclude(pk__in=kept).update(told_rank=FINAL_RANK)
    with CaptureQueriesContext(connection) as captured:
        sweep()
    again()
    return len(captured)


def measure(rows: int, due: int, rounds: int) -> None:
    call_command("migrate", verbosity=0)
    fill(rows, due)
    timed(sweep)
    few, many = queries_of(BODIES * 10), queries_of(due)
    # A sweep makes its own transaction: inside another it would also pay for a savepoint.
    pairs = [(timed(committed(bare_update)), timed(sweep)) for _ in range(rounds)]
    per_row = timed(committed(loop)) / min(LOOP_ROWS, due)
    bare, swept = (statistics.median(column) for column in zip(*pairs, strict=True))
    idle = timed(lambda: actions.sweep(at=AT.replace(year=2025)))
    ratio, faster = swept / bare, per_row * due / swept
    print(f"\n{connection.vendor}: {rows:,} 条时限 limits, {due:,} 条新逾期 newly overdue")
    for name, figure, judged in (
        ("裸 UPDATE bare update", f"{bare * 1000:.0f} ms", ""),
        ("巡查 sweep", f"{swept * 1000:.0f} ms", ""),
        ("倍数 ratio", f"{ratio:.2f}", verdict(ratio <= GOAL, f"≤ {GOAL:.0f}")),
        ("语句数 queries", f"{few} → {many}", verdict(few == many, "constant")),
        ("快于逐条 faster than a loop", f"{faster:.0f} ×", verdict(faster >= LOOP_GOAL, "≥ 20")),
        ("无事可做 nothing due", f"{idle * 1000:.0f} ms", ""),
    ):
        print(f"  {name:<28}{figure:>12}  {judged}")


def verdict(is_met: bool, goal: str) -> str:
    return f"目标 goal {goal}: {'达到 met' if is_met else '未达到 MISSED'}"


if __name__ == "__main__":
    measure(*map(int, sys.argv[1:]))
