"""政府信息公开制度: a block of the catalogue under an address of its own."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.pages import queries

DOCUMENTS_PER_PAGE = 20


def _column(request: HttpRequest, code: str, title: str, lead: str) -> HttpResponse:
    pages = Paginator(queries.documents_under(code), DOCUMENTS_PER_PAGE)
    context = {
        "title": title,
        "lead": lead,
        "code": code,
        "page": pages.get_page(request.GET.get("page")),
    }
    return render(request, "pages/column.html", context)


@require_safe
def rules(request: HttpRequest) -> HttpResponse:
    return _column(
        request,
        queries.RULES,
        _("政府信息公开制度"),
        _("公开工作依据的法律法规和本地制定的制度。"),
    )
