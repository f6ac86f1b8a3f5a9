"""What people fill in, check and get confirmed."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import template
from django.forms import BaseForm, BoundField
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext

register = template.Library()


@register.inclusion_tag("components/error_summary.html")
def error_summary(*forms: BaseForm) -> dict[str, Any]:
    """Every error of the bound forms, each linked to its field. Draws nothing when all is well."""
    general = [error for form in forms for error in form.non_field_errors()]
    by_field = [
        {"id": _focus_id(bound), "text": _named(bound.label, error)}
        for form in forms
        for bound in form
        for error in bound.errors
    ]
    return {"general": general, "by_field": by_field}


@register.inclusion_tag("components/field.html")
def field(bound: BoundField, *, heading: bool = False) -> dict[str, Any]:
    """One form field: label, hint, error and widget.

    ``heading`` makes the label (or legend) the page's h1: one question per page.
    """
    return {"field": bound, "heading": heading}


@register.filter
def widget_kind(bound: BoundField) -> str:
    """How a field is laid out: hidden, checkbox, choices (radios, checkboxes) or control."""
    if bound.is_hidden:
        return "hidden"
    kind = bound.widget_type
    if kind == "checkbox":
        return "checkbox"
    return "choices" if kind.endswith(("radioselect", "checkboxselectmultiple")) else "control"


@register.filter
def focus_id(bound: BoundField) -> str:
    """The id an error links to: the first choice of a group, else the control itself."""
    return _focus_id(bound)


def _named(label: object, error: object) -> str:
    """An error that says which field it speaks of, wherever it is read."""
    if str(label) in str(error) or str(label).endswith(("？", "?")):  # a question needs no name
        return str(error)
    return gettext("%(label)s：%(error)s") % {"label": label, "error": error}


def _focus_id(bound: BoundField) -> str:
    if widget_kind(bound) == "choices" and len(bound) > 0:
        return str(bound[0].id_for_label)
    return str(bound.id_for_label or bound.auto_id)


@register.inclusion_tag("components/progress.html")
def progress(step: int, total: int) -> dict[str, Any]:
    """“第 2 步，共 5 步”."""
    return {"step": step, "total": total, "steps": range(1, total + 1)}


@register.inclusion_tag("components/summary_list.html")
def summary_list(rows: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Answers to check. A row: ``label``, ``value`` (text or a list of texts), optionally
    ``url`` (where to change it) and ``change`` (the verb shown, default 修改)."""
    return {"rows": [{**row, "values": _as_list(row.get("value", ""))} for row in rows]}


def _as_list(value: object) -> list[object]:
    return list(value) if isinstance(value, list | tuple) else [value]


@register.simple_block_tag
def confirmation(
    content: str, *, title: object, number: object = "", number_label: object = ""
) -> SafeString:
    """What has just been done, large: the title, the number, then the block's own words."""
    return render_to_string(
        "components/confirmation.html",
        {"content": content, "title": title, "number": number, "number_label": number_label},
    )


@register.inclusion_tag("components/secret.html")
def secret(value: object, *, label: object, hint: object = "") -> dict[str, Any]:
    """A code to keep: large, selectable, with a copy button where scripts run."""
    return {"value": value, "label": label, "hint": hint}
