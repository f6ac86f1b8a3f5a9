"""Offering what is public already while somebody describes what they want."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portal.calendar import moment
from portal.guard.actions import Throttled
from requests_foia.actions.draft import DraftError, save_answers
from requests_foia.actions.found_instead import count_found_instead
from requests_foia.forms import Journey, OfferForm
from requests_foia.models import Draft
from requests_foia.queries.found_instead import offered_entry, offers

from . import cookie
from .pages import HOUR, page, private, see_other, take_turn

PAGE = "information"
OFFERS_PER_HOUR = 900


@private
@require_POST
def nearest(request: HttpRequest) -> HttpResponse:
    """The offers for what is typed so far, as a piece of a page; empty when there are none.

    The words come by POST, so that they stand in no log and no history.
    """
    at = moment.now()
    if cookie.draft_of(request, at) is None:
        return HttpResponse(status=204)
    try:
        take_turn(request, scope="foi.nearest", limit=OFFERS_PER_HOUR, seconds=HOUR, at=at)
    except Throttled:
        return HttpResponse(status=429)
    found = offers(request.POST, at)
    return page(request, "offers", {"offers": found}) if found else HttpResponse(status=204)


@private
@require_POST
def instead(request: HttpRequest) -> HttpResponse:
    """Leads to what was chosen, counts it, and keeps the draft with what was typed."""
    at = moment.now()
    draft, form = cookie.draft_of(request, at), OfferForm(request.POST)
    entry = offered_entry(form.cleaned_data["entry"]) if form.is_valid() else None
    if draft is None or draft.is_filed:
        return see_other("requests:new")
    _keep_typed(request, draft)
    if entry is None:
        messages.info(request, _("这份信息已经不在网上公开了，请接着填写。"))
        return see_other("requests:step", PAGE)
    count_found_instead(draft=draft, at=at)
    messages.success(
        request, _("您填写的申请还留着。如果这不是您要的，24 小时内可以从“依申请公开”接着填写。")
    )
    return HttpResponseRedirect(entry.url, status=303)


def _keep_typed(request: HttpRequest, draft: Draft) -> None:
    """What the page was sent along with, if it would have been accepted there."""
    form = Journey(draft.answers).form(PAGE, request.POST)
    if "content" not in request.POST or not form.is_valid():
        return
    try:
        save_answers(draft=draft, page=PAGE, values=form.values(), at=moment.now())
    except DraftError:
        return
