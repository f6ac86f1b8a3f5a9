"""The numbers by which people and organisations are known, and what makes them wrong.

Only what the standards fix is checked (GB 11643 and GB 32100: length, characters, date
of birth, check digit). Area codes are not: codes of abolished counties stay valid for
the people who carry them.
"""

import re
from datetime import date
from enum import StrEnum

from stdnum.cn import ric, uscc

ID_CARD_LENGTH = CREDIT_CODE_LENGTH = 18
_ID_CARD = re.compile(r"\d{17}[\dX]")
_CREDIT_CODE = re.compile(r"[0-9A-HJ-NPQRTUWXY]{18}")


class Fault(StrEnum):
    """Why a number can't be right."""

    LENGTH = "length"
    CHARACTERS = "characters"
    BIRTH_DATE = "birth_date"
    CHECK_DIGIT = "check_digit"


def id_card_fault(number: str) -> Fault | None:
    """What is wrong with a resident identity card number (GB 11643), if anything.

    >>> id_card_fault("11010519491231002X") is None
    True
    >>> str(id_card_fault("110105194912310021"))
    'check_digit'
    """
    if len(number) != ID_CARD_LENGTH:
        return Fault.LENGTH
    if not (number.isascii() and _ID_CARD.fullmatch(number)):
        return Fault.CHARACTERS
    try:
        date.fromisoformat(f"{number[6:10]}-{number[10:12]}-{number[12:14]}")
    except ValueError:
        return Fault.BIRTH_DATE
    if ric.calc_check_digit(number) != number[-1]:
        return Fault.CHECK_DIGIT
    return None


def credit_code_fault(code: str) -> Fault | None:
    """What is wrong with a unified social credit code (GB 32100), if anything.

    >>> credit_code_fault("91110000600037341L") is None
    True
    >>> str(credit_code_fault("91110000600037341M"))
    'check_digit'
    """
    if len(code) != CREDIT_CODE_LENGTH:
        return Fault.LENGTH
    if not _CREDIT_CODE.fullmatch(code):
        return Fault.CHARACTERS
    if uscc.calc_check_digit(code) != code[-1]:
        return Fault.CHECK_DIGIT
    return None
