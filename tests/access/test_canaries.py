"""Whoever looks wherever: what belongs to an applicant is shown to nobody else (threats A7)."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import caches
from django.test import Client, override_settings
from django.urls import get_resolver, reverse
from pytest_django import DjangoDbBlocker

from portal.desk.actions.feeds import open_feed
from portal.files.queries import files_of
from tests.dumps import rows_on_disk, stored_bytes, traces
from tests.factories.canaries import ONE_OF_EACH, Canary

from .actors import Actor, opened_by, signed_in, undone
from .flock import Bird, Listening, flock, listening
from .kinds import kind_of
from .routes import address, places, routes
from .world import NOW, World
from .world.people import bureaus

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("plain_refusals")]

# Parts that several of them share: what is looked for may be said back, what is found may not.
PARTS = ("雀鸣", "13855", "canary", "110105194912311")
# Who may know the applicants of our body, and who those of the other; all others know nobody.
OURS = ("clerk", "drafter", "secrecy", "leader")
THEIRS = ("other", "otherkey")
# Which doors each walks through: staff the desk, keys the API. The offices of both bodies have
# the same desk, the others less of it; their lists are asked by ``lists``.
DOORS = {
    **dict.fromkeys(("anonymous", "key"), ("", "api/")),
    "otherkey": ("api/",),
    **dict.fromkeys(("auditor", "admin", "other"), ("admin/",)),
}
ROLES = ("anonymous", "applicant", *OURS, *THEIRS, "auditor", "admin", "key", "badkey")
FORMATS = ("json", "csv", "ndjson")


class Yard:
    """The birds, what was logged while they came, and the addresses of what is theirs."""

    def __init__(self, birds: list[Bird], log: Listening, feed: str) -> None:
        self.birds, self.log, self.feed = birds, log, feed

    def hidden_from(self, role: str) -> list[Canary]:
        """Whom this role may know nothing of."""
        if role in OURS:
            return [bird.canary for bird in self.birds if not bird.is_ours]
        if role in THEIRS:
            return [bird.canary for bird in self.birds if bird.is_ours]
        return [bird.canary for bird in self.birds]

    def strangers_to(self, role: str) -> list[Bird]:
        """Archived, in hand and just come in: one each of those the role knows nothing of."""
        hidden = self.hidden_from(role)
        strange = [bird for bird in self.birds if bird.canary in hidden]
        by_state = {bird.application.state: bird for bird in strange}
        return [by_state[state] for state in ("archived", "review", "received")]


@pytest.fixture(scope="module")
def yard(world: World, django_db_blocker: DjangoDbBlocker) -> Iterator[Yard]:
    with django_db_blocker.unblock(), undone(), listening() as log:
        ours, theirs = bureaus(world.people)
        birds = flock(ours.cases, theirs.cases)
        _feed, key = open_feed(organisation=theirs.cases.body, actor=world.people["other"], at=NOW)
        yield Yard(birds, log, key)


def read(response: Any) -> bytes:
    """All that an answer says: headers and body."""
    body = response.getvalue() if response.streaming else response.content
    head = "\n".join(f"{name}: {value}" for name, value in response.headers.items())
    return head.encode("utf-8", "replace") + b"\n" + body


Asked = tuple[str, str, Mapping[str, str]]


def plain_addresses(*doors: str) -> Iterator[Asked]:
    """Every address behind these doors that names no record, with the ways to ask it for more."""
    for route in routes(get_resolver()):
        door = next((door for door in ("admin/", "api/") if route.startswith(door)), "")
        if door not in doors or kind_of(route):
            continue
        path = address(route, {})
        yield "GET", path, {}
        if route.startswith("api/"):
            yield "OPTIONS", path, {}
            yield from (("GET", path, {"format": form}) for form in FORMATS)


def lists() -> Iterator[Asked]:
    """The lists that can be searched, asked for a part of what is hidden."""
    path = reverse("admin:requests_foia_application_changelist")
    for part in PARTS:
        yield "GET", path, {"q": part, "range": "all"}
    yield "GET", path, {"range": "all"}
    yield "GET", "/search/", {"q": PARTS[0]}
    yield "GET", "/requests/new/nearest/", {"about": PARTS[0]}


def records(birds: Sequence[Bird]) -> Iterator[Asked]:
    """Every page of every kind that has a case's place in its address."""
    for bird in birds:
        case = bird.application
        letter, question = case.letters.first(), case.opinions.first()
        values = {
            **{"object_id": case.pk, "pk": case.pk, "case_id": case.pk, "event": "hold"},
            "letter_id": letter.pk if letter else case.pk,
            "opinion_id": question.pk if question else case.pk,
        }
        for route in routes(get_resolver()):
            if kind_of(route) == "application":
                # Another place is filled with the case itself, which is none of its parts.
                path = address(route, dict.fromkeys(places(route), case.pk) | values)
                yield "GET", path, {}
                if route.endswith(("/applicant/", "/identity/")):
                    yield "POST", path, {"reason": "核对", "file": str(case.pk)}
        yield from (("GET", stored.url, {}) for stored in files_of(case))


