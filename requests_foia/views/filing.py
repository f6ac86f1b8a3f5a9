"""Checking the answers, filing them, and the receipt."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import get_language
from django.views.decorators.http import require_GET, require_http_methods

from portal.calendar import moment
from portal.domain.workflow import TransitionRefused
from portal.guard.actions import Throttled
from requests_foia.actions.draft import (
    DraftChanged,
    DraftGone,
    Receipt,
    file_draft,
    receipt_of,
    repeat_receipt,
)
from requests_foia.domain.vocabulary import Channel
from requests_foia.forms import SLUGS, FilingForm, Journey, applicant_of, content_of, digest
from requests_foia.models import Application, Draft
from requests_foia.queries import expected_due, expected_due_of
from requests_foia.queries.bodies import receiving_bodies
from requests_foia.queries.found_instead import offers

from . import cookie
from .journey import TOTAL_PAGES
from .pages import DAY, page, private, see_other, take_turn, throttled

FILINGS_PER_DAY = 20


@private
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest) -> HttpResponse:
    """All answers on one page; posting files them."""
    draft = cookie.draft_of(request, moment.now())
    if request.method == "POST":
        return _file(request, draft)
    if draft is None or draft.is_filed:
        return see_other("requests:new")
    journey = Journey(draft.answers)
    open_page = journey.first_open()
    if open_page:
        return see_other("requests:step", open_page)
    return page(request, "check", _check_context(draft, journey))


def _check_context(draft: Draft, journey: Journey) -> dict[str, Any]:
    facts = journey.facts()
    organisation = receiving_bodies().get(code=facts["organisation"])
    return {
        "sections": [_section(journey, slug) for slug in SLUGS],
        "form": FilingForm(initial={"key": draft.key, "digest": digest(facts)}),
        "expected": expected_due_of(organisation, Channel.WEB, moment.now()),
        "total": TOTAL_PAGES,
        "previous": SLUGS[-1],
        "offers": offers(facts, moment.now()),
    }


def _section(journey: Journey, slug: str) -> dict[str, Any]:
    form = journey.answered(slug)
    form.is_valid()
    url = reverse("requests:step", args=[slug])
    rows = [
        {"label": label, "value": value, "url": f"{url}#field-{name}"}
        for name, label, value in form.summary()
    ]
    return {"title": form.question, "rows": rows}


def _file(request: HttpRequest, draft: Draft | None) -> HttpResponse:
    form = FilingForm(request.POST)
    if draft is None or not form.is_valid():
        return page(request, "stale", {"reason": "gone"}, status=409)
    try:
        _file_once(request, draft, form)
    except Throttled as refusal:
        return throttled(request, refusal, "too_many")
    except DraftGone:
        return page(request, "stale", {"reason": "gone"}, status=409)
    except DraftChanged:
        reason = "filed" if draft.is_filed else "changed"
        return page(request, "stale", {"reason": reason}, status=409)
    except TransitionRefused as refusal:
        return page(request, "refused", {"reasons": refusal.refusals}, status=409)
    return see_other("requests:filed")


def _file_once(request: HttpRequest, draft: Draft, form: FilingForm) -> Receipt:
    """Only a first filing costs a turn; a repeated click just gets its receipt again."""
    key, seen = form.cleaned_data["key"], form.cleaned_data["digest"]
    facts = _facts(draft)
    if not facts or digest(facts) != seen:
        return _repeated(draft, key, seen, otherwise=DraftChanged())
    at = moment.now()
    try:
        take_turn(request, scope="foi.file", limit=FILINGS_PER_DAY, seconds=DAY, at=at)
    except Throttled as refusal:
        return _repeated(draft, key, seen, otherwise=refusal)
    return file_draft(
        draft=draft,
        key=key,
        seen=seen,
        organisation=receiving_bodies().get(code=facts["organisation"]),
        applicant=applicant_of(facts),
        content=content_of(facts),
        language=get_language() or "zh-hans",
        at=at,
    )


def _facts(draft: Draft) -> dict[str, str]:
    journey = Journey(draft.answers)
    return {} if draft.is_filed or journey.first_open() else journey.facts()


def _repeated(draft: Draft, key: UUID, seen: str, *, otherwise: Exception) -> Receipt:
    receipt = repeat_receipt(draft=draft, key=key, seen=seen)
    if receipt is None:
        raise otherwise
    return receipt


@private
@require_GET
def filed(request: HttpRequest) -> HttpResponse:
    """The receipt; shows the same for as long as the draft is kept."""
    context = _receipt_context(request)
    return page(request, "filed", context) if context else see_other("requests:new")


@private
@require_GET
def receipt(request: HttpRequest) -> HttpResponse:
    """The receipt as a text file to keep."""
    context = _receipt_context(request)
    if context is None:
        return see_other("requests:new")
    text = render_to_string("requests_foia/receipt.txt", context, request)
    response = HttpResponse(text, content_type="text/plain; charset=utf-8")
    name = f"{context['receipt'].number}.txt"
    response.headers["Content-Disposition"] = content_disposition_header(True, name) or ""
    return response


def _receipt_context(request: HttpRequest) -> dict[str, Any] | None:
    draft = cookie.draft_of(request, moment.now())
    if draft is None or not draft.is_filed:
        return None
    receipt = receipt_of(draft)
    application = Application.objects.select_related("organisation").get(pk=receipt.application_id)
    return {
        "receipt": receipt,
        "application": application,
        "expected": expected_due(application),
    }
