"""The live tables on the desk: any period and body, as known on any day, down to the cases."""

from datetime import date, datetime
from typing import Any, ClassVar
from urllib.parse import urlencode

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _

from portal.agencies.models import Organisation
from portal.calendar import moment
from portal.desk.admin import ReadOnlyAdmin
from portal.domain.moments import local_day
from requests_foia.domain.report import year_of
from requests_foia.forms.annual import TableForm
from requests_foia.models import AnnualReport, CaseCount, annual_labels
from requests_foia.queries import exports, figures, sheets, tables
from requests_foia.queries.conversion import conversions_of
from requests_foia.queries.remedies import bodies_counted_by, counts_visible_to
from requests_foia.queries.reports import reports_visible_to

CASES_PER_PAGE = 50


@admin.register(CaseCount)
class CaseCountAdmin(ReadOnlyAdmin):
    """Opens on the tables; the rows behind them are lists of cases without personal data."""

    visible_to = staticmethod(counts_visible_to)
    fields = (
        "application",
        "organisation",
        "applicant_class",
        "entered_on",
        "entered_at",
        "ended_on",
        "ended_at",
        "row",
    )
    ordering = ("-entered_on", "pk")
    audit_words: ClassVar[dict[str, Any]] = {}

    def get_urls(self) -> list[URLPattern]:
        pages = (("cases/", self.cases, "cases"), ("remedies/", self.remedies, "remedies"))
        files = (("tables.csv", self.file, "tables_csv"),)
        own = [
            path(
                address,
                self.admin_site.admin_view(view),
                name=f"requests_foia_casecount_{name}",
            )
            for address, view, name in (*pages, *files)
        ]
        return [*own, *super().get_urls()]

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """The three tables with their identities."""
        form, scope = self._asked(request)
        context = self._context(request, _("年报统计"), form, scope)
        if scope is not None:
            context |= _tables(request, scope)
        return TemplateResponse(request, "requests_foia/admin/statistics.html", context)

    def cases(self, request: HttpRequest) -> HttpResponse:
        """The requests behind one cell of table three."""
        form, scope = self._asked(request)
        row, column = request.GET.get("row", ""), request.GET.get("column", "")
        try:
            found = tables.cell(_known(scope), row, column)
        except KeyError:
            raise Http404(_("没有这一格。")) from None
        visible = self.get_queryset(request).values("pk")
        rows = found.filter(pk__in=visible).select_related("application", "organisation")
        context = self._context(request, annual_labels.ROWS[row], form, scope)
        context |= {
            "column": annual_labels.COLUMNS[column],
            "page": _page(request, rows.order_by("entered_on", "application__number")),
        }
        return TemplateResponse(request, "requests_foia/admin/counted_cases.html", context)

    def remedies(self, request: HttpRequest) -> HttpResponse:
        """The records behind one cell of table four."""
        form, scope = self._asked(request)
        kind, outcome = request.GET.get("row", ""), request.GET.get("column", "")
        known = {str(key): word for key, word in annual_labels.REMEDY_KINDS.items()}
        if kind not in known:
            raise Http404(_("没有这一格。"))
        rows = tables.remedy_cell(_known(scope), kind, outcome).select_related("organisation")
        context = self._context(request, known[kind], form, scope)
        context["page"] = _page(request, rows.order_by("filed_on", "pk"))
        return TemplateResponse(request, "requests_foia/admin/counted_remedies.html", context)

    def file(self, request: HttpRequest) -> HttpResponse:
        """The same tables as CSV."""
        _form, scope = self._asked(request)
        data = figures.figures_data(figures.figures_of(_known(scope)))
        response = HttpResponse(exports.csv_text(data), content_type="text/csv; charset=utf-8")
        name = f"tables-{_known(scope).organisation.code}-{_known(scope).first}.csv"
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        response["Cache-Control"] = "private, no-store"
        return response

    # What is asked for ---------------------------------------------------------------

    def _asked(self, request: HttpRequest) -> tuple[TableForm, tables.Scope | None]:
        """The pickers, and the scope they name; None when they make no sense."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        at = moment.now()
        today = local_day(at)
        bodies = bodies_counted_by(request.user, today).exclude(kind=Organisation.Kind.UNIT)
        bodies = bodies.order_by("position", "pk")
        form = TableForm(_filled(request, bodies.first(), today), bodies=bodies, today=today)
        if not form.is_valid() or not form.cleaned_data["body"]:
            return form, None
        return form, _scope(form.cleaned_data, today, at)

    def _context(
        self, request: HttpRequest, title: object, form: TableForm, scope: tables.Scope | None
    ) -> dict[str, Any]:
        return {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": title,
            "form": form,
            "scope": scope,
            "query": urlencode(_query(scope)) if scope else "",
        }


def _filled(request: HttpRequest, body: Organisation | None, today: date) -> dict[str, Any]:
    """What the address says, and for what it leaves out this year of the person's own body."""
    first, last = year_of(today.year)
    is_government = body is not None and body.kind == Organisation.Kind.GOVERNMENT
    usual = {
        "body": body.pk if body else "",
        "first": first.isoformat(),
        "last": last.isoformat(),
        "as_of": today.isoformat(),
    }
    said = {name: value for name, value in request.GET.items() if value}
    if "body" not in said and is_government:
        usual["below"] = "on"
    return {**usual, **said}


def _scope(said: dict[str, Any], today: date, at: datetime) -> tables.Scope:
    as_of = said["as_of"] or today
    before = at if as_of == today else tables.end_of(as_of)
    return tables.Scope(said["body"], said["below"], said["first"], said["last"], before)


def _known(scope: tables.Scope | None) -> tables.Scope:
    if scope is None:
        raise Http404(_("没有这样的统计范围。"))
    return scope


def _query(scope: tables.Scope) -> dict[str, Any]:
    below = {"below": "on"} if scope.with_subordinates else {}
    known = {"body": scope.organisation.pk, "first": scope.first, "last": scope.last}
    return {**known, "as_of": local_day(scope.before), **below}


def _tables(request: HttpRequest, scope: tables.Scope) -> dict[str, Any]:
    def link(page: str) -> sheets.Link:
        address = reverse(f"admin:requests_foia_casecount_{page}")
        query = urlencode(_query(scope))
        return lambda row, column: f"{address}?{query}&row={row}&column={column}"

    counted = figures.figures_of(scope)
    data = figures.figures_data(counted)
    is_year = (scope.first, scope.last) == year_of(scope.first.year)
    reports = reports_visible_to(request.user, moment.today())
    return {
        "three": sheets.sheet_three(data["table_three"], link("cases")),
        "four": sheets.sheet_four(data["table_four"], link("remedies")),
        "two": sheets.sheets_two(data["table_two"]) if is_year else [],
        "conversions": conversions_of(scope.bodies, scope.first, scope.last),
        "checks": exports.check_lines(figures.checks_of(scope, counted)),
        "report": reports.filter(organisation=scope.organisation, year=scope.first.year).first()
        if is_year
        else AnnualReport.objects.none().first(),
    }


def _page(request: HttpRequest, rows: Any) -> Any:
    return Paginator(rows, CASES_PER_PAGE).get_page(request.GET.get("page"))
