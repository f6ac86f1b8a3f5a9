"""What the watchmen are told: which check failed, and nothing about anybody."""

from datetime import UTC, date, datetime, timedelta
from unittest import mock

import pytest
import time_machine
from django.db import DatabaseError
from django.test import Client

from portal.audit.models import AuditCheck
from portal.calendar.models import CalendarYear
from portal.jobs.models import JobRun
from portal.pages import readiness

NOW = datetime(2026, 8, 3, 4, 0, tzinfo=UTC)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def _swept() -> None:
    JobRun.objects.create(
        name=readiness.SWEEP_JOB, slot=NOW, started_at=NOW, finished_at=NOW, ok=True
    )


def _ready(client: Client) -> tuple[int, dict]:
    answer = client.get("/readyz")
    return answer.status_code, answer.json()


def test_alive_asks_nobody(client: Client, django_assert_num_queries) -> None:
    with django_assert_num_queries(0):
        assert client.get("/healthz").json() == {"status": "ok"}


@pytest.mark.usefixtures("_swept")
def test_ready_when_all_is_well(client: Client) -> None:
    CalendarYear.objects.get_or_create(year=2026)
    status, body = _ready(client)
    assert (status, body["faults"], body["alarms"]) == (200, [], [])
    assert set(body["checks"]) == set(readiness.CHECKS)


def test_a_sweep_that_never_ran_is_a_fault(client: Client) -> None:
    status, body = _ready(client)
    assert (status, body["faults"]) == (503, ["last_sweep"])


def test_an_old_sweep_is_a_fault(client: Client) -> None:
    long_ago = NOW - readiness.SWEEP_MAX_AGE - timedelta(seconds=1)
    JobRun.objects.create(
        name=readiness.SWEEP_JOB, slot=long_ago, started_at=long_ago, finished_at=long_ago, ok=True
    )
    assert _ready(client)[1]["faults"] == ["last_sweep"]


@pytest.mark.usefixtures("_swept")
def test_a_broken_chain_is_a_fault(client: Client) -> None:
    AuditCheck.objects.create(
        checked_at=NOW,
        is_full=True,
        first_seq=1,
        last_seq=9,
        last_hash="0" * 64,
        ok=False,
        broken_seq=5,
        finding="第5条散列值不符",
    )
    status, body = _ready(client)
    assert (status, body["faults"]) == (503, ["audit_chain"])
    assert "第5条" not in str(body)


@pytest.mark.usefixtures("_swept")
@pytest.mark.parametrize("name", ["check_database", "check_migrations", "check_cache"])
def test_whatever_breaks_the_answer_comes(client: Client, name: str) -> None:
    key = name.removeprefix("check_")
    broken = mock.Mock(side_effect=DatabaseError("password=secret"))
    with mock.patch.dict(readiness.CHECKS, {key: broken}):
        status, body = _ready(client)
    assert (status, body["faults"]) == (503, [key])
    assert "secret" not in str(body)


def test_unapplied_migrations_are_a_fault() -> None:
    plan = mock.Mock(return_value=[("a migration", False)])
    with mock.patch("portal.pages.readiness.MigrationExecutor.migration_plan", plan):
        assert not readiness.check_migrations(NOW).ok
    assert readiness.check_migrations(NOW).ok


@pytest.mark.parametrize(
    ("on", "published", "ok"),
    [
        (date(2026, 8, 31), {2026}, True),
        (date(2026, 9, 1), {2026}, False),
        (date(2026, 9, 1), {2026, 2027}, True),
        (date(2027, 1, 1), {2026}, False),
    ],
)
def test_the_next_calendar_is_awaited_from_september(on: date, published: set, ok: bool) -> None:
    CalendarYear.objects.all().delete()
    for year in published:
        CalendarYear.objects.create(year=year)
    finding = readiness.next_calendar(on)
    assert (finding.ok, finding.is_fault) == (ok, False)
