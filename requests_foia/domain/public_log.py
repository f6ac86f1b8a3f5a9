"""What the public log of answered applications may say of a case, and what it never does."""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from enum import StrEnum

from .replies import REPLIES, Ground, ReplyKind

SECRET_GROUNDS = frozenset({Ground.STATE_SECRET, Ground.SAFETY})
"""Refused on these, a case is listed by subject and outcome alone."""
COPIED_RUN = 20
"""So many characters in a row taken from the application are the applicant's own words."""


class EntryState(StrEnum):
    """An entry waits for a second person, is public, or was taken back for good."""

    PREPARED = "prepared"
    RELEASED = "released"
    WITHDRAWN = "withdrawn"


def tells_secret(ground: str) -> bool:
    """Whether already the details of this refusal would tell what is kept secret.

    >>> tells_secret("state_secret"), tells_secret("process")
    (True, False)
    """
    return ground in SECRET_GROUNDS


def may_quote_letter(kind: str, ground: str) -> bool:
    """Whether the text of the reply may be shown: only where something was disclosed."""
    return REPLIES[ReplyKind(kind)].discloses and not tells_secret(ground)


def bare(text: str) -> str:
    """A text without spaces and marks, for comparing words with words.

    >>> bare("桃源路，改造 工程。")
    '桃源路改造工程'
    """
    return re.sub(r"[\W_]+", "", text).casefold()


def is_copied(text: str, said: Iterable[str], *, run: int = COPIED_RUN) -> bool:
    """Whether a text is what the applicant said, or takes a long run from it.

    >>> is_copied("桃源路中标结果", ["桃源路 中标结果"]), is_copied("一处道路工程", ["桃源路"])
    (True, False)
    """
    own = bare(text)
    for words in map(bare, said):
        if own and own == words:
            return True
        pieces = (own[start : start + run] for start in range(len(own) - run + 1))
        if any(piece in words for piece in pieces):
            return True
    return False


def spellings(day: date) -> Iterator[str]:
    """How a day is usually written, without spaces and marks.

    >>> list(spellings(date(2025, 11, 3)))
    ['20251103', '2025113', '11月3日', '11月03日']
    """
    yield f"{day:%Y%m%d}"
    yield f"{day.year}{day.month}{day.day}"
    yield f"{day.month}月{day.day}日"
    yield f"{day.month:02}月{day.day:02}日"


def names_day(text: str, days: Iterable[date]) -> bool:
    """Whether a text names one of these days of the case: a month is all it may say.

    >>> day = date(2025, 11, 3)
    >>> names_day("于2025-11-03收到", [day]), names_day("2025年11月收到", [day])
    (True, False)
    """
    own = bare(text)
    for day in days:
        for spelling in spellings(day):
            if re.search(rf"(?<!\d){spelling}(?!\d)", own):
                return True
    return False
