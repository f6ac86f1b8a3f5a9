"""Moments and days: a day of the law is a day in Asia/Shanghai, wherever the server stands."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")


def local(at: datetime) -> datetime:
    """The same moment on a clock in Shanghai.

    Raises ``ValueError`` for a naive moment: nobody knows which day it means.

    >>> from datetime import UTC
    >>> local(datetime(2025, 9, 22, 16, 30, tzinfo=UTC)).isoformat()
    '2025-09-23T00:30:00+08:00'
    """
    if at.tzinfo is None:
        raise ValueError("a moment needs a time zone")
    return at.astimezone(SHANGHAI)


def local_day(at: datetime) -> date:
    """The Shanghai day a moment belongs to.

    >>> from datetime import UTC
    >>> local_day(datetime(2025, 9, 22, 16, 30, tzinfo=UTC))
    datetime.date(2025, 9, 23)
    """
    return local(at).date()
