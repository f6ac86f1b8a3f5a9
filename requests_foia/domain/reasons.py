"""Very many requests (条例 art. 35): how far asking for the reasons has come."""

from collections.abc import Collection
from enum import StrEnum

from .vocabulary import Fact


class Stage(StrEnum):
    """Where the question for reasons stands."""

    UNASKED = "unasked"
    ASKED = "asked"
    GIVEN = "given"
    LAPSED = "lapsed"
    ACCEPTED = "accepted"
    REJECTED = "rejected"


_LATEST_FIRST = (
    (Fact.REASONS_ACCEPTED, Stage.ACCEPTED),
    (Fact.REASONS_REJECTED, Stage.REJECTED),
    (Fact.REASONS_LAPSED, Stage.LAPSED),
    (Fact.REASONS_GIVEN, Stage.GIVEN),
    (Fact.REASONS_ASKED, Stage.ASKED),
)


def stage_of(kinds: Collection[str]) -> Stage:
    """The stage that these recorded facts have led to.

    >>> str(stage_of({Fact.SUBMITTED, Fact.REASONS_ASKED, Fact.REASONS_GIVEN}))
    'given'
    """
    return next((stage for fact, stage in _LATEST_FIRST if fact in kinds), Stage.UNASKED)


MAY_BE_REFUSED = frozenset({Stage.LAPSED, Stage.REJECTED})
"""Only then the request may be left unhandled (不予处理)."""
