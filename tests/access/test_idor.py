"""Two applicants: whatever one of them swaps in of the other's, nothing opens."""

from collections.abc import Callable, Mapping
from itertools import product
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import get_resolver, reverse

from portal.files.models import StoredFile
from portal.guard import tokens
from requests_foia.models import Application, Draft
from tests.requests_foia.pages import answers

from .actors import OPENED, Actor, opened_by
from .routes import address, places, routes
from .sameness import told
from .world import World

pytestmark = pytest.mark.django_db

# The second applicant's cases; the first one's are ``actors.OPENED``.
THEIRS = ("elsewhere", "received")
_CASE_ROUTES = [
    route for route in routes(get_resolver()) if route.startswith("requests/track/<uuid")
]
OWN_CASE_ROUTES = [route for route in _CASE_ROUTES if "other_id" not in places(route)]
LINKED_ROUTES = [route for route in _CASE_ROUTES if "other_id" in places(route)]
REPLY_FILES = {"archived": "reply archived", "elsewhere": "reply elsewhere"}


@pytest.fixture(scope="module")
def two(world: World, who: Mapping[str, Actor], django_db_blocker) -> dict[tuple[str, ...], Actor]:
    """Each applicant's browser, by the cases it has opened."""
    with django_db_blocker.unblock():
        return {
            OPENED: who["applicant"],
            THEIRS: opened_by(*(world.filed[name] for name in THEIRS)),
        }


def test_there_is_something_to_swap() -> None:
    assert len(OWN_CASE_ROUTES) >= 4
    assert LINKED_ROUTES
    assert [route for route in OWN_CASE_ROUTES if "letter_id" in places(route)]


@pytest.mark.parametrize("route", OWN_CASE_ROUTES)
def test_no_id_of_the_other_applicant_opens(world: World, two, route: str) -> None:
    """Own case with foreign letter, foreign case with own letter, foreign both: all unknown."""
    objects = world.objects["application"]
    found = {name: objects[name] for name in (*world.filed, "unknown")}
    letters = found if "letter_id" in places(route) else ["any"]
    unknown = address(route, {"case_id": uuid4(), "letter_id": uuid4()})
    for (mine, browser), method in product(two.items(), ("GET", "POST")):
        nothing = told(browser.ask(method, unknown))
        assert nothing[0] in (404, 405)
        for case, letter in product(found, letters):
            if case not in mine or letter not in (case, "any"):
                letter_id = found[letter if letter in found else case]["letter_id"]
                path = address(route, {**found[case], "letter_id": letter_id})
                assert told(browser.ask(method, path)) == nothing, (method, case, letter)


@pytest.mark.parametrize("route", LINKED_ROUTES)
def test_no_case_opens_through_one_it_is_not_linked_with(world: World, two, route: str) -> None:
    """No two of the world's cases are parts of one: neither one's own lead anywhere."""
    objects = world.objects["application"]
    found = {name: objects[name]["case_id"] for name in (*world.filed, "unknown")}
    unknown = address(route, {"case_id": uuid4(), "other_id": uuid4()})
    for browser, method in product(two.values(), ("GET", "POST")):
        nothing = told(browser.ask(method, unknown))
        assert nothing[0] in (404, 405)
        for case, other in product(found, found):
            path = address(route, {"case_id": found[case], "other_id": found[other]})
            assert told(browser.ask(method, path)) == nothing, (method, case, other)


def test_no_file_of_the_other_applicant_opens(world: World, two) -> None:
    for mine, browser in two.items():
        for case, name in REPLY_FILES.items():
            path = reverse("files:download", args=[world.objects["file"][name]["pk"]])
            assert browser.ask("GET", path).status_code == (200 if case in mine else 404)


def test_files_have_no_address_but_their_own(world: World, two) -> None:
    for stored in StoredFile.objects.all():
        for path in ("/files/", "/media/", "/static/", "/var/files/", "/"):
            for name in (stored.storage_name, stored.original_name):
                assert two[OPENED].ask("GET", f"{path}{name}").status_code == 404


# Number and code ----------------------------------------------------------------------

Spoil = Callable[[World], tuple[str, str]]


def _pair(world: World, number: str, code: str) -> tuple[str, str]:
    return world.filed[number].application.number, world.filed[code].code


