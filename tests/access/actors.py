"""Who asks: browsers and programs, each in the state in which its table column means it."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.cookies import SimpleCookie
from typing import Any

from django.db import transaction
from django.http import HttpResponseBase
from django.test import Client
from django.urls import reverse

from .world import World

STAFF = ("clerk", "other", "drafter", "secrecy", "leader", "auditor", "admin")
ROLES = ("anonymous", "applicant", *STAFF, "key", "otherkey", "badkey")
# What the applicant's session has opened by number and code.
OPENED = ("archived", "correction")
BACKEND = "portal.agencies.auth.RoleBackend"


class Actor:
    """A client that never changes: what a request does to session or database is undone."""

    def __init__(self, client: Client, **headers: str) -> None:
        client.raise_request_exception = False
        self._client = client
        self._headers = headers
        self._cookies = client.cookies.output(header="", sep=";")

    def ask(self, method: str, path: str, data: Any = None, **more: Any) -> HttpResponseBase:
        """The answer, read to its end."""
        self._client.cookies = SimpleCookie(self._cookies)
        with undone():
            call = getattr(self._client, method.lower())
            response = call(path, data, headers=self._headers, **more)
            if response.streaming:
                response.streaming_content = [b"".join(response.streaming_content)]
        return response


@contextmanager
def undone() -> Iterator[None]:
    """Whatever is written inside did not happen."""
    frame = transaction.atomic()
    # As Django's own TestCase says it: this is no caller's transaction, so limits may commit.
    frame._from_testcase = True  # type: ignore[attr-defined]
    with frame:
        yield
        transaction.set_rollback(True)


def actors(world: World) -> Mapping[str, Actor]:
    """One actor for each column of the table."""
    applicant = opened_by(*(world.filed[name] for name in OPENED))
    return {
        "anonymous": Actor(Client()),
        "applicant": applicant,
        **{role: signed_in(world.people[role]) for role in STAFF},
        "key": Actor(Client(), authorization=f"Api-Key {world.keys['key']}"),
        "otherkey": Actor(Client(), authorization=f"Api-Key {world.keys['otherkey']}"),
        "badkey": Actor(Client(), authorization="Api-Key abcdefghjk.wrong"),
    }


def signed_in(user: Any) -> Actor:
    client = Client()
    client.force_login(user, backend=BACKEND)
    return Actor(client)


def opened_by(*filed: Any) -> Actor:
    """An applicant's browser after typing number and code of these cases."""
    client = Client()
    for filing in filed:
        fields = {"number": filing.application.number, "code": filing.code}
        assert client.post(reverse("requests:track"), fields).status_code == 303
    return Actor(client)
