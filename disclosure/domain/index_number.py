"""索引号: the number by which a published document is known for ever.

国办秘函〔2009〕6号: ``前段码/后段码``; in front the 9-character organisation code or, as is
usual today, the 18-character credit code; behind it the year and a serial of five digits.
"""

import re

PATTERN = re.compile(r"^([0-9A-Z]{9}|[0-9A-Z]{18})/\d{4}-\d{5}$")
_ORGANISATION_CODE = re.compile(r"^([0-9A-Z]{9}|[0-9A-Z]{18})$")
LARGEST_SERIAL = 99_999


def is_organisation_code(code: str) -> bool:
    """Whether ``code`` can stand in front of an index number."""
    return bool(_ORGANISATION_CODE.fullmatch(code))


def index_number(*, organisation_code: str, year: int, serial: int) -> str:
    """Compose the number; ``ValueError`` when a part does not fit.

    >>> index_number(organisation_code="000014349", year=2017, serial=110)
    '000014349/2017-00110'
    """
    if not 1 <= serial <= LARGEST_SERIAL:
        raise ValueError(f"serial out of range: {serial}")
    number = f"{organisation_code}/{year:04d}-{serial:05d}"
    if not PATTERN.fullmatch(number):
        raise ValueError(f"not an index number: {number}")
    return number
