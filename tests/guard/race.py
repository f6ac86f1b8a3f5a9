"""Runs one scenario with many clients at once, in processes of their own.

``python -m tests.guard.race SCENARIO DATABASE_URL`` prints one JSON line per process; the
test adds them up. Threads of one process would share its lock and hide a race.
"""

import json
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

AT = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
LIMIT = 7


def configure(url: str) -> None:
    import environ
    from django.conf import settings

    database = environ.Env.db_url_config(url)
    if "sqlite" in database["ENGINE"]:
        database["OPTIONS"] = {"transaction_mode": "IMMEDIATE", "timeout": 20}
    settings.configure(
        DATABASES={"default": database},
        INSTALLED_APPS=["portal.privacy", "portal.guard"],
        PORTAL_INDEX_KEY="a key for the race",
        PORTAL_FIELD_KEY=["aW5zZWN1cmUtZGVtby1maWVsZC1rZXktMzItYnl0ZXM="],
        USE_TZ=True,
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    )
    import django

    django.setup()


def consume_once() -> bool:
    from portal.guard.actions import Throttled, consume

    try:
        consume(scope="race", key="one", limit=LIMIT, window_seconds=3600, at=AT)
    except Throttled:
        return False
    return True


def consume_naively() -> bool:
    """The negative control: look, then write. It must let too many through."""
    from django.db.models import F

    from portal.guard.models import Allowance

    rows = Allowance.objects.filter(scope="naive")
    row, _made = rows.get_or_create(key_hash="one", scope="naive", defaults={"ends_at": AT})
    if row.used >= LIMIT:
        return False
    time.sleep(0.01)
    rows.update(used=F("used") + 1)
    return True


def remember_once() -> str:
    from portal.guard.actions import remember
    from portal.guard.models import Allowance

    def answer() -> dict:
        row = Allowance.objects.create(scope="filed", key_hash=str(time.time_ns()), ends_at=AT)
        time.sleep(0.05)
        return {"number": row.pk}

    given = remember(scope="race", key="double click", body="same", at=AT, answer=answer)
    return json.dumps(given)


SCENARIOS: dict[str, Callable[[], object]] = {
    "consume": consume_once,
    "naive": consume_naively,
    "remember": remember_once,
}


def main(scenario: str, url: str, threads: int, start: float) -> None:
    configure(url)
    from django.db import connections

    def client(_number: int) -> object:
        try:
            connections["default"].ensure_connection()
            time.sleep(max(0.0, start - time.time()))
            return SCENARIOS[scenario]()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(threads) as pool:
        print(json.dumps(list(pool.map(client, range(threads)))))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]), float(sys.argv[4]))
