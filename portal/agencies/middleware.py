"""What a signed-in session must keep to: time limits, second factor, own password."""

from collections.abc import Callable
from urllib.parse import urlencode

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse

from portal.calendar import moment

_BEGAN = "staff_session_began"
_SEEN = "staff_session_seen"
# Writing the session on each request would cost a row per click.
_SEEN_GRAIN_SECONDS = 60


class StaffSecurityMiddleware:
    """Ends sessions that are too old or idle, and leads staff to what they still owe.

    A session counts as idle after PORTAL_SESSION_IDLE_SECONDS without a request and ends
    PORTAL_SESSION_ABSOLUTE_SECONDS after sign-in in any case. With PORTAL_REQUIRE_TOTP a
    session that no second factor has proved reaches nothing but its own account pages.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.user.is_authenticated:
            return self.get_response(request)
        if self._has_run_out(request):
            logout(request)
            return _to_sign_in(request, why="expired")
        return self._lead(request) or self.get_response(request)

    def _has_run_out(self, request: HttpRequest) -> bool:
        now = moment.now().timestamp()
        began = request.session.setdefault(_BEGAN, now)
        seen = request.session.setdefault(_SEEN, now)
        if now - began > settings.PORTAL_SESSION_ABSOLUTE_SECONDS:
            return True
        if now - seen > settings.PORTAL_SESSION_IDLE_SECONDS:
            return True
        if now - seen > _SEEN_GRAIN_SECONDS:
            request.session[_SEEN] = now
        return False

    def _lead(self, request: HttpRequest) -> HttpResponse | None:
        if request.path.startswith(reverse("account_login").removesuffix("login/")):
            return None
        if settings.PORTAL_REQUIRE_TOTP and not _has_second_factor(request):
            if _is_enrolled(request):
                # Signed in before the device was enrolled elsewhere: prove it again.
                logout(request)
                return _to_sign_in(request, why="code")
            return redirect("mfa_activate_totp")
        if getattr(request.user, "must_change_password", False):
            return redirect("account_change_password")
        return None


def _has_second_factor(request: HttpRequest) -> bool:
    records = get_authentication_records(request, request.user)
    return any(record.get("method") == "mfa" for record in records)


def _is_enrolled(request: HttpRequest) -> bool:
    return Authenticator.objects.filter(user=request.user.pk, type=Authenticator.Type.TOTP).exists()


def _to_sign_in(request: HttpRequest, *, why: str) -> HttpResponseRedirect:
    query = {"why": why}
    if request.method == "GET":
        query["next"] = request.get_full_path()
    return redirect(f"{reverse('account_login')}?{urlencode(query)}")
