"""A case this browser has opened by number and code."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from portal.calendar import moment
from portal.domain.moments import local_day
from portal.obligations.queries import recount_under_way
from requests_foia.domain.linking import LinkKind
from requests_foia.domain.vocabulary import State
from requests_foia.models import Application
from requests_foia.permissions import fee_period_end, reasons_period_end
from requests_foia.queries import PublicProgress, PublicStep, links_of, public_progress
from requests_foia.queries.bodies import counters_of
from requests_foia.queries.sent_files import sent_files
from requests_foia.queries.standing import Against, Standing, drawn, standing

from . import visit
from .letter_names import letter_name
from .pages import page, private

_TONES = {
    State.WAITING_CORRECTION: "amber",
    State.WAITING_FEE: "amber",
    State.DELIVERED: "green",
    State.ARCHIVED: "neutral",
    State.ABANDONED: "neutral",
    State.WITHDRAWN: "neutral",
    State.MERGED: "neutral",
}
LINKED = {
    (LinkKind.SPLIT, True): gettext_lazy("由这一件拆分出来"),
    (LinkKind.SPLIT, False): gettext_lazy("从本件拆分出去"),
    (LinkKind.MERGE, True): gettext_lazy("由这一件一并答复"),
    (LinkKind.MERGE, False): gettext_lazy("由本件一并答复"),
}
_ENDED = frozenset({Against.ANSWERED, Against.ANSWERED_LATE, Against.CLOSED})


def opened_case(request: HttpRequest, case_id: UUID) -> Application:
    """The case this browser opened; 404 for any other, existing or not, and once destroyed."""
    if not visit.is_open(request, case_id, moment.now()):
        raise Http404
    application = Application.objects.select_related("organisation").filter(pk=case_id).first()
    if application is None or application.forgotten_at:
        raise Http404
    return application


@private
@require_GET
def tracked(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """The case's story so far, its date, its letters, and what can be done."""
    application = opened_case(request, case_id)
    progress = public_progress(application)
    stands = standing(application, on=moment.today())
    context = {
        "application": application,
        "progress": progress,
        "stands": stands,
        "pay_by": fee_period_end(application) if progress.fee else None,
        "reasons_by": reasons_period_end(application) if progress.may_give_reasons else None,
        "tone": _TONES.get(progress.state, "blue"),
        "events": _story(progress, stands),
        "letters": [(letter, letter_name(letter)) for letter in progress.letters],
        "asked": _asked(application),
        "sent_files": list(sent_files(application)),
        "linked": [(one, LINKED[one.kind, one.is_lead]) for one in links_of(application)],
        "drawing": drawn(application, stands),
        "counters": counters_of(application.organisation),
    }
    context["recounting"] = bool(application.is_open and recount_under_way())
    return page(request, "tracked", context)


def _story(progress: PublicProgress, stands: Standing) -> list[dict[str, Any]]:
    """What happened, what is awaited now, and the day the answer is due."""
    story: list[dict[str, Any]] = [
        {"title": step.word, "at": _day_of(step, progress), "text": step.note}
        for step in progress.steps
    ]
    if stands.against in _ENDED:
        return story
    who = _("等待：%(who)s") % {"who": progress.awaited_from}
    awaited = {"title": who, "text": progress.next_step, "state": "now"}
    if stands.against is Against.OVERDUE:
        passed = {"title": _("答复期限届满，没有答复"), "at": stands.due_on, "tone": "red"}
        return [*sorted([*story, passed], key=lambda event: _calendar_day(event["at"])), awaited]
    if stands.due_on:
        due = {"title": _("最迟在这一天答复"), "at": stands.due_on, "state": "next"}
        return [*story, awaited, due]
    return [*story, awaited]


def _calendar_day(at: date | datetime) -> date:
    return local_day(at) if isinstance(at, datetime) else at


def _day_of(step: PublicStep, progress: PublicProgress) -> date | datetime:
    """A late confirmation counts as made on the last day for it (``domain.receipt``)."""
    if step.event == "confirm" and progress.received_on:
        return progress.received_on
    return step.at


def _asked(application: Application) -> list[tuple[str, object]]:
    """What was asked for; who asked is not shown."""
    return [
        (_("信息内容描述"), application.content),
        (_("信息名称"), application.title),
        (_("文号"), application.document_number),
        (_("信息形式"), application.get_wanted_form_display()),
        (_("获取途径"), application.get_wanted_way_display()),
        (_("需要的帮助"), application.help_note),
    ]
