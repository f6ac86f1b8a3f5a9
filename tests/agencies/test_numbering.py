"""Numbers of a series are unique and without gaps, however many take one at once."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, connections, transaction

from portal.agencies.models import NumberSeries
from portal.agencies.numbering import next_number
from tests.factories.agencies import OrganisationFactory

PARALLEL = 200
WORKERS = 20


def take(organisation, series="application", year=2026):
    with transaction.atomic():
        return next_number(organisation=organisation, series=series, year=year)


@pytest.mark.django_db
def test_each_series_counts_for_itself():
    one, other = OrganisationFactory(), OrganisationFactory()
    assert [take(one), take(one), take(one)] == [1, 2, 3]
    assert take(other) == 1
    assert take(one, series="letter") == 1
    assert take(one, year=2027) == 1
    assert take(one) == 4


@pytest.mark.django_db
def test_a_rolled_back_number_is_given_again():
    organisation = OrganisationFactory()
    take(organisation)
    with transaction.atomic():
        assert next_number(organisation=organisation, series="application", year=2026) == 2
        transaction.set_rollback(True)
    assert take(organisation) == 2


@pytest.mark.django_db(transaction=True)
def test_outside_a_transaction_no_number_is_given():
    organisation = OrganisationFactory()
    with pytest.raises(transaction.TransactionManagementError):
        next_number(organisation=organisation, series="application", year=2026)
    assert not NumberSeries.objects.exists()


def in_parallel(call):
    """What ``PARALLEL`` calls answer that all start at the same moment."""
    barrier = threading.Barrier(WORKERS)

    def work(_turn):
        try:
            barrier.wait(timeout=30)
            return [call() for _ in range(PARALLEL // WORKERS)]
        finally:
            connections.close_all()

    with ThreadPoolExecutor(WORKERS) as pool:
        return [number for batch in pool.map(work, range(WORKERS)) for number in batch]


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_two_hundred_at_once_get_two_hundred_numbers():
    organisation = OrganisationFactory()
    assert sorted(in_parallel(lambda: take(organisation))) == list(range(1, PARALLEL + 1))


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_the_same_race_without_the_lock_gives_numbers_twice():
    """The negative control: the race above is real."""
    organisation = OrganisationFactory()

    def take_unlocked():
        with transaction.atomic():
            counter, _ = NumberSeries.objects.get_or_create(
                organisation=organisation, series="application", year=2026
            )
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_sleep(0.002)")
            counter.last += 1
            counter.save(update_fields=["last"])
            return counter.last

    numbers = in_parallel(take_unlocked)
    assert len(set(numbers)) < PARALLEL
