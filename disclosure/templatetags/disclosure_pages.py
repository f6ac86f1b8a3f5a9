"""How a listed document says its validity: a word and a tone."""

from django import template

from disclosure.models import Document

register = template.Library()

_TONES = {
    "in_force": "neutral",
    "not_yet": "amber",
    "amended": "amber",
    "repealed": "red",
    "expired": "red",
}


@register.filter
def validity_word(document: Document) -> str:
    """The validity as ``queries.with_validity`` found it."""
    return str(Document.Validity(document.current_validity).label)  # type: ignore[attr-defined]


@register.filter
def validity_tone(document: Document) -> str:
    return _TONES[document.current_validity]  # type: ignore[attr-defined]
