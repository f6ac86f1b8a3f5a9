"""Whether a letter is genuine: number, day, agency and hash, and nothing else."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from portal.calendar import moment
from portal.guard.actions import Throttled
from requests_foia.forms.verify import VerifyForm
from requests_foia.queries.letters import (
    Confirmed,
    confirmed_by_hash,
    confirmed_by_number,
    confirmed_by_token,
)

from .pages import HOUR, page, private, take_turn, throttled

TRIES_PER_HOUR = 60


@private
@require_safe
def letter(request: HttpRequest, token: str) -> HttpResponse:
    """The address in the mark. A letter that does not exist gets the form's one answer."""
    try:
        _take_turn(request)
    except Throttled as refusal:
        return throttled(request, refusal, "verify_later")
    return _answer(request, VerifyForm(), confirmed_by_token(token), status=404)


@private
@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    """The form; one answer to whatever does not fit."""
    if request.method != "POST":
        return page(request, "verify", {"form": VerifyForm()})
    form = VerifyForm(request.POST, request.FILES)
    if not form.is_valid():
        return page(request, "verify", {"form": form}, status=422)
    try:
        _take_turn(request)
    except Throttled as refusal:
        return throttled(request, refusal, "verify_later")
    return _answer(request, form, _found(form), status=422)


def _found(form: VerifyForm) -> Confirmed | None:
    """All that was given must speak of one letter."""
    said = form.cleaned_data
    hashes = [given for given in (said["file"], said["sha256"]) if given]
    found = [confirmed_by_hash(given) for given in hashes]
    if said["number"] and said["issued_on"]:
        found.append(confirmed_by_number(said["number"], said["issued_on"]))
    first = found[0]
    return first if all(one == first for one in found) else None


def _answer(
    request: HttpRequest, form: VerifyForm, found: Confirmed | None, status: int
) -> HttpResponse:
    context: dict[str, Any] = {"form": form, "found": found, "is_unknown": found is None}
    if found:
        context["facts"] = [
            (_("文号"), found.number),
            (_("制发日期"), found.issued_on),
            (_("制发机关"), found.agency),
            (_("正文校验值（SHA-256）"), found.sha256),
            (_("PDF 校验值（SHA-256）"), found.pdf_sha256),
        ]
    response = page(request, "verify", context, status=200 if found else status)
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _take_turn(request: HttpRequest) -> None:
    at = moment.now()
    take_turn(request, scope="foi.verify", limit=TRIES_PER_HOUR, seconds=HOUR, at=at)
