"""Hostile values in every form of the public: never a server error, on either database."""

from collections.abc import Iterator
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.urls import reverse

from requests_foia import actions
from tests.requests_foia.pages import answers

from . import corpus
from .actors import Actor, opened_by
from .asking import Asker, names_read
from .world import NOW, World

pytestmark = pytest.mark.django_db

FORM = "application/x-www-form-urlencoded"
MINE = {**answers.CITIZEN, "body": {"organisation": "yxzj"}}
THEIRS = {**answers.BUSINESS, "body": {"organisation": "yxjy"}}

Form = tuple[str, Actor, dict[str, str]]


def _forms(world: World) -> Iterator[Form]:
    """Every form that the public posts: address, browser, and what a person would post."""
    yield from _filing()
    yield from _own_case(world)
    yield from _comments(world)
    anybody = Actor(Client())
    yield reverse("requests:track"), anybody, {"number": "YX-1", "code": "AAAA"}
    yield reverse("requests:leave"), anybody, {}
    yield from _opinion(world)
    yield reverse("interpretation:track"), anybody, {"code": "AAAA"}
    chosen = {"mode": "elder", "theme": "dark", "language": "en", "next": "/"}
    yield reverse("pages:preferences"), anybody, chosen
    login = {"login": "clerk", "password": "x", "next": "/admin/"}
    yield reverse("account_login"), anybody, login


def _filing() -> Iterator[Form]:
    for said in (MINE, THEIRS):
        for page in answers.PAGES:
            client = Client()
            answers.fill_in(client, said, upto=page)
            yield answers.step_url(page), Actor(client), said[page]
    client = Client()
    answers.fill_in(client, MINE)
    yield reverse("requests:check"), Actor(client), answers.filing_fields(client)
    yield reverse("requests:discard"), Actor(client), {"next": "new"}


def _own_case(world: World) -> Iterator[Form]:
    applicant = opened_by(world.filed["correction"])
    case = world.filed["correction"].application.pk
    corrected = {"corrected_content": "桃源路北段的合同"}
    yield reverse("requests:correct", args=[case]), applicant, corrected
    yield reverse("requests:reasons", args=[case]), applicant, {"reasons": "研究需要"}
    yield reverse("requests:withdraw", args=[case]), applicant, {"reason": "已找到"}


def _opinion(world: World) -> Iterator[Form]:
    anybody = Actor(Client())
    yield reverse("requests:opinion"), anybody, {"code": "AAAA"}
    asked = world.filed["handling"].application.opinions.get()
    office = world.people["clerk"]
    code = actions.renew_code(opinion=asked, actor=office, at=NOW)
    client = Client()
    client.post(reverse("requests:opinion"), {"code": code})
    said = {"position": "nobody", "reasons": "商业秘密"}
    yield reverse("requests:opinion_answer", args=[asked.pk]), Actor(client), said


def _comments(world: World) -> Iterator[Form]:
    said = {"nickname": "", "text": "几户同意？", "contact": "", "homepage": "", "ticket": "x"}
    for kind in ("document", "interpretation", "consultation"):
        pk = world.objects[kind]["published"]["pk"]
        yield reverse("interpretation:comment", args=[kind, pk]), Actor(Client()), said


def test_no_value_of_a_public_form_breaks_it(world: World) -> None:
    """Each field that the form looks at, one at a time; with every value where it is met first."""
    met: set[str] = set()
    for path, browser, fields in _forms(world):
        asker = Asker(browser)
        with names_read() as names:
            asker.ask("POST", path, fields)
        assert set(fields) <= names
        for name in sorted(names):
            rest = urlencode({key: value for key, value in fields.items() if key != name})
            for value in corpus.FEW if name in met else corpus.VALUES:
                asker.ask("POST", path, f"{rest}&{name}={value}", content_type=FORM)
        met |= names
        assert asker.faults == []


def test_no_odd_body_breaks_a_public_form(world: World) -> None:
    for path, browser, _fields in _forms(world):
        asker = Asker(browser)
        thousand = "&".join(["a=1"] * corpus.REPEATED)
        assert asker.ask("POST", path, thousand, content_type=FORM) == 400
        asker.ask("POST", path, "{}", content_type="application/json")
        asker.ask("POST", path, "甲", content_type="text/plain; charset=utf-16")
        asker.ask("POST", path, b"--x\r\n\r\n", content_type="multipart/form-data; boundary=x")
        asker.ask("POST", path, b"", content_type="multipart/form-data")
        assert asker.faults == []
