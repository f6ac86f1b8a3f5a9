"""The public page of on-time figures, and its table as a file."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View

from portal.calendar import moment
from portal.obligations.queries import recount_under_way, years_with_figures

from . import tables
from .queries import YearReport, year_report


class FiguresPage(TemplateView):
    """What was answered in time this year, and what is late now."""

    template_name = "supervision/figures.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        report, years = _report(self.request)
        address = f"?year={report.year}"
        return super().get_context_data(
            report=report,
            summary=tables.summary(report),
            years=[(year, f"?year={year}", year == report.year) for year in years],
            csv_url=reverse("supervision:figures-csv") + address,
            figures=_headlines(report),
            recounting=recount_under_way() is not None,
            months=(tables.columns(_("月份")), tables.month_rows(report)),
            bodies=(tables.columns(_("单位")), tables.rows(report.by_body())),
            found_instead=([_("机关"), _("次数")], tables.found_instead_rows(report)),
            rules=(tables.columns(_("事项")), tables.rows(report.by_rule())),
            **kwargs,
        )


class FiguresTable(View):
    """The same figures as CSV: a line per unit, month and kind of time limit."""

    def get(self, request: HttpRequest) -> HttpResponse:
        report, _years = _report(request)
        response = HttpResponse(tables.csv_lines(report), content_type="text/csv; charset=utf-8")
        name = f"on-time-{report.year}.csv"
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        return response


def _report(request: HttpRequest) -> tuple[YearReport, list[int]]:
    """The report of the year asked for (this year by default) and the years there are."""
    at = moment.now()
    years = years_with_figures(at)
    asked = request.GET.get("year", str(years[0]))
    chosen = next((year for year in years if str(year) == asked), None)
    if chosen is None:
        raise Http404(_("没有这一年的数据。"))
    return year_report(year=chosen, at=at), years


def _headlines(report: YearReport) -> list[dict[str, object]]:
    total = report.total
    return [
        {"value": total.in_time, "unit": _("件"), "label": _("按时办结")},
        {"value": tables.rate(total), "label": _("按时率")},
        {"value": total.late, "unit": _("件"), "label": _("逾期（含已补办）")},
        {
            "value": total.late_now,
            "unit": _("件"),
            "label": _("现仍逾期"),
            "tone": "red" if total.late_now else "",
        },
    ]
