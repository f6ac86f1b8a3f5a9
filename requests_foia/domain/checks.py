"""The checks a reply passes before it is approved: secrecy (先审查、后公开) and legality."""

from collections.abc import Iterator
from enum import StrEnum

from portal.agencies.domain.roles import Role

from .replies import REPLIES, ReplyKind

EVERY_REPLY = 2
"""The scope that leaves out no reply; a smaller one keeps to what the law demands."""


class Check(StrEnum):
    """What a reviewer who did not draft judges."""

    SECRECY = "secrecy"
    LEGALITY = "legality"


REVIEWERS = {Check.SECRECY: Role.SECRECY_REVIEWER, Check.LEGALITY: Role.LEGAL_REVIEWER}


def checks_needed(kind: ReplyKind, *, secrecy: int, legality: int) -> Iterator[Check]:
    """The checks this reply must pass under a body's scopes (rules ``foi.check_…``).

    Whatever discloses is reviewed for secrecy, whatever withholds for legality, always.

    >>> [str(check) for check in checks_needed(ReplyKind.PARTIAL, secrecy=1, legality=1)]
    ['secrecy', 'legality']
    >>> list(checks_needed(ReplyKind.NOT_HELD, secrecy=1, legality=1))
    []
    """
    rule = REPLIES[kind]
    if rule.discloses or secrecy >= EVERY_REPLY:
        yield Check.SECRECY
    if rule.needs_ground or legality >= EVERY_REPLY:
        yield Check.LEGALITY
