"""The pages of those who are asked for an opinion: no account, one code, one answer.

They show what was asked and by when, never who applied.
"""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from portal.calendar import moment
from portal.domain.workflow import TransitionRefused
from portal.files.actions import UploadRefused
from portal.guard.actions import Throttled
from requests_foia import permissions
from requests_foia.actions import answer_opinion, open_question
from requests_foia.forms.opinion import OpinionCodeForm, OpinionForm
from requests_foia.models import Opinion
from requests_foia.queries.opinions import answerable

from . import opinion_visit as visit
from .pages import HOUR, page, private, see_other, take_turn, throttled

TRIES_PER_HOUR = 60


@private
@require_http_methods(["GET", "HEAD", "POST"])
def opinion(request: HttpRequest) -> HttpResponse:
    """Asks for the code; one answer to whatever doesn't fit."""
    if request.method != "POST":
        return page(request, "opinion_code", {"form": OpinionCodeForm()})
    form, at = OpinionCodeForm(request.POST), moment.now()
    if not form.is_valid():
        return page(request, "opinion_code", {"form": form}, status=422)
    try:
        take_turn(request, scope="foi.opinion", limit=TRIES_PER_HOUR, seconds=HOUR, at=at)
    except Throttled as refusal:
        return throttled(request, refusal, "opinion_too_many")
    found = open_question(code=form.cleaned_data["code"], at=at)
    if found is None:
        text = _("这个答复码打不开任何征求意见书：可能输入有误，也可能已经答复、撤回或者期满。")
        form.add_error(None, text)
        return page(request, "opinion_code", {"form": form}, status=422)
    visit.remember(request, found, at)
    return see_other("requests:opinion_answer", found.pk)


@private
@require_http_methods(["GET", "HEAD", "POST"])
def opinion_answer(request: HttpRequest, opinion_id: UUID) -> HttpResponse:
    """What was asked, until when, and the form; posting answers."""
    if not visit.is_open(request, opinion_id, moment.now()):
        raise Http404
    found = answerable().filter(pk=opinion_id).first()
    if found is None:
        return page(request, "opinion_ended", {}, status=410)
    if request.method != "POST":
        return page(request, "opinion", _context(found, OpinionForm()))
    form = OpinionForm(request.POST, request.FILES)
    if form.is_valid() and _answered(found, form):
        visit.close(request, letter=found.letter.number)
        return see_other("requests:opinion_done")
    return page(request, "opinion", _context(found, form), status=422)


@private
@require_GET
def opinion_done(request: HttpRequest) -> HttpResponse:
    """The answer has been taken in; once the page is gone nothing more can be seen."""
    letter = visit.answered_letter(request)
    if not letter:
        return see_other("requests:opinion")
    return page(request, "opinion_done", {"letter": letter})


def _answered(found: Opinion, form: OpinionForm) -> bool:
    try:
        answer_opinion(
            application=found.application,
            opinion=found,
            position=form.cleaned_data["position"],
            reasons=form.cleaned_data["reasons"],
            files=form.cleaned_data["attachments"],
            at=moment.now(),
        )
    except TransitionRefused as refusal:
        for reason in refusal.refusals:
            form.add_error(reason.code if reason.code in form.fields else None, reason.message)
        return False
    except UploadRefused as refusal:
        form.add_error("attachments", [str(reason) for reason in refusal.reasons])
        return False
    return True


def _context(found: Opinion, form: OpinionForm) -> dict[str, Any]:
    end = permissions.opinion_end(found)
    return {
        "opinion": found,
        "organisation": found.application.organisation,
        "form": form,
        "due_on": end,
        "is_late": end is not None and moment.today() > end,
        "facts": [
            (_("征求意见的机关"), found.application.organisation.name),
            (_("文号"), found.letter.number),
            (_("涉及的文件"), found.document),
            (_("征求意见的事项"), found.question),
        ],
        "lost_files": bool(form.files),
    }
