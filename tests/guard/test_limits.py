"""Limits: counted in the database, forgiven by nothing but time."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.cache import cache
from django.db import transaction

from portal.guard.actions import Throttled, consume, forget
from portal.guard.models import Allowance

AT = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)

pytestmark = pytest.mark.django_db


def use(
    key: str = "203.0.113.9", *, scope: str = "login", after: float = 0, limit: int = 3
) -> None:
    at = AT + timedelta(seconds=after)
    consume(scope=scope, key=key, limit=limit, window_seconds=60, at=at)


def exhausted(**facts: object) -> int:
    with pytest.raises(Throttled) as refusal:
        use(**facts)  # type: ignore[arg-type]
    return refusal.value.retry_after_seconds


def test_the_limit_and_not_one_more():
    for _ in range(3):
        use()
    assert exhausted(after=20) == 40
    assert "40" in str(Throttled(40))


def test_keys_and_scopes_do_not_share():
    for _ in range(3):
        use()
    use("198.51.100.1")
    use(scope="comment")


def test_the_window_opens_again_as_a_whole():
    for _ in range(3):
        use()
    assert exhausted(after=59.5) == 1
    for _ in range(3):
        use(after=60)
    assert exhausted(after=61) == 59


def test_a_flushed_cache_forgives_nobody():
    for _ in range(3):
        use()
    cache.clear()
    exhausted()


def test_refusals_do_not_prolong_the_wait():
    for _ in range(3):
        use()
    for _ in range(50):
        exhausted(after=30)
    use(after=60)


def test_a_limit_of_nothing_lets_nobody_through():
    assert exhausted(limit=0) == 60


def test_the_table_does_not_say_whose_turn_it_was():
    use("13800138000")
    row = Allowance.objects.get()
    assert "13800138000" not in row.key_hash
    assert len(row.key_hash) == 64


def test_one_statement_while_turns_are_left(django_assert_num_queries):
    use()
    with django_assert_num_queries(3):  # savepoint of the test, UPDATE, release
        use()


@pytest.mark.django_db(transaction=True)
def test_a_refusal_may_not_be_rolled_back_with_the_work():
    with pytest.raises(RuntimeError), transaction.atomic():
        use()


def test_expired_rows_are_forgotten():
    use("old")
    use("new", after=3600)
    assert forget(at=AT + timedelta(seconds=61)) == 1
    assert Allowance.objects.count() == 1
