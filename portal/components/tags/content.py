"""What a page tells: facts, events, files, figures and dates."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import template

register = template.Library()


@register.inclusion_tag("components/metadata.html")
def metadata(rows: Iterable[Sequence[Any] | Mapping[str, Any]]) -> dict[str, Any]:
    """A two-column definition list. A row: ``(label, value)`` or ``(label, value, url)``;
    rows with an empty value are left out."""
    listed = [
        row if isinstance(row, Mapping) else dict(zip(("label", "value", "url"), row, strict=False))
        for row in rows
    ]
    return {"rows": [row for row in listed if row.get("value") not in (None, "")]}


@register.inclusion_tag("components/timeline.html")
def timeline(events: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """What happened and what is awaited. An event: ``title``, ``at`` (date or datetime),
    ``text``, ``url``, ``link`` (its words), ``state`` (done, now, next), ``tone`` for a warning."""
    return {"events": [{"state": "done", **event} for event in events]}


@register.inclusion_tag("components/attachments.html")
def attachments(files: Iterable[Any], *, title: object = "") -> dict[str, Any]:
    """Files as rows. A file: ``name``, ``url``, ``extension``, ``size`` (bytes), ``sha256``."""
    return {"files": list(files), "title": title}


@register.inclusion_tag("components/data_table.html")
def data_table(
    caption: object,
    columns: Sequence[Any],
    rows: Iterable[Sequence[Any]],
    *,
    csv_url: str = "",
    numeric: str = "",
) -> dict[str, Any]:
    """A real table that scrolls in its own box. ``numeric``: positions of number columns from 1,
    such as "2,3". The first column heads its row. A cell may be ``{"text", "url"}``."""
    at_right = {int(part) - 1 for part in numeric.split(",") if part.strip()}
    return {
        "caption": caption,
        "columns": [{"label": c, "numeric": i in at_right} for i, c in enumerate(columns)],
        "rows": [
            [{**_cell(value), "numeric": i in at_right} for i, value in enumerate(row)]
            for row in rows
        ],
        "csv_url": csv_url,
    }


def _cell(value: object) -> dict[str, Any]:
    return dict(value) if isinstance(value, Mapping) else {"text": value}


@register.inclusion_tag("components/figures.html")
def figures(items: Iterable[Mapping[str, Any]], *, title: object = "") -> dict[str, Any]:
    """A strip of honest figures. An item: ``value``, ``unit``, ``label``, ``url``, ``tone``."""
    return {"items": list(items), "title": title}


@register.inclusion_tag("components/document_tools.html", takes_context=True)
def document_tools(
    context: template.Context, *, citation: object = "", url: str = "", qr: object = ""
) -> dict[str, Any]:
    """Print, larger type and citation in one row. ``qr`` is an SVG of the page's address."""
    return {
        "citation": citation,
        "url": url,
        "qr": qr,
        "request": context.get("request"),
        "display": context.get("display"),
    }
