"""How much and how often the applicant applies (条例 art. 35): a table, a page to print, a CSV."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from portal.calendar import moment
from portal.desk.admin import StaffModelAdmin
from portal.desk.steps import reasons_of
from portal.domain.workflow import TransitionRefused
from portal.guard.spreadsheets import csv_lines
from requests_foia import actions
from requests_foia.forms.desk import RevealForm
from requests_foia.models import Application
from requests_foia.queries.volume import Volume, volume_names, volume_rows

from .actor import actor_of
from .people import handled_case, page_context


def volume_view(page: StaffModelAdmin, request: HttpRequest, object_id: str) -> HttpResponse:
    """Ask for the reason; then the figures, on this page or as a file."""
    case = handled_case(page, request, object_id)
    at = moment.now()
    form = RevealForm(request.POST if request.method == "POST" else None)
    reasons: list[str] = []
    volume: Volume | None = None
    if form.is_valid():
        try:
            volume = actions.read_volume(
                application=case, actor=actor_of(request), at=at, reason=form.cleaned_data["reason"]
            )
        except TransitionRefused as refusal:
            reasons = reasons_of(refusal)
    if volume is not None and "csv" in request.POST:
        return _file(case, volume)
    context: dict[str, Any] = page_context(page, request, case) | {
        "title": _("申请人的申请数量和频次"),
        "form": form,
        "reasons": reasons,
        "volume": volume,
        "names": volume_names(),
        "rows": list(volume_rows(volume)) if volume else [],
        "asked_at": at,
        "asked_by": actor_of(request),
    }
    return TemplateResponse(request, "requests_foia/admin/volume.html", context)


def _file(case: Application, volume: Volume) -> HttpResponse:
    text = "".join(csv_lines(volume_names(), volume_rows(volume)))
    response = HttpResponse(text, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="volume-{case.pk}.csv"'
    response["Cache-Control"] = "private, no-store"
    return response
