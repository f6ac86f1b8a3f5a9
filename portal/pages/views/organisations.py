"""Who we are: every body, what it does, where it sits and who answers there (条例 art. 20 二)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from disclosure.queries.documents import published
from portal.pages import queries

NEWEST_DOCUMENTS = 5


@require_safe
def directory(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/organisations.html", {"groups": queries.directory()})


@require_safe
def organisation(request: HttpRequest, code: str) -> HttpResponse:
    body = get_object_or_404(queries.active_bodies().select_related("parent"), code=code)
    context = {
        "organisation": body,
        "units": queries.active_bodies().filter(parent=body),
        "leaders": body.leaders.all(),
        "contacts": body.contacts.all(),
        "documents": published().filter(organisation=body)[:NEWEST_DOCUMENTS],
    }
    return render(request, "pages/organisation.html", context)