MISFITS: dict[str, Spoil] = {
    "wrong code": lambda world: (_pair(world, "archived", "archived")[0], tokens.new_code()),
    "the other applicant's code": lambda world: _pair(world, "archived", "elsewhere"),
    "the code of an own other case": lambda world: _pair(world, "archived", "correction"),
    "unknown number": lambda world: ("YXZJ-1999-99999", world.filed["archived"].code),
    "malformed number": lambda world: ("' OR 1=1 --", world.filed["archived"].code),
    "malformed code": lambda world: (world.filed["archived"].application.number, "%_%"),
    "half a code": lambda world: (
        world.filed["archived"].application.number,
        world.filed["archived"].code[:9],
    ),
    "hash instead of code": lambda world: (
        world.filed["archived"].application.number,
        Application.objects.get(pk=world.filed["archived"].application.pk).code_hash,
    ),
    "id instead of number": lambda world: (
        str(world.filed["archived"].application.pk),
        world.filed["archived"].code,
    ),
    "over-long": lambda world: ("9" * 5000, "Z" * 5000),
    "odd": lambda world: ("\u202e\uffff", "\x07\x1b"),
}


def test_every_misfit_of_number_and_code_gets_one_answer(world: World) -> None:
    browser = Actor(Client())
    got = {
        name: told(browser.ask("POST", reverse("requests:track"), {"number": number, "code": code}))
        for name, (number, code) in ((name, spoil(world)) for name, spoil in MISFITS.items())
    }
    assert {status for status, _headers, _body in got.values()} == {422}
    assert len(set(got.values())) == 1


def test_every_misfit_of_a_comments_code_gets_one_answer(world: World) -> None:
    browser = Actor(Client())
    codes = [tokens.new_code(), world.filed["archived"].code, "%_%", "Z" * 59, "\u202e\uffff"]
    got = {
        told(browser.ask("POST", reverse("interpretation:track"), {"code": code})) for code in codes
    }
    assert [status for status, _headers, _body in got] == [422]


# Drafts -------------------------------------------------------------------------------

MINE = {**answers.CITIZEN, "body": {"organisation": "yxzj"}}
YOURS = {**answers.BUSINESS, "body": {"organisation": "yxjy"}}


def _drafting(said: dict[str, dict[str, str]]) -> Client:
    client = Client()
    answers.fill_in(client, said)
    return client


def test_a_draft_shows_to_its_own_browser_only(world: World) -> None:
    mine, yours = _drafting(MINE), _drafting(YOURS)
    pages = [answers.step_url(page) for page in answers.PAGES] + [reverse("requests:check")]
    for url in pages:
        shown = mine.get(url).content.decode()
        assert YOURS["identity"]["name"] not in shown
        assert YOURS["identity"]["credit_code"] not in shown
        stranger = Client().get(url).content.decode()
        assert MINE["identity"]["name"] not in stranger
    assert MINE["identity"]["name"] in mine.get(pages[-1]).content.decode()
    assert YOURS["identity"]["name"] in yours.get(pages[-1]).content.decode()


@pytest.mark.parametrize("spoil", ["altered", "its hash", "its key", "empty", "long"])
def test_a_forged_draft_cookie_opens_nothing(world: World, spoil: str) -> None:
    mine = _drafting(MINE)
    token = mine.cookies["foi_draft"].value
    draft = Draft.objects.get(token_hash=Draft.objects.latest("pk").token_hash)
    forged = {
        "altered": token[:-1] + ("A" if token[-1] != "A" else "B"),
        "its hash": draft.token_hash,
        "its key": str(draft.key),
        "empty": "",
        "long": token * 100,
    }[spoil]
    stranger = Client()
    stranger.cookies["foi_draft"] = forged
    answer = stranger.get(reverse("requests:check"), follow=True)
    assert answer.redirect_chain
    assert MINE["identity"]["name"] not in answer.content.decode()


def test_filing_fields_of_another_draft_file_nothing(world: World) -> None:
    mine, yours = _drafting(MINE), _drafting(YOURS)
    before = Application.objects.count()
    check = reverse("requests:check")
    for client in (yours, Client()):
        assert client.post(check, answers.filing_fields(mine)).status_code == 409
    assert Application.objects.count() == before


def test_a_receipt_shows_to_its_own_browser_only(world: World) -> None:
    mine, yours = Client(), Client()
    number, code = answers.file_all(mine, MINE)
    other_number, other_code = answers.file_all(yours, YOURS)
    for name in ("requests:filed", "requests:receipt"):
        own = mine.get(reverse(name)).content.decode()
        assert number in own
        assert code in own
        assert other_number not in own
        assert other_code not in own
        assert Client().get(reverse(name)).status_code == 303
