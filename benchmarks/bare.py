"""The yardstick: the portal's own server with one bare view beside its pages.

The view does what no page can do without: one indexed query and one small template.
"""

from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import include, path

from disclosure.models import Document

TEMPLATE = engines["django"].from_string(
    "<!doctype html><title>{{ d.title }}</title><p>{{ d.body }}"
)


def bare(request: HttpRequest, index_no: str) -> HttpResponse:
    document = Document.objects.get(index_no=index_no)
    return HttpResponse(TEMPLATE.render({"d": document}, request))


urlpatterns = [path("bare/<path:index_no>/", bare), path("", include("portal.urls"))]