def finds(actor: Actor, asked: Iterator[Asked], hidden: list[Canary]) -> list[str]:
    """What of theirs came to light, and where.

    The text of a PDF is compressed, so that one counts as telling everything.
    """
    found = []
    for method, path, data in asked:
        response = actor.ask(method, path, data or None)
        found += [f"{method} {path} {data}: {trace}" for trace in traces(hidden, read(response))]
        if response.headers.get("Content-Type", "").startswith("application/pdf"):
            found.append(f"{method} {path} {data}: a file")
    return found


@pytest.mark.parametrize("role", DOORS)
def test_no_list_page_feed_or_answer_shows_what_is_not_ones_own(
    yard: Yard, who: Mapping[str, Actor], role: str
) -> None:
    assert finds(who[role], plain_addresses(*DOORS[role]), yard.hidden_from(role)) == []


@pytest.mark.parametrize("role", [*OURS, "other", "auditor"])
def test_looking_for_a_part_brings_nothing_to_light(
    yard: Yard, who: Mapping[str, Actor], role: str
) -> None:
    assert finds(who[role], lists(), yard.hidden_from(role)) == []


@pytest.mark.parametrize("role", ROLES)
def test_no_page_of_a_case_shows_it_to_a_stranger(
    yard: Yard, who: Mapping[str, Actor], role: str
) -> None:
    asked = records(yard.strangers_to(role))
    assert finds(who[role], asked, yard.hidden_from(role)) == []


def test_an_applicant_sees_the_own_case_and_no_other(yard: Yard) -> None:
    """Each of several with number and code of their own, on everybody's pages."""
    for bird in yard.birds[:2]:
        owner = opened_by(bird)
        others = [one.canary for one in yard.birds if one is not bird]
        assert finds(owner, records(yard.birds[:3]), others) == []


def test_the_owners_pages_do_show_all_seven(yard: Yard, world: World) -> None:
    """The negative control: the crawler finds what is there to be found."""
    bird = yard.birds[0]
    owner, clerk = opened_by(bird), signed_in(world.people["clerk"])
    seen = finds(owner, records([bird]), [bird.canary])
    seen += finds(clerk, records([bird]), [bird.canary])
    assert {trace.rpartition(": ")[2] for trace in seen} == set(ONE_OF_EACH)


@override_settings(ROOT_URLCONF="tests.access.leaking")
def test_a_page_that_tells_too_much_is_found(yard: Yard, who: Mapping[str, Actor]) -> None:
    """The other negative control, in a body and in a header."""
    leaks = (asked for asked in plain_addresses("") if asked[1].startswith("/leak/"))
    found = finds(who["anonymous"], leaks, yard.hidden_from("anonymous"))
    assert len([one for one in found if one.endswith(": phone")]) == len(yard.birds)
    assert len([one for one in found if one.endswith(": email")]) == len(yard.birds)


def test_a_calendar_feed_names_cases_and_nobody(yard: Yard) -> None:
    said = read(Client().get(reverse("desk:calendar-file"), {"key": yard.feed}))
    assert traces([bird.canary for bird in yard.birds], said) == []


def test_nothing_is_left_in_rows_files_sessions_caches_or_logs(yard: Yard) -> None:
    everybody = [bird.canary for bird in yard.birds]
    sessions = [str(session.get_decoded()) for session in Session.objects.all()]
    cached = [repr(vars(cache)) for cache in caches.all(initialized_only=True)]
    assert traces(everybody, rows_on_disk()) == []
    assert traces(everybody, stored_bytes()) == []
    assert traces(everybody, "\n".join([*sessions, *cached]).encode()) == []
    assert yard.birds[0].application.number.encode() in rows_on_disk()
    assert b"audit" in yard.log.said
    assert traces(everybody, yard.log.said) == []
