"""The test settings with the addresses of the yardstick for filing."""

from portal.settings.test import *  # noqa: F403

ROOT_URLCONF = "benchmarks.rounds.filing_urls"
