"""Which question this browser has opened with its code, for as long as it is used."""

from datetime import datetime, timedelta
from uuid import UUID

from django.http import HttpRequest

from requests_foia.models import Opinion

_KEY, _DONE = "foi_opinion", "foi_opinion_done"
IDLE = timedelta(minutes=60)


def remember(request: HttpRequest, opinion: Opinion, at: datetime) -> None:
    """Opens one question to this browser, under a new session id."""
    request.session.cycle_key()
    request.session[_KEY] = {"opinion": str(opinion.pk), "at": at.isoformat()}
    request.session.pop(_DONE, None)


def is_open(request: HttpRequest, opinion_id: UUID, at: datetime) -> bool:
    """Whether this browser opened the question, and not too long ago."""
    opened = request.session.get(_KEY) or {}
    if opened.get("opinion") != str(opinion_id):
        return False
    return at - datetime.fromisoformat(opened["at"]) <= IDLE


def close(request: HttpRequest, *, letter: str) -> None:
    """The answer is in: only the number of the letter is kept, to say so."""
    request.session.pop(_KEY, None)
    request.session[_DONE] = letter


def answered_letter(request: HttpRequest) -> str:
    """The letter this browser has answered, or nothing."""
    return str(request.session.get(_DONE, ""))
