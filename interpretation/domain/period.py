"""When opinions are collected: states told by the clock, never stored."""

from datetime import datetime
from enum import StrEnum

from portal.domain.moments import local_day


class Phase(StrEnum):
    PLANNED = "planned"
    OPEN = "open"
    CLOSED = "closed"
    ANSWERED = "answered"


def phase_at(
    at: datetime, *, opens_at: datetime, closes_at: datetime, outcome_at: datetime | None
) -> Phase:
    """Where a consultation stands at that moment; the closing moment itself is closed."""
    if at < opens_at:
        return Phase.PLANNED
    if at < closes_at:
        return Phase.OPEN
    return Phase.CLOSED if outcome_at is None or at < outcome_at else Phase.ANSWERED


def collection_days(opens_at: datetime, closes_at: datetime) -> int:
    """The calendar days the public has, the day of opening not counted (民法典 art. 201)."""
    return (local_day(closes_at) - local_day(opens_at)).days
