"""Lists: their rows, filters and pages."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django import template
from django.core.paginator import Page
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from portal.components.tones import known_tone

register = template.Library()


@register.inclusion_tag("components/record.html")
def record(
    title: object,
    *,
    url: str = "",
    number: object = "",
    unit: object = "",
    day: date | None = None,
    status: object = "",
    tone: str = "neutral",
    summary: object = "",
    kind: object = "",
    heading: str = "h3",
) -> dict[str, Any]:
    """One row of ``<ol class="records">``: title · number · unit · date · state."""
    return {
        "title": title,
        "url": url,
        "number": number,
        "unit": unit,
        "day": day,
        "status": status,
        "tone": known_tone(tone),
        "summary": summary,
        "kind": kind,
        "heading": heading,
    }


@register.simple_block_tag(takes_context=True)
def filters(
    context: template.Context,
    content: str,
    *,
    action: str = "",
    title: object = "",
    active: int = 0,
) -> SafeString:
    """A GET form of filters: beside the list on a desk, folded away on a phone.

    The block holds the fields; the submit button comes with it. ``active`` counts filters in use.
    """
    path = action or context["request"].path
    return render_to_string(
        "components/filters.html",
        {"content": content, "action": path, "title": title, "active": active},
    )


@register.inclusion_tag("components/chips.html")
def chips(items: Iterable[Mapping[str, Any]], *, clear_url: str = "") -> dict[str, Any]:
    """Filters in use. An item: ``label``, ``value``, ``url`` (the list without this filter)."""
    return {"items": list(items), "clear_url": clear_url}


@register.inclusion_tag("components/pagination.html", takes_context=True)
def pagination(context: template.Context, page: Page, *, name: str = "page") -> dict[str, Any]:
    """Numbered pages that keep the query string. Draws nothing for a single page."""
    query = context["request"].GET.copy()

    def url_of(number: int) -> str:
        query[name] = str(number)
        return f"?{query.urlencode()}"

    gap = page.paginator.ELLIPSIS
    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    return {
        "page": page,
        "links": [{"number": n, "url": "" if n == gap else url_of(int(n))} for n in numbers],
        "previous_url": url_of(page.number - 1) if page.has_previous() else "",
        "next_url": url_of(page.number + 1) if page.has_next() else "",
    }


@register.inclusion_tag("components/older_newer.html")
def older_newer(*, older_url: str = "", newer_url: str = "") -> dict[str, Any]:
    """Cursor pages: no numbers, no ceiling."""
    return {"older_url": older_url, "newer_url": newer_url}


@register.inclusion_tag("components/empty_state.html")
def empty_state(
    title: object, *, text: object = "", url: str = "", link: object = ""
) -> dict[str, Any]:
    """Nothing here: what that means and what to do next."""
    return {"title": title, "text": text, "url": url, "link": link}
