"""``{{ entry.title|highlight:query }}``, ``{{ entry.text|snippet:query }}``."""

from django import template
from django.utils.functional import Promise
from django.utils.safestring import SafeString

from portal.search import snippets, sources

register = template.Library()


@register.filter
def highlight(text: str, terms: str) -> SafeString:
    return snippets.highlight(text, terms)


@register.filter
def snippet(text: str, terms: str) -> SafeString:
    return snippets.snippet(text, terms)


@register.filter
def kind_label(kind: str) -> str | Promise:
    return sources.kind_label(kind)
