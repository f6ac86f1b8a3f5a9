"""The one clock of the house."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine

from portal.calendar import moment

pytestmark = pytest.mark.django_db


def test_the_database_s_clock_is_aware_and_near_ours(settings):
    settings.PORTAL_CLOCK = "database"
    now = moment.now()
    assert now.tzinfo is UTC
    assert abs(now - datetime.now(UTC)) < timedelta(seconds=60)


def test_the_database_s_clock_goes_on_inside_a_transaction(settings):
    settings.PORTAL_CLOCK = "database"
    first = moment.now()
    while moment.now() == first:
        pass
    assert moment.now() > first


@time_machine.travel(datetime(2030, 1, 1, tzinfo=UTC), tick=False)
def test_the_database_s_clock_is_not_this_process_s(settings):
    settings.PORTAL_CLOCK = "database"
    assert moment.now() != datetime(2030, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("utc", "day"),
    [
        ("2025-12-31T15:59:59", date(2025, 12, 31)),
        ("2025-12-31T16:00:00", date(2026, 1, 1)),
        ("2026-01-01T00:00:00", date(2026, 1, 1)),
    ],
)
def test_today_is_a_day_in_shanghai(utc, day):
    with time_machine.travel(datetime.fromisoformat(utc).replace(tzinfo=UTC), tick=False):
        assert moment.today() == day
        assert moment.now().tzinfo is UTC
