"""Filing an application against a bare Django view that makes as many inserts.

``python benchmarks/filing.py [--filings 40]`` uses a PostgreSQL database of its own. Measured
is what a citizen waits for: sending the checked form until the confirmation page is there,
everything committed. The yardstick is a view behind the same middleware that makes the same
number of inserts in one transaction, leads on, and draws one small page. Goal: at least 0.6
of its rate. It ends only what it started.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys

from sweep import ROOT, postgresql


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--filings", type=int, default=40)
    filings = parser.parse_args().filings
    with postgresql() as url:
        environment = os.environ | {
            "DATABASE_URL": url,
            "DJANGO_SETTINGS_MODULE": "benchmarks.rounds.filing_settings",
            "LOG_LEVEL": "ERROR",
        }
        command = [sys.executable, "-m", "benchmarks.rounds.filing", str(filings)]
        subprocess.run(command, env=environment, cwd=ROOT, check=True)


if __name__ == "__main__":
    main()
