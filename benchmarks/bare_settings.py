"""The demo's settings with the yardstick's addresses."""

from portal.settings.demo import *  # noqa: F403

ROOT_URLCONF = "benchmarks.bare"
