"""Many writers at once, on PostgreSQL."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, connection, transaction

from portal.audit import actions
from portal.audit.models import AuditChain, AuditEntry
from tests.factories.agencies import OrganisationFactory

AT = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)
WRITERS, EACH = 8, 6

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]


def write_at_once(body) -> list[Exception]:
    def work(_number):
        errors = []
        try:
            for _ in range(EACH):
                try:
                    with transaction.atomic():
                        actions.record(action="race", subject=body, actor=None, at=AT)
                except IntegrityError as error:
                    errors.append(error)
        finally:
            connection.close()
        return errors

    with ThreadPoolExecutor(WRITERS) as pool:
        return [error for errors in pool.map(work, range(WRITERS)) for error in errors]


def test_many_writers_make_one_line():
    errors = write_at_once(OrganisationFactory())
    seqs = AuditEntry.objects.order_by("seq").values_list("seq", flat=True)
    assert errors == []
    assert list(seqs) == list(range(1, WRITERS * EACH + 1))
    assert actions.verify(at=AT, full=True).ok


def test_without_the_lock_they_would_not(monkeypatch):
    """Negative control: the test above does see a race."""
    monkeypatch.setattr(
        type(AuditChain.objects.all()), "select_for_update", lambda rows, **_options: rows
    )
    assert write_at_once(OrganisationFactory()) != []
