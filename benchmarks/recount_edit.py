"""A calendar edit end to end: every open limit recounted, moved, audited and told.

``python benchmarks/recount_edit.py [--cases 5000] [--only postgresql|sqlite]`` fills a
database of its own with open applications, frees one day for one half of them, and prints
the time of the preview and of the recount, and the number of queries per batch. How fast the
domain alone counts is ``benchmarks/recount.py``.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys

import psycopg2
from sweep import DATABASES, ROOT, SERVER


def run(url: str, cases: int) -> None:
    environment = {
        **os.environ,
        "DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": "portal.settings.base",
    }
    command = [sys.executable, "-m", "benchmarks.rounds.recount_edit", str(cases)]
    subprocess.run(command, env=environment, cwd=ROOT, check=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=5_000)
    parser.add_argument("--only", choices=DATABASES)
    options = parser.parse_args()
    for name in [options.only] if options.only else DATABASES:
        try:
            with DATABASES[name]() as url:
                run(url, options.cases)
        except psycopg2.OperationalError:
            print(f"{name} 没有应答 does not answer: {SERVER}")


if __name__ == "__main__":
    main()
