"""The annual reports before the public: 政府信息公开年报 (国办公开办函〔2019〕61号)."""

from itertools import groupby

from django.conf import settings
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from disclosure.queries.documents import published, within_category
from requests_foia.models import ReportEdition
from requests_foia.queries import exports, figures, report_pdf, reports, sheets, word_file

# Reports from before the portal counted them stand among the documents of the catalogue.
CATALOGUE_BLOCK = "reports"
OLDER_SHOWN = 100
WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_DAY_SECONDS = 24 * 3600


@require_safe
def report_list(request: HttpRequest) -> HttpResponse:
    """Every published report, newest year first."""
    editions = reports.published_editions().defer("content")
    by_year = groupby(editions, key=lambda edition: edition.report.year)
    older = within_category(published(), CATALOGUE_BLOCK).select_related("organisation")
    context = {
        "years": [(year, list(group)) for year, group in by_year],
        "older": older.order_by("-published_at", "-pk")[:OLDER_SHOWN],
    }
    return render(request, "requests_foia/report/list.html", context)


@require_safe
def report(request: HttpRequest, year: int, code: str) -> HttpResponse:
    """One report as it was signed and published."""
    edition = _edition(year, code)
    content = edition.content
    context = {
        "edition": edition,
        "content": content,
        "title": word_file.title_of(content),
        "parts": sheets.parts_of(content),
        "pdf": report_pdf.pdf_of_edition(edition),
        "year": year,
        "code": code,
    }
    return render(request, "requests_foia/report/report.html", context)


@require_safe
def word_file_page(request: HttpRequest, year: int, code: str) -> HttpResponse:
    """The report as a Word file; made once for each edition."""
    edition = _edition(year, code)
    key = f"annual-report-docx:{edition.sha256}"
    made = cache.get(key)
    if made is None:
        with translation.override(settings.LANGUAGE_CODE):
            made = word_file.word_file(edition.content)
        cache.set(key, made, _DAY_SECONDS)
    return _file(HttpResponse(made, content_type=WORD_TYPE), f"report-{code}-{year}.docx")


@require_safe
def data_file(request: HttpRequest, year: int, code: str) -> HttpResponse:
    """Text, tables and identities as JSON, exactly as they were hashed."""
    edition = _edition(year, code)
    data = {**edition.content, "edition": edition.number, "sha256": edition.sha256}
    options = {"ensure_ascii": False, "indent": 2}
    response = JsonResponse(data, json_dumps_params=options)
    return _file(response, f"report-{code}-{year}.json")


@require_safe
def tables_file(request: HttpRequest, year: int, code: str) -> HttpResponse:
    """The tables as CSV, a figure per line."""
    edition = _edition(year, code)
    text = exports.csv_text(edition.content["figures"])
    response = HttpResponse(text, content_type="text/csv; charset=utf-8")
    return _file(response, f"tables-{code}-{year}.csv")


def _edition(year: int, code: str) -> ReportEdition:
    edition = reports.published_edition(year, code) if year <= figures.LAST_YEAR else None
    if edition is None:
        raise Http404(_("没有公布这份年度报告。"))
    return edition


def _file(response: HttpResponse, name: str) -> HttpResponse:
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
