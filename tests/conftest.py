"""Shared ground of the tests."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module

import pytest
from django.apps import apps
from django.test import TransactionTestCase
from django.utils import translation

from disclosure.models import Category
from tests.audit.lifting import triggers_lifted
from tests.template import copy_instead_of_migrating


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """The database is made from a copy where a like one was migrated before."""
    copy_instead_of_migrating()


@pytest.fixture(autouse=True)
def _plain_language() -> None:
    """No test leaves its language behind."""
    translation.activate("zh-hans")


@pytest.fixture(autouse=True, scope="session")
def _emptiable() -> Iterator[None]:
    """Transactional tests end with an empty database, append-only tables included.

    What migrations put there is put back, for the tests that follow in the same process.
    """
    catalogue = import_module("disclosure.migrations.0002_catalogue")
    tear_down = TransactionTestCase._fixture_teardown

    def lifted(test: TransactionTestCase) -> None:
        with triggers_lifted():
            tear_down(test)
        if not Category.objects.exists():
            catalogue.load(apps, None)

    TransactionTestCase._fixture_teardown = lifted
    yield
    TransactionTestCase._fixture_teardown = tear_down
