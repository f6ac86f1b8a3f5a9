"""Finds personal data in text: ID-card numbers, mobile phones and bank cards.

Every finding is proved by its own arithmetic (check digit, number range, Luhn), so that
document numbers, amounts and telephone numbers of offices are left alone. Full-width
digits and the separators people type between groups are read through.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from stdnum import luhn
from stdnum.cn import ric, uscc
from stdnum.exceptions import ValidationError


class Kind(StrEnum):
    """What was found."""

    ID_CARD = "id_card"
    MOBILE = "mobile"
    BANK_CARD = "bank_card"


@dataclass(frozen=True, slots=True)
class Finding:
    """One piece of personal data: ``text[start:end]``."""

    kind: Kind
    start: int
    end: int


# One character to one character, so that positions stay those of the original text.
_HALF_WIDTH = str.maketrans(
    "０１２３４５６７８９Ｘｘ＋－–—‐‑　\u00a0",
    "0123456789XX+-----  ",
)
# Spaces, dashes, dots and the invisible characters that word processors leave behind.
_GAP = r"[ \t\r\n\-.·\u2000-\u200d\u2060\ufeff]{0,2}"
_NO_DIGIT_BEFORE = r"(?<![0-9])(?<![0-9]\.)"
_NO_DIGIT_AFTER = r"(?![0-9]|\.[0-9])"

# Looked ahead, not consumed: a number may begin inside a run that was no number.
_ID_CARD = re.compile(
    rf"(?<![0-9])(?=([1-9](?:{_GAP}[0-9]){{16}}{_GAP}[0-9Xx])(?![0-9]))", re.ASCII
)
_MOBILE = re.compile(
    rf"{_NO_DIGIT_BEFORE}(?:(?:\+|00)?86{_GAP})?"
    r"(1[3-9][0-9](?:[ \-]?[0-9]{4}[ \-]?[0-9]{4}|[0-9][ \-][0-9]{4}[ \-][0-9]{3}"
    rf"|[0-9]{{2}}[ \-][0-9]{{3}}[ \-]?[0-9]{{3}})){_NO_DIGIT_AFTER}",
    re.ASCII,
)
_BANK_CARD = re.compile(
    rf"{_NO_DIGIT_BEFORE}(?=([34569][0-9]{{3}}(?:[ \-]?[0-9]){{12,15}}){_NO_DIGIT_AFTER})",
    re.ASCII,
)

# GB/T 2260 provinces, 83 (residence permits) and 9x (permanent residence of foreigners).
# Counties are not looked up: a new county must not hide a number.
_PROVINCES = frozenset(
    str(code)
    for first, last in [(11, 15), (21, 23), (31, 37), (41, 46), (50, 54), (61, 65)]
    for code in range(first, last + 1)
) | {"71", "81", "82", "83", "91"}
_CENTURIES = frozenset({"18", "19", "20"})


def _compact(text: str) -> str:
    return re.sub(r"[^0-9Xx]", "", text).upper()


def _is_credit_code(number: str) -> bool:
    return len(number) == 18 and uscc.is_valid(number)


def is_id_number(number: str) -> bool:
    """Whether this is an 18-digit ID number by its province, birth date and check digit.

    >>> is_id_number("11010519491231002X"), is_id_number("110105194912310021")
    (True, False)
    """
    if len(number) != 18 or not number[:17].isdigit():
        return False
    if number[:2] not in _PROVINCES or number[6:8] not in _CENTURIES:
        return False
    try:
        ric.get_birth_date(number)
    except ValidationError:
        return False
    if ric.calc_check_digit(number) != number[17]:
        return False
    # One ID number in 31 also satisfies the sum of a credit code, but only 91 begins both.
    return not (number.startswith("91") and _is_credit_code(number))


def is_bank_card(number: str) -> bool:
    """Whether 16 to 19 digits satisfy Luhn and are no social credit code."""
    return 16 <= len(number) <= 19 and luhn.is_valid(number) and not _is_credit_code(number)


def _is_any(_number: str) -> bool:
    return True


_PATTERNS: tuple[tuple[Kind, re.Pattern[str], Callable[[str], bool]], ...] = (
    (Kind.ID_CARD, _ID_CARD, is_id_number),
    (Kind.MOBILE, _MOBILE, _is_any),
    (Kind.BANK_CARD, _BANK_CARD, is_bank_card),
)


def _candidates(plain: str) -> Iterator[Finding]:
    for kind, pattern, holds in _PATTERNS:
        for match in pattern.finditer(plain):
            if holds(_compact(match[1])):
                yield Finding(kind, match.start(1), match.end(1))


def find_personal_data(text: str) -> list[Finding]:
    """All personal data in a text, in the order of the text, without overlaps.

    >>> [(f.kind.value, f.start) for f in find_personal_data("电话：138 1234 5678，010-66012345")]
    [('mobile', 3)]
    """
    found: list[Finding] = []
    covered_to = 0
    for finding in sorted(
        _candidates(text.translate(_HALF_WIDTH)), key=lambda f: (f.start, -f.end)
    ):
        if finding.start >= covered_to:
            found.append(finding)
            covered_to = finding.end
    return found
