"""The structure of an official text, read from how it is written.

Bodies are plain text, so nothing in them can be markup; chapters, numbered heads, articles,
questions and answers are recognised by their wording alone.
"""

import re
from dataclasses import dataclass
from typing import Literal

Kind = Literal["chapter", "heading", "article", "paragraph"]

_NUMERAL = "[〇零一二三四五六七八九十百千\\d]+"
_MARKED = re.compile(r"^#{1,6}\s*(?P<text>.+)$")
_CHAPTER = re.compile(rf"^第{_NUMERAL}[编章](\s|　|$)")
_SECTION = re.compile(rf"^第{_NUMERAL}节(\s|　|$)")
_HEADING = re.compile(rf"^{_NUMERAL}、[^。；]{{1,40}}$")
_QUESTION = re.compile(r"^[^。；]{2,40}[？?]$")
_SPEAKER = re.compile(r"^(?P<lead>[问答])[：:][\s　]*(?P<text>.+)$")
_ARTICLE = re.compile(rf"^(?P<lead>第{_NUMERAL}条(之{_NUMERAL})?)[\s　]*(?P<text>.*)$")


@dataclass(frozen=True)
class Block:
    """One paragraph of a document; ``anchor`` is set where a reader may jump to."""

    kind: Kind
    text: str
    lead: str = ""
    anchor: str = ""


def unified_lines(value: object) -> object:
    """Text with one kind of line end, whatever a form sends; anything else as it is.

    >>> unified_lines("甲\\r\\n乙")
    '甲\\n乙'
    """
    return value.replace("\r\n", "\n").replace("\r", "\n") if isinstance(value, str) else value


def lay_out(body: str) -> list[Block]:
    """The blocks of ``body``; every non-empty line is one.

    >>> [(b.kind, b.lead, b.text) for b in lay_out("第一章　总则\\n第一条　为了公开。")]
    [('chapter', '', '第一章　总则'), ('article', '第一条', '为了公开。')]
    """
    lines = (line.strip() for line in body.splitlines())
    return [_block(line, number) for number, line in enumerate(filter(None, lines), start=1)]


def _block(line: str, number: int) -> Block:
    anchor = f"p{number}"
    marked = _MARKED.match(line)
    if marked:
        line = marked["text"]
    if _CHAPTER.match(line):
        return Block("chapter", line, anchor=anchor)
    led = _ARTICLE.match(line) or _SPEAKER.match(line)
    if led:
        return Block("article", led["text"], lead=led["lead"], anchor=anchor)
    if marked or any(pattern.match(line) for pattern in (_SECTION, _HEADING, _QUESTION)):
        return Block("heading", line, anchor=anchor)
    return Block("paragraph", line)
