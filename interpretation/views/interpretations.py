"""Interpretations as the public reads them."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from disclosure.domain.layout import lay_out
from disclosure.queries.documents import published, with_validity
from interpretation.models import Interpretation
from interpretation.queries.releases import (
    addressable_interpretations,
    published_interpretations,
)
from portal.calendar import moment
from portal.files.queries import released_files_of

from .comments import comments_panel

PAGE_SIZE = 20
MAX_PAGES = 100


@require_safe
def interpretation_list(request: HttpRequest) -> HttpResponse:
    """Everything published, newest first, by form when asked."""
    forms = dict(Interpretation.Form.choices)
    form = request.GET.get("form", "")
    form = form if form in forms else ""
    interpretations = published_interpretations().defer("body")
    if form:
        interpretations = interpretations.filter(form=form)
    pages = Paginator(interpretations[: PAGE_SIZE * MAX_PAGES], PAGE_SIZE)
    context = {
        "page": pages.get_page(request.GET.get("page")),
        "count": interpretations.count(),
        "forms": forms.items(),
        "form": form,
    }
    return render(request, "interpretation/list.html", context)


@require_safe
def interpretation_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One interpretation with its documents and what people say to it."""
    interpretation = get_object_or_404(addressable_interpretations(), pk=pk)
    if interpretation.state == Interpretation.States.WITHDRAWN:
        return render(request, "interpretation/withdrawn.html", {"item": interpretation})
    context = {
        "interpretation": interpretation,
        "documents": with_validity(
            published().filter(interpretations=interpretation), moment.today()
        ).select_related("organisation"),
        "blocks": lay_out(interpretation.body),
        "files": released_files_of(interpretation),
        "comments": comments_panel(interpretation),
    }
    return render(request, "interpretation/detail.html", context)
