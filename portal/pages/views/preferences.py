"""Elder mode, theme and language: chosen by POST, kept in cookies, never guessed."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods

from portal.components.context import MODE_COOKIE, THEME_COOKIE, display_of
from portal.pages.forms import PreferencesForm, own_path

ONE_YEAR_SECONDS = 365 * 24 * 3600
COOKIES = {
    "mode": MODE_COOKIE,
    "theme": THEME_COOKIE,
    "language": settings.LANGUAGE_COOKIE_NAME,
}


@require_http_methods(["GET", "HEAD", "POST"])
def preferences(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return _page(request, PreferencesForm(initial=_current(request)))
    form = PreferencesForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=400)
    target = own_path(request.POST.get("next", ""), fallback=reverse("pages:preferences"))
    response = HttpResponseRedirect(target)
    for name, cookie in COOKIES.items():
        if form.cleaned_data[name]:
            _remember(request, response, cookie, form.cleaned_data[name])
    return response


def _page(request: HttpRequest, form: PreferencesForm, status: int = 200) -> HttpResponse:
    return render(request, "pages/preferences.html", {"form": form}, status=status)


def _current(request: HttpRequest) -> dict[str, str | None]:
    display = display_of(request)
    return {"mode": display.mode, "theme": display.theme, "language": get_language()}


def _remember(request: HttpRequest, response: HttpResponse, cookie: str, value: str) -> None:
    response.set_cookie(
        cookie,
        value,
        max_age=ONE_YEAR_SECONDS,
        httponly=True,
        samesite="Lax",
        secure=request.is_secure(),
    )
