"""From disclosure on request to proactive disclosure (条例 art. 44): who asks whether, and why."""

from enum import StrEnum

from .replies import REPLIES, ReplyKind


class Prompt(StrEnum):
    """What made the agency ask itself whether to publish."""

    REPLY = "reply"
    ASKED_ALIKE = "asked_alike"
    SELF_CHECK = "self_check"


def needs_conversion_review(kind: ReplyKind) -> bool:
    """Whoever gives information to one must say whether everybody gets it.

    >>> needs_conversion_review(ReplyKind.PARTIAL), needs_conversion_review(ReplyKind.REFUSED)
    (True, False)
    """
    return REPLIES[kind].discloses
