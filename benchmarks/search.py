"""The search against reading every text (LIKE), on both databases.

``python benchmarks/search.py [--documents 10000] [--only postgresql|sqlite]`` fills a database
of its own with documents shuffled from real sentences and prints, for each class of query,
recall and precision against LIKE, the time of a first page and its ratio to LIKE. Goals:
recall and precision 1.000; p95 of a page at most 150 ms; ten times faster than LIKE.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys

import psycopg2
from sweep import DATABASES, ROOT, SERVER


def run(url: str, documents: int) -> None:
    environment = {
        **os.environ,
        "DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": "portal.settings.base",
    }
    command = [sys.executable, "-m", "benchmarks.rounds.search", str(documents)]
    subprocess.run(command, env=environment, cwd=ROOT, check=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=10_000)
    parser.add_argument("--only", choices=DATABASES)
    options = parser.parse_args()
    for name in [options.only] if options.only else DATABASES:
        try:
            with DATABASES[name]() as url:
                run(url, options.documents)
        except psycopg2.OperationalError:
            print(f"{name} 没有应答 does not answer: {SERVER}")


if __name__ == "__main__":
    main()
