"""The register as files: exactly the rows that the list's filters show this person."""

from collections.abc import Iterable, Sequence
from tempfile import TemporaryFile
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import (
    FileResponse,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseRedirect,
    StreamingHttpResponse,
)
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from portal.agencies.domain.roles import Role
from portal.agencies.permissions import holds
from portal.calendar import moment
from portal.desk.admin import StaffModelAdmin
from portal.desk.lookups import plain_query
from portal.domain.moments import local_day
from portal.guard.spreadsheets import csv_lines, write_workbook
from requests_foia import actions
from requests_foia.forms.exporting import CSV, XLSX, ExportPeopleForm
from requests_foia.models import Application
from requests_foia.permissions import revealable
from requests_foia.queries import register_file

from .actor import actor_of

LIST = "admin:requests_foia_application_changelist"
_TYPES = {
    CSV: "text/csv; charset=utf-8",
    XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
# Roles that know applicants at all; which ones is decided case by case.
_KNOWING = (Role.OPENNESS_OFFICE, Role.DRAFTER, Role.DEPUTY_LEADER)


def knows_applicants(request: HttpRequest) -> bool:
    """Whether the reader may know the applicant of any case."""
    return holds(request.user, *_KNOWING, on=moment.today())


def csv_view(page: StaffModelAdmin, request: HttpRequest) -> HttpResponseBase:
    """The list as CSV, streamed, without personal data."""
    rows = _listed(page, request)
    if rows is None:
        return _back(request)
    at = moment.now()
    actions.log_export(rows=rows.count(), form=CSV, actor=actor_of(request), at=at)
    lines = csv_lines(
        register_file.register_names(), register_file.register_lines(rows, local_day(at))
    )
    return _named(StreamingHttpResponse(lines, content_type=_TYPES[CSV]), "register", CSV)


def xlsx_view(page: StaffModelAdmin, request: HttpRequest) -> HttpResponseBase:
    """The list as a workbook; a list too long for one answer is referred to CSV."""
    rows = _listed(page, request)
    if rows is None:
        return _back(request)
    limit, count = settings.PORTAL_EXPORT_XLSX_ROWS, rows.count()
    if count > limit:
        sentence = _("列表有 %(count)s 件，Excel 导出最多 %(limit)s 件；请缩小范围，或者导出 CSV。")
        messages.error(request, sentence % {"count": count, "limit": limit})
        return _back(request)
    at = moment.now()
    actions.log_export(rows=count, form=XLSX, actor=actor_of(request), at=at)
    lines = register_file.register_lines(rows, local_day(at))
    return _workbook(register_file.register_names(), lines, "register")


def people_view(page: StaffModelAdmin, request: HttpRequest) -> HttpResponseBase:
    """Ask for the purpose; then the list with the applicants, each reading logged."""
    rows = _listed(page, request)
    if not knows_applicants(request):
        raise PermissionDenied
    if rows is None:
        return _back(request)
    form = ExportPeopleForm(request.POST if request.method == "POST" else None)
    reasons: list[str] = []
    if form.is_valid():
        try:
            return _people_file(request, rows, **form.cleaned_data)
        except actions.ExportRefused as refusal:
            reasons = refusal.reasons
    known = revealable(rows, request.user, moment.today())
    context = {
        **page.admin_site.each_context(request),
        "opts": page.opts,
        "title": _("导出含个人信息的台账"),
        "form": form,
        "reasons": reasons,
        "listed": rows.count(),
        "known": known.count(),
        "limit": settings.PORTAL_EXPORT_PEOPLE_ROWS,
        "list_url": f"{reverse(LIST)}?{plain_query(request.GET)}",
    }
    return TemplateResponse(request, "requests_foia/admin/export_people.html", context)


def _people_file(
    request: HttpRequest, rows: QuerySet[Application], *, purpose: str, format: str
) -> HttpResponseBase:
    at = moment.now()
    people = actions.export_applicants(
        applications=rows.select_related("organisation", "assigned_unit", "officer"),
        actor=actor_of(request),
        at=at,
        purpose=purpose,
    )
    names = register_file.people_names()
    lines = register_file.people_lines(people, local_day(at))
    if format == XLSX:
        return _workbook(names, lines, "register-personal")
    text = "".join(csv_lines(names, lines))
    return _named(HttpResponse(text, content_type=_TYPES[CSV]), "register-personal", CSV)


def _listed(page: StaffModelAdmin, request: HttpRequest) -> QuerySet[Application] | None:
    """What the list shows on all its pages; None when its filters make no sense."""
    if not page.has_view_or_change_permission(request):
        raise PermissionDenied
    try:
        return page.get_changelist_instance(request).queryset
    except IncorrectLookupParameters:
        return None


def _back(request: HttpRequest) -> HttpResponse:
    return HttpResponseRedirect(f"{reverse(LIST)}?{plain_query(request.GET)}")


def _workbook(
    names: Sequence[str], lines: Iterable[Sequence[object]], name: str
) -> HttpResponseBase:
    file = TemporaryFile()  # noqa: SIM115 - the response closes it
    write_workbook(file, title=_("台账"), names=names, rows=lines)
    file.seek(0)
    return _named(FileResponse(file, content_type=_TYPES[XLSX]), name, XLSX)


def _named(response: Any, name: str, extension: str) -> HttpResponseBase:
    filename = f"{name}-{moment.today().isoformat()}.{extension}"
    response["Content-Disposition"] = f'attachment; filename="{filename}"'
    response["Cache-Control"] = "private, no-store"
    return response
