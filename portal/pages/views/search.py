"""One search over everything public, its results sorted by kind."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.calendar import moment
from portal.search import queries
from portal.search.domain import MAX_QUERY_LENGTH
from portal.search.models import SearchEntry
from portal.search.sources import all_sources, source_of, with_standings

RESULTS_PER_PAGE = 20
NEAREST = 5
GROUPED_FROM = 10_000


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    terms = request.GET.get("q", "").strip()
    results, kind = _find(terms, request.GET.get("kind", ""), _page_number(request))
    page = Paginator(results.hits, RESULTS_PER_PAGE).get_page(request.GET.get("page"))
    found = results.by_kind.get(kind, 0) if kind else results.total
    context = {
        "terms": terms,
        "kind": kind,
        "kinds": _kinds(terms, results),
        "total": _counted(results.total, results),
        "page": page,
        "results": with_standings(queries.entries(list(page)), moment.now()),
        "nearest": with_standings(_nearest(terms, results), moment.now()),
        "apply_url": f"{reverse('requests:new')}?{urlencode({'about': terms})}",
        "is_cut": len(terms) > MAX_QUERY_LENGTH,
        "max_query_length": MAX_QUERY_LENGTH,
        "has_more": found > queries.MAX_RESULTS,
        "max_results": queries.MAX_RESULTS,
    }
    return render(request, "pages/search.html", context)


def _nearest(terms: str, results: queries.Results) -> list[SearchEntry]:
    """What is like the words, where nothing has them all."""
    return [] if results.hits or not terms else queries.nearest(terms, limit=NEAREST)


def _page_number(request: HttpRequest) -> int:
    given = request.GET.get("page", "")
    is_number = given.isascii() and given.isdigit() and len(given) < 5
    return int(given) if is_number else 1


def _find(terms: str, kind: str, page: int) -> tuple[queries.Results, str]:
    """The results, and the kind they are of; a kind without any means all kinds."""
    upto = min(page * RESULTS_PER_PAGE, queries.MAX_RESULTS)
    if source_of(kind):
        results = queries.find(terms, kind, upto=upto)
        if results.hits:
            return results, kind
    return queries.find(terms, upto=upto), ""


def _kinds(terms: str, results: queries.Results) -> list[dict[str, object]]:
    """The kinds with results, in the order in which the apps registered them."""
    address = reverse("pages:search")
    return [
        {
            "kind": source.kind,
            "label": source.label,
            "found": _counted(results.by_kind[source.kind], results),
            "url": f"{address}?{urlencode({'q': terms, 'kind': source.kind})}",
        }
        for source in all_sources()
        if source.kind in results.by_kind
    ]


def _counted(number: int, results: queries.Results) -> str:
    """A number of results, no more exact than it is."""
    words = f"{number:,}" if number >= GROUPED_FROM else str(number)
    if results.is_capped:
        return f"{words}+"
    return _("约 %(number)s") % {"number": words} if results.is_estimate else words
