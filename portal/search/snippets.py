"""Showing why something was found: the hits marked, everything else escaped."""

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from .domain import MAX_QUERY_LENGTH, find_spans, split_terms

SNIPPET_LENGTH = 120
_LEAD = 24
# Long texts are folded piece by piece, each reaching into the next by the longest word.
_PIECE = 4000


def highlight(text: str, terms: str) -> SafeString:
    """``text`` with every hit in a ``<mark>``."""
    pieces: list[tuple[str, str]] = []
    done = 0
    for start, end in find_spans(text, split_terms(terms)):
        pieces.append((text[done:start], text[start:end]))
        done = end
    marked = format_html_join("", "{}<mark>{}</mark>", pieces)
    return format_html("{}{}", marked, text[done:])


def snippet(text: str, terms: str) -> SafeString:
    """The stretch of ``text`` around the first hit, hits marked, cuts shown by an ellipsis."""
    text = " ".join(text.split())
    start = max(0, _first_hit(text, split_terms(terms)) - _LEAD)
    end = start + SNIPPET_LENGTH
    return format_html(
        "{}{}{}",
        "…" if start else "",
        highlight(text[start:end], terms),
        "…" if end < len(text) else "",
    )


def _first_hit(text: str, words: list[str]) -> int:
    for start in range(0, len(text), _PIECE):
        spans = find_spans(text[start : start + _PIECE + MAX_QUERY_LENGTH], words)
        if spans:
            return start + spans[0][0]
    return 0
