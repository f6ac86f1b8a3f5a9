"""The annual tables of a large register: a year with 100,000 requests within three years.

``python benchmarks/annual_tables.py [--per-year 100000] [--years 3] [--only postgresql]``
fills a database of its own and prints the median time of table three live, as of a past
day, and of all tables with their identities, and the ratio to one bare ``COUNT(*)`` of the
same register. Goal: table three within 2 seconds.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys

import psycopg2
from sweep import DATABASES, ROOT, SERVER


def run(url: str, per_year: int, years: int) -> None:
    environment = {
        **os.environ,
        "DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": "portal.settings.base",
    }
    figures = [str(per_year), str(years)]
    command = [sys.executable, "-m", "benchmarks.rounds.annual_tables", *figures]
    subprocess.run(command, env=environment, cwd=ROOT, check=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--per-year", type=int, default=100_000)
    parser.add_argument("--years", type=int, default=3)
    parser.add_argument("--only", choices=DATABASES)
    options = parser.parse_args()
    for name in [options.only] if options.only else DATABASES:
        try:
            with DATABASES[name]() as url:
                run(url, options.per_year, options.years)
        except psycopg2.OperationalError:
            print(f"{name} 没有应答 does not answer: {SERVER}")


if __name__ == "__main__":
    main()
