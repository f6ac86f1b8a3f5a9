"""The list of what is published, whole or one head of the catalogue."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from disclosure.forms import CatalogueFilter
from disclosure.models import Category
from disclosure.queries.documents import catalogue, category_counts
from portal.calendar import moment

PAGE_SIZE = 20
MAX_PAGES = 100


@require_safe
def document_list(request: HttpRequest) -> HttpResponse:
    """Everything published, narrowed by the filters in the query string."""
    return _list(request, None)


@require_safe
def category_list(request: HttpRequest, code: str) -> HttpResponse:
    """One head of the catalogue with everything below it."""
    category = get_object_or_404(Category.objects.select_related("parent"), code=code)
    return _list(request, category)


def _list(request: HttpRequest, category: Category | None) -> HttpResponse:
    form = CatalogueFilter(request.GET)
    wanted = form.wanted
    if category is not None:
        del form.fields["category"]
        wanted["category"] = category
    documents = catalogue(moment.today(), wanted)
    count = documents.count()
    page = Paginator(documents.defer("body")[: PAGE_SIZE * MAX_PAGES], PAGE_SIZE).get_page(
        request.GET.get("page")
    )
    context = {
        "form": form,
        "category": category,
        "heads": _heads(category),
        "page": page,
        "count": count,
        "is_cut": count > PAGE_SIZE * MAX_PAGES,
        "shown_at_most": PAGE_SIZE * MAX_PAGES,
        "chips": _chips(request, form, category),
        "machine_query": _machine_query(request, category),
    }
    return render(request, "disclosure/list.html", context)


def _heads(category: Category | None) -> list[dict[str, Any]]:
    """The heads one level down, with what is published under each."""
    counts = category_counts()
    parent = Category.objects.filter(code="statutory").first() if category is None else category
    heads = Category.objects.filter(parent=parent) if parent else Category.objects.none()
    return [
        {
            "label": head.label,
            "count": counts.get(head.pk, 0),
            "url": reverse("disclosure:category", args=[head.code]),
        }
        for head in heads
    ]


def _chips(
    request: HttpRequest, form: CatalogueFilter, category: Category | None
) -> list[dict[str, str]]:
    chips = []
    for name, value in form.wanted.items():
        if name not in form.fields:
            continue
        rest = request.GET.copy()
        rest.pop(name, None)
        rest.pop("page", None)
        field = form.fields[name]
        choices = dict(getattr(field, "choices", ())) if isinstance(value, str) else {}
        chips.append(
            {
                "label": str(field.label) if name != "q" else "",
                "value": str(getattr(value, "label", None) or choices.get(value, value)),
                "url": f"{request.path}?{rest.urlencode()}",
            }
        )
    return chips


def _machine_query(request: HttpRequest, category: Category | None) -> str:
    """The same filters, for the feed, the table and the interface."""
    query = request.GET.copy()
    query.pop("page", None)
    for name in [name for name, value in query.items() if not value]:
        query.pop(name)
    if category is not None:
        query["category"] = category.code
    return query.urlencode()
