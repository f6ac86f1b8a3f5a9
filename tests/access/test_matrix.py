"""Every address of the site × role × method × object answers as the table says."""

from collections.abc import Mapping

import pytest
from django.test import Client
from django.urls import URLResolver, get_resolver
from django.urls.resolvers import RegexPattern

from . import planted, table
from .actors import BACKEND, ROLES, STAFF, Actor
from .routes import routes
from .world import World

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("plain_refusals")]

UNTAKEN = ("PUT", "PATCH", "DELETE", "TRACE")
# These roles are asked in a module of their own, so that two workers share the work.
WRITERS = STAFF[:4]


def test_the_table_is_complete(world: World) -> None:
    there = [row.cell for row in table.rows()]
    expected = set(table.cells(get_resolver(), world))
    assert sorted(expected - set(there)) == []
    assert sorted(set(there) - expected) == []
    assert len(there) == len(set(there))


def test_an_address_without_rows_is_noticed(world: World) -> None:
    """The negative control: one address too many, one too few."""
    there = {row.cell for row in table.rows()}
    richer = set(routes(get_resolver("tests.access.planted")))
    assert richer - {route for route, _name, _method in there} == {"planted/<int:pk>/"}
    poorer = set(table.cells(URLResolver(RegexPattern(r"^/"), planted.Poorer), world))
    assert {route for route, _name, _method in there - poorer} == {
        "supervision/",
        "supervision/figures.csv",
    }


def test_an_address_of_an_unknown_kind_is_noticed(world: World) -> None:
    with pytest.raises(LookupError, match="planted"):
        list(table.cells(get_resolver("tests.access.planted"), world))


@pytest.mark.parametrize("role", [role for role in ROLES if role not in WRITERS])
def test_the_site_answers_as_the_table_says(
    world: World, who: Mapping[str, Actor], role: str
) -> None:
    assert table.differences(world, who[role], role, table.rows()) == []


def test_no_page_takes_another_method(world: World, who: Mapping[str, Actor]) -> None:
    """Below /api/ a bad key or an unknown address is told first."""
    wrong = []
    for route, path in _addresses(world):
        right = {401, 404, 405} if route.startswith("api/") else {405}
        for role in ("clerk", "key"):
            for method in UNTAKEN:
                status = who[role].ask(method, path).status_code
                if status not in right:
                    wrong.append(f"{method} {path} as {role}: {status}")
    assert wrong == []


def test_nothing_is_written_without_the_token(world: World) -> None:
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    client.force_login(world.people["clerk"], backend=BACKEND)
    clerk = Actor(client)
    wrong = []
    for route, path in _addresses(world):
        # The API knows no cookies, and takes no POST.
        right = {404, 405} if route.startswith("api/") else {403}
        if (status := clerk.ask("POST", path).status_code) not in right:
            wrong.append(f"POST {path}: {status}")
    assert wrong == []


def _addresses(world: World) -> list[tuple[str, str]]:
    """One address of every route."""
    found = {route: name for route, name, _method in table.cells(get_resolver(), world)}
    return [(route, table.path_of(world, route, name)) for route, name in found.items()]
