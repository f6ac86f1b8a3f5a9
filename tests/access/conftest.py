"""One district for the whole walk: built once, in a transaction that is rolled back."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
import time_machine
from django.core.management import call_command
from django.http import HttpRequest, HttpResponse
from django.test import override_settings
from pytest_django import DjangoDbBlocker

from .actors import Actor, actors, undone
from .world import NOW, World, build


@pytest.fixture(scope="package")
def world(
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[World]:
    place: Path = tmp_path_factory.mktemp("var")
    with (
        time_machine.travel(NOW, tick=False),
        override_settings(PORTAL_DEMO=True, VAR_DIR=place),
        django_db_blocker.unblock(),
        undone(),
    ):
        call_command("load_demo")
        yield build()


@pytest.fixture(scope="package")
def who(world: World, django_db_blocker: DjangoDbBlocker) -> Mapping[str, Actor]:
    with django_db_blocker.unblock():
        return actors(world)


def _forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return HttpResponse(status=403)


def _not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return HttpResponse(status=404)


@pytest.fixture
def plain_refusals(monkeypatch: pytest.MonkeyPatch) -> None:
    """Thousands of refusals, whose pages other tests look at: only their status counts here."""
    monkeypatch.setattr("portal.urls.handler403", _forbidden)
    monkeypatch.setattr("portal.urls.handler404", _not_found)
    monkeypatch.setattr("django.test.client.store_rendered_templates", lambda *_, **__: None)
