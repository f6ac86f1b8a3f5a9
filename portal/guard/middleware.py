"""The gate every request passes: its id, its input, its language."""

import logging
import re
import time
import uuid
from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseNotAllowed,
    UnreadablePostError,
)
from django.shortcuts import render
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _

from .hostile import HostileInput, refuse_hostile_address, refuse_hostile_form
from .logs import current_request_id
from .problems import is_api, problem_response

GetResponse = Callable[[HttpRequest], HttpResponseBase]

logger = logging.getLogger("portal.requests")

_REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")


class RequestIdMiddleware:
    """Takes a well-formed ``X-Request-ID`` or makes one; answers and logs with it."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        given = request.headers.get("X-Request-ID", "")
        request_id = given if _REQUEST_ID.fullmatch(given) else uuid.uuid4().hex
        request.request_id = request_id  # type: ignore[attr-defined]
        token = current_request_id.set(request_id)
        started = time.monotonic()
        try:
            response = self.get_response(request)
            response["X-Request-ID"] = request_id
            self._log(request, response, time.monotonic() - started)
            return response
        finally:
            current_request_id.reset(token)

    def _log(self, request: HttpRequest, response: HttpResponseBase, seconds: float) -> None:
        # The path without its query: search terms are the visitor's own business.
        facts = {
            "method": request.method,
            "path": request.path,
            "status": response.status_code,
            "duration_ms": round(seconds * 1000),
        }
        logger.info("request", extra=facts)


class KnownMethodsMiddleware:
    """405 for methods that no page takes; Django's admin would answer them as if asked to GET.

    Below ``/api/`` the API refuses them itself, with a problem.
    """

    methods = ("GET", "HEAD", "POST", "OPTIONS")

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.method in self.methods or is_api(request):
            return self.get_response(request)
        return HttpResponseNotAllowed(self.methods)


class RefuseHostileInputMiddleware:
    """400 for what no browser sends: NUL, broken UTF-8, a parameter a hundred times.

    PostgreSQL refuses NUL where SQLite stores it; stopping it here makes both alike.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        try:
            refuse_hostile_address(request)
            refuse_hostile_form(request)
        except HostileInput as refusal:
            return self._refused(request, refusal)
        except UnreadablePostError:
            return self._refused(request, HostileInput(_("提交的内容没有完整送达，请重试。")))
        return self.get_response(request)

    def _refused(self, request: HttpRequest, refusal: HostileInput) -> HttpResponse:
        if is_api(request):
            return problem_response(
                request,
                status=refusal.status,
                code="hostile_input",
                title=_("请求无法处理"),
                detail=str(refusal),
            )
        if refusal.status == 400:
            raise BadRequest(str(refusal)) from refusal
        return render(request, "guard/refused.html", {"reason": refusal}, status=refusal.status)


class ExplicitLocaleMiddleware:
    """The language of the visitor's own choice, by cookie only; never guessed."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response
        self.languages = {code for code, _name in settings.LANGUAGES}

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        language = chosen if chosen in self.languages else settings.LANGUAGE_CODE
        translation.activate(language)
        request.LANGUAGE_CODE = language
        response = self.get_response(request)
        patch_vary_headers(response, ("Cookie",))
        response.headers.setdefault("Content-Language", language)
        return response
