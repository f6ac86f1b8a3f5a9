"""The annual tables on a page, and the report's text with its headings."""

import re
from collections.abc import Iterator
from typing import Any

from django import template

from requests_foia.queries.sheets import Sheet

register = template.Library()
# （一）主动公开 on a line of its own.
_HEADING = re.compile(r"^（[一二三四五六七八九十]+）.{1,30}$")


@register.inclusion_tag("requests_foia/report/sheet.html")
def annual_sheet(sheet: Sheet, *, caption: object = "", kind: str = "") -> dict[str, Any]:
    """One table in a box of its own that scrolls; ``kind`` names its layout."""
    return {"sheet": sheet, "caption": caption or sheet.title, "kind": kind}


@register.filter
def paragraphs(text: str) -> list[dict[str, str]]:
    """The lines of a part as headings and paragraphs; templates escape what stands in them."""
    return list(_lines(text))


def _lines(text: str) -> Iterator[dict[str, str]]:
    for line in text.splitlines():
        if words := line.strip():
            yield {"kind": "heading" if _HEADING.match(words) else "text", "text": words}
