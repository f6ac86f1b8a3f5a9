"""Parallel clients, on the database under test and always on a SQLite file as well."""

import json
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from portal.guard.models import Allowance
from tests.guard.race import LIMIT

PROCESSES = 5
ROOT = Path(settings.BASE_DIR)

Race = Callable[..., list]


def run(scenario: str, url: str, clients: int) -> list:
    start = time.time() + 2.5
    command = [sys.executable, "-m", "tests.guard.race", scenario, url]
    arguments = [str(clients // PROCESSES), str(start)]
    runners = [
        subprocess.Popen([*command, *arguments], stdout=subprocess.PIPE, cwd=ROOT, text=True)
        for _ in range(PROCESSES)
    ]
    results = []
    for runner in runners:
        output, _errors = runner.communicate(timeout=60)
        assert runner.returncode == 0
        results += json.loads(output)
    return results


@pytest.fixture
def sqlite_file(tmp_path: Path) -> str:
    url = f"sqlite:///{tmp_path}/race.sqlite3"
    migrate = (
        f"from tests.guard.race import configure; configure({url!r});"
        "from django.core.management import call_command; call_command('migrate', verbosity=0)"
    )
    subprocess.run([sys.executable, "-c", migrate], cwd=ROOT, check=True)
    return url


@pytest.fixture
def postgresql(transactional_db: None) -> str:
    """The test database of this run, committed and visible to other processes."""
    facts = connection.settings_dict
    if connection.vendor != "postgresql":
        return ""
    return "postgres://{USER}:{PASSWORD}@{HOST}:{PORT}/{NAME}".format(**facts)


def test_no_turn_too_many_on_sqlite(sqlite_file):
    outcomes = run("consume", sqlite_file, clients=20)
    assert outcomes.count(True) == LIMIT
    assert len(outcomes) == 20


def test_one_answer_for_fifty_clicks_on_sqlite(sqlite_file):
    answers = run("remember", sqlite_file, clients=50)
    assert len(answers) == 50
    assert len(set(answers)) == 1


@pytest.mark.postgresql
class TestPostgreSQL:
    def test_no_turn_too_many(self, postgresql):
        outcomes = run("consume", postgresql, clients=50)
        assert outcomes.count(True) == LIMIT
        assert Allowance.objects.get(scope="race").used == LIMIT

    def test_the_race_is_real(self, postgresql):
        """Without the conditional write the same clients do get too many turns."""
        outcomes = run("naive", postgresql, clients=50)
        assert outcomes.count(True) > LIMIT

    def test_one_answer_for_fifty_clicks(self, postgresql):
        answers = run("remember", postgresql, clients=50)
        assert len(answers) == 50
        assert len(set(answers)) == 1
        assert Allowance.objects.filter(scope="filed").count() == 1
