"""Consultations as the public meets them: open first, then what is over."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from disclosure.domain.layout import lay_out
from disclosure.models import Document
from interpretation.actions.consultation import FEEDBACK_RULE
from interpretation.domain.period import Phase
from interpretation.models import Consultation
from interpretation.models.consultation import PHASE_NAMES
from interpretation.queries.closing import closing, closing_time, last_moment
from interpretation.queries.releases import (
    addressable_consultations,
    ended_consultations,
    open_consultations,
    planned_consultations,
)
from portal.calendar import moment
from portal.calendar.queries import calendar_for
from portal.files.queries import released_files_of
from portal.obligations.queries import open_of

from .comments import comments_panel

PAGE_SIZE = 20
MAX_PAGES = 100
TONES = {
    Phase.PLANNED: "neutral",
    Phase.OPEN: "blue",
    Phase.CLOSED: "amber",
    Phase.ANSWERED: "green",
}


@require_safe
def consultation_list(request: HttpRequest) -> HttpResponse:
    """What can be answered now, what is coming, what is over."""
    at, calendar = moment.now(), calendar_for()
    ended = ended_consultations(at).defer("background", "draft_text", "outcome")
    page = Paginator(ended[: PAGE_SIZE * MAX_PAGES], PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "open": [
            {"consultation": row, "closing": closing(row, calendar, at), "last": last_moment(row)}
            for row in open_consultations(at)
        ],
        "planned": planned_consultations(at),
        "ended": [
            {
                "consultation": row,
                "words": PHASE_NAMES[row.phase(at)],
                "tone": TONES[row.phase(at)],
                "last": last_moment(row),
            }
            for row in page
        ],
        "page": page,
        "ended_count": page.paginator.count,
    }
    return render(request, "interpretation/consultation_list.html", context)


@require_safe
def consultation_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One consultation: the draft, how long, how to answer, and what came of it."""
    rows = addressable_consultations().select_related("result_document")
    consultation = get_object_or_404(rows, pk=pk)
    if consultation.state == Consultation.States.WITHDRAWN:
        return render(request, "interpretation/withdrawn.html", {"item": consultation})
    at = moment.now()
    phase = consultation.phase(at)
    result = consultation.result_document
    is_open = phase == Phase.OPEN
    calendar = calendar_for(consultation.organisation.code)
    context = {
        "consultation": consultation,
        "phase": phase.value,
        "phase_name": PHASE_NAMES[phase],
        "tone": TONES[phase],
        "closing": closing(consultation, calendar, at) if is_open else None,
        "last": last_moment(consultation),
        "closing_time": closing_time(consultation),
        "feedback": open_of(consultation, FEEDBACK_RULE),
        "background": lay_out(consultation.background),
        "draft": lay_out(consultation.draft_text),
        "outcome": lay_out(consultation.outcome),
        "files": released_files_of(consultation),
        "result": result if result and result.state == Document.States.PUBLISHED else None,
        "comments": comments_panel(consultation, is_open=is_open),
    }
    return render(request, "interpretation/consultation.html", context)
