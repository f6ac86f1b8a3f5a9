"""What the citizens' pages share: private answers, clear refusals, one way to redirect."""

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables

from portal.guard.actions import Throttled, consume
from portal.guard.addresses import client_network

View = Callable[..., HttpResponseBase]

HOUR = 3600
DAY = 24 * HOUR


def private(view: View) -> View:
    """Personal pages: never stored by a cache, never named in an error report."""

    @wraps(view)
    @never_cache
    @sensitive_variables()
    @sensitive_post_parameters()
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return view(request, *args, **kwargs)

    return guarded


def see_other(name: str, *args: object) -> HttpResponse:
    """303: whatever was posted, the next page is fetched."""
    return HttpResponseRedirect(reverse(name, args=args), status=303)


def page(
    request: HttpRequest, name: str, context: Mapping[str, Any], status: int = 200
) -> HttpResponse:
    """One of the templates of this app."""
    return render(request, f"requests_foia/{name}.html", context, status=status)


def take_turn(
    request: HttpRequest, *, scope: str, limit: int, seconds: int, at: datetime, key: str = ""
) -> None:
    """Uses one turn of this visitor's network; raises ``Throttled``."""
    key = f"{client_network(request)}|{key}"
    consume(scope=scope, key=key, limit=limit, window_seconds=seconds, at=at)


def throttled(request: HttpRequest, refusal: Throttled, name: str) -> HttpResponse:
    """429, saying when it goes on."""
    minutes = -(-refusal.retry_after_seconds // 60)
    response = page(request, name, {"minutes": minutes, "hours": -(-minutes // 60)}, status=429)
    response.headers["Retry-After"] = str(refusal.retry_after_seconds)
    return response
