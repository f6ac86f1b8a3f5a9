"""The number an application is known by."""

import re
import unicodedata


def application_number(organisation_code: str, year: int, serial: int) -> str:
    """
    >>> application_number("yx", 2026, 12)
    'YXGK-2026-00012'
    """
    return f"{organisation_code.upper()}GK-{year:04d}-{serial:05d}"


def normalised_number(typed: str) -> str:
    """What a person typed, as the register writes it: full width, spaces and case forgiven.

    >>> normalised_number(" ｙｘgk－2026 - 00012")
    'YXGK-2026-00012'
    """
    plain = unicodedata.normalize("NFKC", typed).upper()
    return re.sub(r"[\s\x00]+", "", re.sub(r"[‐‑‒–—―−－]", "-", plain))


def letter_number(prefix: str, year: int, serial: int) -> str:
    """
    >>> letter_number("云溪公开", 2026, 1)
    '云溪公开〔2026〕第1号'
    """
    return f"{prefix}〔{year}〕第{serial}号"


def unnumbered(number: str) -> str:
    """A letter's number before it has one.

    >>> unnumbered("云溪公开〔2026〕第12号")
    '云溪公开〔2026〕第×号'
    """
    return re.sub(r"第\d+号$", "第×号", number)


def normalised_letter_number(typed: str) -> str:
    """A letter's number as it is printed, whatever brackets, width and spaces were typed.

    >>> normalised_letter_number(" 云溪公开[2026]第 1 号")
    '云溪公开〔2026〕第1号'
    """
    plain = re.sub(r"[\s\x00]+", "", unicodedata.normalize("NFKC", typed))
    return re.sub(r"[\[(【｛{〈《]", "〔", re.sub(r"[\])】｝}〉》]", "〕", plain))
