"""A sweep over many time limits against the bare UPDATE that it cannot do without.

``python benchmarks/sweep.py [--rows 1000000] [--due 10000] [--only postgresql|sqlite]``
fills a database of its own, lets ``--due`` limits become overdue and prints the ratio of
the medians, and the number of queries for few rows and for many. Goals: at most twice the
bare UPDATE (the one statement that marks the same rows), a constant number of queries,
twenty times faster than doing the same row by row. Every time includes the commit.
"""

from __future__ import annotations

import argparse
import os
import secrets
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg2

ROOT = Path(__file__).resolve().parent.parent
SERVER = os.environ.get("TEST_DATABASE_URL", "postgres://root@127.0.0.1:5432/postgres")


@contextmanager
def postgresql() -> Iterator[str]:
    name = f"portal_bench_{secrets.token_hex(4)}"
    server = psycopg2.connect(SERVER.replace("postgres://", "postgresql://"))
    server.autocommit = True
    server.cursor().execute(f"CREATE DATABASE {name}")
    try:
        yield SERVER.rsplit("/", 1)[0] + "/" + name
    finally:
        server.cursor().execute(f"DROP DATABASE {name} WITH (FORCE)")
        server.close()


@contextmanager
def sqlite() -> Iterator[str]:
    with tempfile.TemporaryDirectory(prefix="portal-bench-") as folder:
        yield f"sqlite:///{folder}/bench.sqlite3"


DATABASES = {"postgresql": postgresql, "sqlite": sqlite}


def run(url: str, rows: int, due: int, rounds: int) -> None:
    environment = {
        **os.environ,
        "DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": "portal.settings.base",
    }
    figures = [str(figure) for figure in (rows, due, rounds)]
    command = [sys.executable, "-m", "benchmarks.rounds.sweep", *figures]
    subprocess.run(command, env=environment, cwd=ROOT, check=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--due", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--only", choices=DATABASES)
    options = parser.parse_args()
    for name in [options.only] if options.only else DATABASES:
        try:
            with DATABASES[name]() as url:
                run(url, options.rows, options.due, options.rounds)
        except psycopg2.OperationalError:
            print(f"{name} 没有应答 does not answer: {SERVER}")


if __name__ == "__main__":
    main()
