"""The register of what is or was overdue, on a page and as a file."""

from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from portal.calendar import moment
from portal.desk.forms import LateForm
from portal.desk.late import csv_lines, late_rows
from portal.desk.month import last_of_month
from portal.domain.moments import local_day
from portal.obligations.domain.steps import start_of
from portal.obligations.models import Obligation
from portal.obligations.queries import overdue_register

ROWS_PER_PAGE = 50


def late_view(page: Any, request: HttpRequest) -> HttpResponse:
    """A page of the register, filtered."""
    at = moment.now()
    form, rows = _chosen(page, request, at)
    shown = Paginator(rows, ROWS_PER_PAGE).get_page(request.GET.get("page"))
    context = {
        **page.admin_site.each_context(request),
        "opts": page.opts,
        "title": _("逾期台账"),
        "form": form,
        "page": shown,
        "rows": [
            (late, page.change_url(late.obligation), page.step_url(late.obligation, "explain"))
            for late in late_rows(shown.object_list, request.user, at)
        ],
    }
    return TemplateResponse(request, "admin/desk/late.html", context)


def late_file(page: Any, request: HttpRequest) -> StreamingHttpResponse:
    """The same rows as CSV; a filter that makes no sense gives none."""
    at = moment.now()
    _form, rows = _chosen(page, request, at)
    lines = csv_lines(rows, request.user, at)
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    name = f"overdue-{local_day(at).isoformat()}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response


def _chosen(page: Any, request: HttpRequest, at: datetime) -> tuple[LateForm, QuerySet[Obligation]]:
    """The form and the rows it asks for; none while it is in error."""
    if not page.has_view_permission(request):
        raise PermissionDenied
    late = overdue_register(page.get_queryset(request), at)
    form = LateForm(request.GET, rows=late)
    rows = _filtered(late, form.cleaned_data) if form.is_valid() else late.none()
    return form, rows.select_related("organisation", "responsible")


def _filtered(rows: QuerySet[Obligation], asked: dict[str, Any]) -> QuerySet[Obligation]:
    if asked["body"]:
        rows = rows.filter(organisation=asked["body"])
    if asked["rule"]:
        rows = rows.filter(rule_key=asked["rule"])
    if first := asked["month"]:
        # As in the figures: a limit counts in the month of its last instant.
        end = start_of(last_of_month(first) + timedelta(days=1))
        rows = rows.filter(late_from__gt=start_of(first), late_from__lte=end)
    return rows.filter(_KINDS[asked["kind"]])


_KINDS = {
    "": Q(),
    LateForm.LATE_NOW: Q(state=Obligation.State.OPEN),
    LateForm.DONE_LATE: ~Q(state=Obligation.State.OPEN),
    LateForm.UNEXPLAINED: Q(delay_reason=""),
}
