"""The cookie that finds a citizen's draft again. It ends with the browser session."""

from datetime import datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from requests_foia.models import Draft
from requests_foia.queries.draft import live_draft

NAME = "foi_draft"


def draft_of(request: HttpRequest, at: datetime) -> Draft | None:
    """The draft this browser is filling in."""
    return live_draft(request.COOKIES.get(NAME, ""), at=at)


def give(response: HttpResponse, token: str) -> None:
    """Hands the draft's token to the browser, out of reach of scripts and other sites."""
    response.set_cookie(
        NAME,
        token,
        path=reverse("requests:index"),
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )


def take_back(response: HttpResponse) -> None:
    """Makes the browser forget the draft."""
    response.delete_cookie(NAME, path=reverse("requests:index"), samesite="Lax")
