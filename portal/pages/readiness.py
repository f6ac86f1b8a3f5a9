"""Is this instance fit to serve, and is the house behind it in order?

A *fault* takes the instance out of service; an *alarm* only tells the people in charge.
Nothing here names a person, an address or a secret.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.core.cache import cache
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from portal.audit.queries import last_check
from portal.calendar.queries import missing_year
from portal.domain.moments import local_day
from portal.jobs.queries import last_run

SWEEP_JOB = "obligations.sweep"
# The sweep runs every ten minutes; six missed runs are no accident.
SWEEP_MAX_AGE = timedelta(hours=1)


@dataclass(frozen=True)
class Finding:
    """One check's answer. ``is_fault`` false and ``ok`` false: an alarm."""

    ok: bool
    detail: str = ""
    is_fault: bool = True


def check_database(at: datetime) -> Finding:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return Finding(cursor.fetchone() == (1,))


def check_migrations(at: datetime) -> Finding:
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return Finding(not waiting, f"{len(waiting)} unapplied" if waiting else "")


def check_cache(at: datetime) -> Finding:
    cache.set("readyz", at.isoformat(), timeout=10)
    return Finding(cache.get("readyz") == at.isoformat())


def check_last_sweep(at: datetime) -> Finding:
    run = last_run(SWEEP_JOB)
    if run is None or run.finished_at is None:
        return Finding(False, "never ran")
    age = at - run.finished_at
    return Finding(age <= SWEEP_MAX_AGE, f"{int(age.total_seconds())} seconds ago")


def check_audit_chain(at: datetime) -> Finding:
    newest = last_check()
    if newest is None:
        return Finding(True, "not verified yet")
    if newest.ok:
        return Finding(True, f"verified to {newest.last_seq}")
    return Finding(False, f"broken at {newest.broken_seq}")


def check_next_calendar(at: datetime) -> Finding:
    return next_calendar(local_day(at))


def next_calendar(on: date) -> Finding:
    """An alarm from September on while the next year's days off are not loaded."""
    missing = missing_year(on)
    if missing is None:
        return Finding(True, is_fault=False)
    return Finding(False, f"{missing} not published", is_fault=False)


CHECKS: dict[str, Callable[[datetime], Finding]] = {
    "database": check_database,
    "migrations": check_migrations,
    "cache": check_cache,
    "last_sweep": check_last_sweep,
    "audit_chain": check_audit_chain,
    "next_calendar": check_next_calendar,
}


def examine(at: datetime) -> dict[str, Finding]:
    """Every check's finding; a check that breaks is itself a fault."""
    findings = {}
    for name, check in CHECKS.items():
        try:
            findings[name] = check(at)
        except Exception as error:
            findings[name] = Finding(False, type(error).__name__)
    return findings
