"""The map of the site, for people and for search engines."""

from datetime import datetime
from math import ceil

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from portal.pages import queries

ADDRESSES_PER_SECTION = 10_000
# The protocol allows an index of at most this many sections.
MAX_SECTIONS = 50_000
ENTRANCES = (
    "pages:home",
    "pages:guide",
    "pages:deadlines",
    "pages:rules",
    "reports:list",
    "pages:organisations",
    "disclosure:list",
    "interpretation:list",
    "consultations:list",
    "requests:new",
    "requests:answered",
    "supervision:figures",
)
CLOSED_PATHS = ("/admin/", "/accounts/", "/requests/track/", "/files/", "/preferences/", "/search/")


@require_safe
def site_map(request: HttpRequest) -> HttpResponse:
    context = {"categories": queries.statutory_heads(), "groups": queries.directory()}
    return render(request, "pages/sitemap.html", context)


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    sections = max(1, ceil(queries.public_pages().count() / ADDRESSES_PER_SECTION))
    addresses = [
        _absolute(reverse("pages:sitemap_section", args=[number + 1])) for number in range(sections)
    ]
    return _xml(request, "pages/sitemap_index.xml", {"addresses": addresses})


@require_safe
def section(request: HttpRequest, number: int) -> HttpResponse:
    start, end = (number - 1) * ADDRESSES_PER_SECTION, number * ADDRESSES_PER_SECTION
    if not 1 <= number <= MAX_SECTIONS:
        raise Http404
    rows = queries.public_pages().values_list("url", "published_at")[start:end]
    pages: list[tuple[str, datetime | None]] = [(_absolute(url), at) for url, at in rows]
    if number == 1:
        pages = [(_absolute(reverse(name)), None) for name in ENTRANCES] + pages
    if not pages:
        raise Http404
    return _xml(request, "pages/sitemap.xml", {"pages": pages})


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in CLOSED_PATHS)]
    lines += [f"Sitemap: {_absolute(reverse('pages:sitemap_index'))}", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


def _absolute(path: str) -> str:
    """On the site's own address: the Host header is the visitor's word."""
    return f"{settings.PORTAL_BASE_URL.rstrip('/')}{path}"


def _xml(request: HttpRequest, template: str, context: dict[str, object]) -> HttpResponse:
    return render(request, template, context, content_type="application/xml; charset=utf-8")
