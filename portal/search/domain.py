"""How text is made comparable, so that what looks the same is found the same.

Folding works character by character and keeps, for each folded character, where it came
from, so a hit in folded text can be marked in the text as it was written.
"""

import unicodedata

MAX_QUERY_LENGTH = 100
MAX_TERMS = 8

_OPENING = "([{〔〖【「『〈《<⟨"
_CLOSING = ")]}〕〗】」』〉》>⟩"
_BRACKETS = str.maketrans(
    {**dict.fromkeys(_OPENING, "("), **dict.fromkeys(_CLOSING, ")")}  # 〔2026〕= [2026] = （2026）
)
_INVISIBLE = frozenset({"Cf", "Cs"})
_VARIATION_SELECTORS = frozenset(map(chr, range(0xFE00, 0xFE10)))
_BLANK = frozenset({"Cc", "Zs", "Zl", "Zp"})


def _fold_character(character: str) -> str:
    category = unicodedata.category(character)
    if category in _BLANK:
        return " "
    if category in _INVISIBLE or character in _VARIATION_SELECTORS:
        return ""
    return unicodedata.normalize("NFKC", character).casefold().translate(_BRACKETS)


class _Folded(dict[int, str]):
    """What each character becomes; learnt as it is met, so that long texts fold quickly."""

    most = 60_000

    def __missing__(self, code: int) -> str:
        folded = _fold_character(chr(code))
        if len(self) < self.most:
            self[code] = folded
        return folded


_folded = _Folded()


def fold_with_positions(text: str) -> tuple[str, list[int]]:
    """The folded text and, for each of its characters, the index in ``text``."""
    pieces = [_folded[ord(character)] for character in text]
    positions = [index for index, piece in enumerate(pieces) for _ in piece]
    return "".join(pieces), positions


def fold(text: str) -> str:
    """Width, case and brackets folded away.

    >>> fold("云政发〔２０２６〕１２号")
    '云政发(2026)12号'
    """
    return text.translate(_folded)


def split_terms(query: str) -> list[str]:
    """The folded terms of a query: each must be found; capped in length and number.

    >>> split_terms("  住房　补贴 补贴")
    ['住房', '补贴']
    """
    return list(dict.fromkeys(fold(query[:MAX_QUERY_LENGTH]).split()))[:MAX_TERMS]


def find_spans(text: str, terms: list[str]) -> list[tuple[int, int]]:
    """Where ``terms`` stand in ``text`` as written: sorted, merged ``(start, end)`` pairs."""
    folded, positions = fold_with_positions(text)
    hits = sorted(span for term in terms for span in _hits(folded, term))
    merged: list[tuple[int, int]] = []
    for start, end in hits:
        written = (positions[start], positions[end - 1] + 1)
        if merged and written[0] <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], written[1]))
        else:
            merged.append(written)
    return merged


def _hits(folded: str, term: str) -> list[tuple[int, int]]:
    hits = []
    start = folded.find(term) if term else -1
    while start >= 0:
        hits.append((start, start + len(term)))
        start = folded.find(term, start + len(term))
    return hits
