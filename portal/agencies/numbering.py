"""The next number of a series: unique and without gaps."""

from django.db import DEFAULT_DB_ALIAS, transaction

from portal.agencies.models import NumberSeries, Organisation


def next_number(*, organisation: Organisation, series: str, year: int) -> int:
    """Take the next number, beginning at 1, of ``series`` of ``organisation`` in ``year``.

    The counter's row stays locked until the caller's transaction ends: whoever comes
    next waits, and a transaction that is rolled back gives its number back. Raises
    TransactionManagementError outside a transaction, where both promises would be void.
    """
    if not transaction.get_connection(DEFAULT_DB_ALIAS).in_atomic_block:
        raise transaction.TransactionManagementError("next_number() needs a transaction")
    counter, _ = NumberSeries.objects.select_for_update().get_or_create(
        organisation=organisation, series=series, year=year
    )
    counter.last += 1
    counter.save(update_fields=["last"])
    return counter.last
