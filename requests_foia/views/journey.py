"""Filling in an application, one question per page."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.http import require_GET, require_POST

from portal.calendar import moment
from portal.guard.actions import Throttled
from requests_foia.actions.draft import DraftError, discard_draft, save_answers, start_draft
from requests_foia.forms import (
    SLUGS,
    AttachmentsForm,
    BodyForm,
    Journey,
    StepForm,
    brought_along,
)
from requests_foia.models import Draft
from requests_foia.queries.found_instead import Offer, offers

from . import cookie
from .attaching import attach
from .pages import DAY, page, private, see_other, take_turn, throttled

TOTAL_PAGES = len(SLUGS) + 1  # the check counts
DRAFTS_PER_DAY = 100


@private
@require_GET
def new(request: HttpRequest) -> HttpResponse:
    """The way in: begins at once, or offers to go on with what was begun."""
    draft = cookie.draft_of(request, moment.now())
    if draft is None:
        if cookie.NAME in request.COOKIES:
            messages.info(request, _("为保护您的信息，之前填写的内容放了超过一天，已经清除。"))
        response = _first_page(request.GET)
        cookie.take_back(response)
        return response
    open_page = None if draft.is_filed else Journey(draft.answers).first_open()
    context = {"draft": draft, "open_page": open_page, "brought": brought_along(request.GET)}
    return page(request, "resume", context)


def _first_page(brought: Mapping[str, str]) -> HttpResponse:
    """A new form, with what the link brought along in its address until there is a draft."""
    address, words = reverse("requests:step", args=[SLUGS[0]]), brought_along(brought)
    return HttpResponseRedirect(f"{address}?{urlencode(words)}" if words else address, status=303)


@private
@require_POST
def discard(request: HttpRequest) -> HttpResponse:
    """Throws the draft away: to begin anew, or to leave nothing on a shared computer."""
    draft = cookie.draft_of(request, moment.now())
    if draft:
        discard_draft(draft=draft, at=moment.now())
    again = request.POST.get("next") == "new"
    response = _first_page(request.POST) if again else see_other("requests:index")
    cookie.take_back(response)
    if not again:
        messages.success(request, _("您填写的内容已经从这台设备上清除。"))
    return response


@method_decorator(private, name="dispatch")
class StepView(View):
    """One page of the form. Pages can't be skipped; a refused page keeps what was typed."""

    http_method_names = ["get", "head", "post"]
    draft: Draft | None
    journey: Journey

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        slug = kwargs["slug"]
        if slug not in SLUGS:
            raise Http404
        self.draft = cookie.draft_of(request, moment.now())
        if self.draft and self.draft.is_filed:
            return see_other("requests:new")
        self.journey = Journey(self.draft.answers if self.draft else {})
        if not self.journey.is_reachable(slug):
            return self._first_open()
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        form = self.journey.form(slug)
        term = request.GET.get("q", "")[:100]
        if isinstance(form, BodyForm):
            form.suggest(brought_along(request.GET).get("to", ""))
            if term:
                form.narrow(term)
        return self._show(form, term=term)

    def post(self, request: HttpRequest, slug: str) -> HttpResponse:
        form = self.journey.form(slug, request.POST, request.FILES)
        try:
            if (
                isinstance(form, AttachmentsForm)
                and self.draft
                and attach(request, self.draft, form)
            ):
                return see_other("requests:step", slug)
            if not form.is_valid():
                return self._refuse(form)
            return self._keep(form)
        except Throttled as refusal:
            return throttled(request, refusal, "too_many")
        except DraftError:
            return see_other("requests:new")

    def _keep(self, form: StepForm) -> HttpResponse:
        at, token = moment.now(), ""
        if self.draft is None:
            take_turn(self.request, scope="foi.draft", limit=DRAFTS_PER_DAY, seconds=DAY, at=at)
            self.draft, token = start_draft(at=at)
            self._keep_brought(self.draft, at)
        save_answers(draft=self.draft, page=form.slug, values=form.values(), at=at)
        self.journey = Journey({**self.draft.answers, form.slug: form.values()})
        response = self._first_open()
        if token:
            cookie.give(response, token)
        return response

    def _keep_brought(self, draft: Draft, at: datetime) -> None:
        """From now on the draft holds what the link brought along, and no address does."""
        brought = brought_along(self.request.GET)
        if brought:
            save_answers(draft=draft, page="about", values=brought, at=at)
            draft.refresh_from_db()

    def _refuse(self, form: StepForm) -> HttpResponse:
        """What was wrong; files that were sound are kept and listed."""
        if isinstance(form, AttachmentsForm):
            self.draft = cookie.draft_of(self.request, moment.now())
            form.answers = self.draft.answers if self.draft else {}
            form.__dict__.pop("kept", None)
        return self._show(form, status=422)

    def _first_open(self) -> HttpResponse:
        slug = self.journey.first_open()
        return see_other("requests:step", slug) if slug else see_other("requests:check")

    def _offers(self, form: StepForm) -> list[Offer]:
        """What is public already, for what stands in the form; typing goes on from there."""
        if form.slug != "information":
            return []
        typed = {name: str(form[name].value() or "") for name in form.fields}
        return offers(typed, moment.now())

    def _show(self, form: StepForm, *, term: str = "", status: int = 200) -> HttpResponse:
        position = SLUGS.index(form.slug)
        context = {
            "form": form,
            "position": position + 1,
            "total": TOTAL_PAGES,
            "previous": SLUGS[position - 1] if position else None,
            "draft": self.draft,
            "term": term,
            "brought": brought_along(self.request.GET),
            "makes_offers": form.slug == "information",
            "offers": self._offers(form),
        }
        return page(self.request, form.template, context, status=status)
