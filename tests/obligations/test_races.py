"""Two sweeps at once, a sweep killed, and actions meanwhile: on PostgreSQL."""

import os
import signal
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path

import pytest
from django.db import IntegrityError, connection, transaction

from portal.agencies.domain.roles import Role
from portal.domain.moments import SHANGHAI
from portal.obligations import actions
from portal.obligations.actions import LedgerError, sweeps
from portal.obligations.models import Obligation, ObligationEvent
from portal.outbox.models import OutboxMessage
from tests.factories.agencies import OrganisationFactory, staff
from tests.factories.obligations import obligation

OVERDUE_AT = datetime(2026, 3, 21, 9, 0, tzinfo=SHANGHAI)
ROWS, SWEEPERS = 60, 6
ROOT = Path(__file__).resolve().parents[2]

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def labels():
    body = OrganisationFactory()
    clerk = staff(Role.DRAFTER, body)
    return [obligation(organisation=body, responsible=clerk).label for _ in range(ROWS)]


def sweep_at_once():
    barrier = threading.Barrier(SWEEPERS)

    def work(_number):
        try:
            barrier.wait()
            return actions.sweep(at=OVERDUE_AT)
        except IntegrityError:
            return "twice"
        finally:
            connection.close()

    with ThreadPoolExecutor(SWEEPERS) as pool:
        return list(pool.map(work, range(SWEEPERS)))


def test_sweeps_at_once_tell_everything_once(labels):
    counts = sweep_at_once()
    assert sum(counts) == ROWS
    assert ObligationEvent.objects.filter(kind="told").count() == ROWS
    counted = 0
    for message in OutboxMessage.objects.all():
        counted += int(message.title.removeprefix("【时限提醒】逾期 ").removesuffix(" 件"))
    assert counted == ROWS
    assert actions.sweep(at=OVERDUE_AT) == 0


def test_without_the_claim_they_would_not(labels, monkeypatch):
    """Negative control: read first, write then, and the same limits are told twice."""
    both_have_read = threading.Barrier(SWEEPERS)

    def read_then_write(rows, steps, run, lowest_rank=None, by=sweeps.LAW):
        if lowest_rank or by != sweeps.LAW:
            return 0
        chosen = list(rows.filter(late_from__lte=run.at).values_list("pk", flat=True))
        both_have_read.wait()
        return Obligation.objects.filter(pk__in=chosen).update(
            told_rank=100, told_by=run.pk, updated_at=run.at
        )

    monkeypatch.setattr(sweeps, "_climb", read_then_write)
    assert "twice" in sweep_at_once(), "only the constraint of the database was left to notice"


def test_a_sweep_waits_for_nobody_and_comes_back_for_what_it_left(labels):
    """A clerk's open transaction must not hold up the sweep, nor lose a reminder."""
    row = Obligation.objects.first()
    with ThreadPoolExecutor(1) as pool, transaction.atomic():
        Obligation.objects.select_for_update().get(pk=row.pk)
        assert pool.submit(in_a_thread, actions.sweep, at=OVERDUE_AT).result(10) == ROWS - 1
    assert actions.sweep(at=OVERDUE_AT) == 1


def in_a_thread(call, **options):
    try:
        return call(**options)
    finally:
        connection.close()


def test_of_two_who_meet_a_limit_one_succeeds():
    subject = OrganisationFactory()
    obligation(subject)

    def meet(_number):
        try:
            return in_a_thread(
                actions.meet_obligation,
                subject=subject,
                rule_key="foi.reply",
                met_at=OVERDUE_AT,
                at=OVERDUE_AT,
            )
        except LedgerError:
            return None

    with ThreadPoolExecutor(8) as pool:
        results = [row for row in pool.map(meet, range(8)) if row]
    assert len(results) == ObligationEvent.objects.filter(kind="met").count() == 1


def test_of_two_who_open_a_limit_one_succeeds():
    subject, body = OrganisationFactory(), OrganisationFactory()

    def open_one(_number):
        try:
            return in_a_thread(obligation, subject=subject, organisation=body)
        except LedgerError:
            return None

    with ThreadPoolExecutor(8) as pool:
        results = [row for row in pool.map(open_one, range(8)) if row]
    assert len(results) == Obligation.objects.count() == 1


# A sweep that is killed, as hard as ``kill -9``, after it has marked its rows.
KILLED = """
import os, signal, sys
import django
django.setup()
from datetime import datetime
from portal.obligations import actions
from portal.obligations.actions import sweeps
from django.db import connection
def die(**_):
    if sys.argv[2] == "piecemeal":
        connection.connection.commit()
    os.kill(os.getpid(), signal.SIGKILL)
sweeps.enqueue_many = die
actions.sweep(at=datetime.fromisoformat(sys.argv[1]))
"""


def kill_a_sweep(how):
    settings = connection.settings_dict
    address = f"{settings['USER']}@{settings['HOST']}:{settings['PORT']}/{settings['NAME']}"
    password = {"PGPASSWORD": settings["PASSWORD"]} if settings["PASSWORD"] else {}
    environment = {"DJANGO_SETTINGS_MODULE": "portal.settings.test", **os.environ, **password}
    environment["DATABASE_URL"] = f"postgres://{address}"
    command = [sys.executable, "-c", KILLED, OVERDUE_AT.isoformat(), how]
    killed = subprocess.run(command, env=environment, cwd=ROOT, check=False)
    assert killed.returncode == -signal.SIGKILL
    assert OutboxMessage.objects.count() == 0


def test_a_killed_sweep_loses_nothing_and_doubles_nothing(labels):
    kill_a_sweep("whole")
    assert actions.sweep(at=OVERDUE_AT) == ROWS
    assert OutboxMessage.objects.count() == 1


def test_without_one_transaction_a_killed_sweep_would_lose_everything(labels):
    """Negative control: marks that are committed before the messages are written."""
    kill_a_sweep("piecemeal")
    assert actions.sweep(at=OVERDUE_AT) == 0
    assert OutboxMessage.objects.count() == 0, "marked as told, and nobody was"
