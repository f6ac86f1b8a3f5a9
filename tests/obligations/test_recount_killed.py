"""A recount whose process is killed, and two at once: on PostgreSQL."""

import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.db import connection

from portal.obligations import actions as ledger
from portal.obligations.models import Recount

from .test_recount_run import (  # noqa: F401 - fixtures
    AT,
    dues,
    ordered,
    place,
    small_sets,
    told_whole_once,
)

ROOT = Path(__file__).resolve().parents[2]

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]

# Killed as hard as ``kill -9`` in the third set, when its limits have been moved and the
# audit has not been written.
KILLED = """
import os, signal, sys
import django
django.setup()
from datetime import datetime
from types import SimpleNamespace
from contextlib import nullcontext
from portal.obligations.actions import recount_run
from portal.obligations.queries import recount
recount.BATCH = 2
if "in-pieces" in sys.argv:
    recount_run.transaction = SimpleNamespace(atomic=nullcontext)
    recount_run.Recount.objects.select_for_update = lambda **_: recount_run.Recount.objects.all()
real, sets = recount_run.record_many, iter([True, True, False])
def record_many(**facts):
    if not next(sets):
        os.kill(os.getpid(), signal.SIGKILL)
    return real(**facts)
recount_run.record_many = record_many
# Without a transaction of its own each row's lock would be refused.
if "in-pieces" in sys.argv:
    from django.db import connection
    connection.features.has_select_for_update = False
recount_run.carry_recount(at=datetime.fromisoformat(sys.argv[1]))
"""


def killed_in_the_third_set(*how):
    settings = connection.settings_dict
    address = f"{settings['USER']}@{settings['HOST']}:{settings['PORT']}/{settings['NAME']}"
    password = {"PGPASSWORD": settings["PASSWORD"]} if settings["PASSWORD"] else {}
    environment = {"DJANGO_SETTINGS_MODULE": "portal.settings.test", **os.environ, **password}
    environment["DATABASE_URL"] = f"postgres://{address}"
    command = [sys.executable, "-c", KILLED, AT.isoformat(), *how]
    killed = subprocess.run(command, env=environment, cwd=ROOT, check=False, capture_output=True)
    assert killed.returncode == -signal.SIGKILL, killed.stderr.decode()[-2000:]


def test_a_killed_recount_is_continued_whole_and_nothing_twice(place, ordered):  # noqa: F811
    killed_in_the_third_set()
    assert sorted(dues().values()) == [3, 4]
    assert Recount.objects.get().counted == 4
    ledger.carry_recount(at=AT)
    told_whole_once(place)


def test_without_a_transaction_per_set_it_would_not(place, ordered):  # noqa: F811
    """Negative control: what was moved just before the kill is never audited."""
    killed_in_the_third_set("in-pieces")
    ledger.carry_recount(at=AT)
    with pytest.raises(AssertionError):
        told_whole_once(place)


def test_two_at_once_take_turns(place, ordered):  # noqa: F811
    def carry(_number):
        try:
            return ledger.carry_recount(at=AT)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(carry, range(4)))
    ledger.carry_recount(at=AT)
    told_whole_once(place)
