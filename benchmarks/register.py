"""The register on the desk: pages over 1,000,000 applications against the same over 10,000.

``python benchmarks/register.py [--rows 1000000] [--asks 25]`` fills two databases of its own
on PostgreSQL (the open cases are the same in both: only the archive grows) and asks the
pages of one body's office as a clerk would. Prints the 95th percentile of each page on
both and their ratio. Goal: at most 1.3 times. It ends only what it started.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys

from sweep import ROOT, postgresql

FEW = 10_000
GOAL = 1.3


def measured(rows: int, asks: int) -> dict[str, float]:
    """Seconds by page, at the 95th percentile."""
    with postgresql() as url:
        environment = os.environ | {
            "DATABASE_URL": url,
            "DJANGO_SETTINGS_MODULE": "portal.settings.test",
            "LOG_LEVEL": "ERROR",
        }
        command = [sys.executable, "-m", "benchmarks.rounds.register", str(rows), str(asks)]
        done = subprocess.run(
            command, env=environment, cwd=ROOT, check=True, stdout=subprocess.PIPE
        )
    return {name: float(seconds) for name, seconds in json.loads(done.stdout).items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--asks", type=int, default=25)
    options = parser.parse_args()
    few = measured(FEW, options.asks)
    many = measured(options.rows, options.asks)
    print(f"goal: p95 over {options.rows:,} rows at most {GOAL} × that over {FEW:,}")
    for name, seconds in many.items():
        ratio = seconds / few[name]
        verdict = "reached" if ratio <= GOAL else "short"
        print(
            f"{name}: {few[name] * 1000:.0f} ms -> {seconds * 1000:.0f} ms,"
            f" ratio {ratio:.2f} {verdict}"
        )


if __name__ == "__main__":
    main()
