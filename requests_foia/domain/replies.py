"""Every way an application ends: its article, its remedy and its row of table three.

One choice of the drafter drives the letter, the remedy paragraph and the cell of the
annual report (国办公开办函〔2021〕30号), so nobody types a figure.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType


class ReplyKind(StrEnum):
    """The replies of 条例 arts. 30 and 35 to 39."""

    ALREADY_PUBLIC = "already_public"
    DISCLOSED = "disclosed"
    PARTIAL = "partial"
    REFUSED = "refused"
    SPECIAL_PROCEDURE = "special_procedure"
    NOT_EXISTING = "not_existing"
    NOT_HELD = "not_held"
    NEEDS_PROCESSING = "needs_processing"
    UNCLEAR = "unclear"
    PETITION = "petition"
    DUPLICATE = "duplicate"
    PUBLICATION = "publication"
    EXCESSIVE = "excessive"
    REISSUE = "reissue"


class Ending(StrEnum):
    """How a case closes without a reply."""

    CORRECTION_LAPSED = "correction_lapsed"
    FEE_LAPSED = "fee_lapsed"
    WITHDRAWN = "withdrawn"
    MERGED = "merged"


class Ground(StrEnum):
    """Why information is withheld (条例 arts. 14 to 16)."""

    STATE_SECRET = "state_secret"  # noqa: S105
    LAW_FORBIDS = "law_forbids"
    SAFETY = "safety"
    THIRD_PARTY = "third_party"
    INTERNAL = "internal"
    PROCESS = "process"
    ENFORCEMENT_FILE = "enforcement_file"


class Remedy(StrEnum):
    """A: appeal first (行政复议法 art. 23 ①(四)). B: appeal or sue directly."""

    APPEAL_FIRST = "A"
    APPEAL_OR_SUE = "B"


@dataclass(frozen=True, slots=True)
class ReplyRule:
    """What one kind of reply demands and where it counts.

    ``needs_withheld``: which part is kept back. ``needs_search``: the whole search record.
    ``needs_correction``: only after the applicant was asked to correct. ``takes_referral``:
    names the right body or channel. ``asks_reasons``: only after the applicant was asked why.
    """

    kind: ReplyKind
    article: str
    remedy: Remedy
    row: str
    needs_ground: bool = False
    needs_reasons: bool = False
    needs_separation: bool = False
    discloses: bool = False
    needs_withheld: bool = False
    needs_search: bool = False
    needs_correction: bool = False
    takes_referral: bool = False
    asks_reasons: bool = False


@dataclass(frozen=True, slots=True)
class GroundRule:
    """The article behind a ground and the row a refusal on it feeds."""

    ground: Ground
    article: str
    row: str


_A, _B = Remedy.APPEAL_FIRST, Remedy.APPEAL_OR_SUE
_REPLIES = (
    ReplyRule(ReplyKind.ALREADY_PUBLIC, "第三十六条第（一）项", _B, "3.1", discloses=True),
    ReplyRule(ReplyKind.DISCLOSED, "第三十六条第（二）项", _B, "3.1", discloses=True),
    ReplyRule(
        ReplyKind.PARTIAL,
        "第三十七条",
        _A,
        "3.2",
        needs_ground=True,
        needs_reasons=True,
        discloses=True,
        needs_withheld=True,
    ),
    ReplyRule(
        ReplyKind.REFUSED,
        "第三十六条第（三）项",
        _A,
        "",
        needs_ground=True,
        needs_reasons=True,
        needs_separation=True,
    ),
    ReplyRule(
        ReplyKind.SPECIAL_PROCEDURE,
        "第三十六条第（七）项",
        _B,
        "3.3.8",
        needs_reasons=True,
        takes_referral=True,
    ),
    ReplyRule(
        ReplyKind.NOT_EXISTING,
        "第三十六条第（四）项",
        _B,
        "3.4.1",
        needs_reasons=True,
        needs_search=True,
    ),
    ReplyRule(
        ReplyKind.NOT_HELD,
        "第三十六条第（五）项",
        _B,
        "3.4.1",
        needs_reasons=True,
        takes_referral=True,
    ),
    ReplyRule(ReplyKind.NEEDS_PROCESSING, "第三十八条", _B, "3.4.2", needs_reasons=True),
    ReplyRule(
        ReplyKind.UNCLEAR, "第三十条", _B, "3.4.3", needs_reasons=True, needs_correction=True
    ),
    ReplyRule(
        ReplyKind.PETITION,
        "第三十九条第一款",
        _B,
        "3.5.1",
        needs_reasons=True,
        takes_referral=True,
    ),
    ReplyRule(ReplyKind.DUPLICATE, "第三十六条第（六）项", _B, "3.5.2", needs_reasons=True),
    ReplyRule(ReplyKind.PUBLICATION, "第三十九条第二款", _B, "3.5.3", needs_reasons=True),
    ReplyRule(
        ReplyKind.EXCESSIVE, "第三十五条", _B, "3.5.4", needs_reasons=True, asks_reasons=True
    ),
    ReplyRule(ReplyKind.REISSUE, "", _B, "3.5.5", needs_reasons=True),
)
REPLIES: Mapping[ReplyKind, ReplyRule] = MappingProxyType({rule.kind: rule for rule in _REPLIES})

_GROUNDS = (
    GroundRule(Ground.STATE_SECRET, "第十四条", "3.3.1"),
    GroundRule(Ground.LAW_FORBIDS, "第十四条", "3.3.2"),
    GroundRule(Ground.SAFETY, "第十四条", "3.3.3"),
    GroundRule(Ground.THIRD_PARTY, "第十五条", "3.3.4"),
    GroundRule(Ground.INTERNAL, "第十六条第一款", "3.3.5"),
    GroundRule(Ground.PROCESS, "第十六条第二款", "3.3.6"),
    GroundRule(Ground.ENFORCEMENT_FILE, "第十六条第二款", "3.3.7"),
)
GROUNDS: Mapping[Ground, GroundRule] = MappingProxyType({rule.ground: rule for rule in _GROUNDS})

_ENDING_ROWS = {
    Ending.CORRECTION_LAPSED: "3.6.1",
    Ending.FEE_LAPSED: "3.6.2",
    Ending.WITHDRAWN: "3.6.3",
    Ending.MERGED: "3.6.3",
}


def demanded(rule: ReplyRule) -> frozenset[str]:
    """The parts of a draft without which this kind of reply is refused.

    >>> sorted(demanded(REPLIES[ReplyKind.DISCLOSED]))
    ['search_note', 'text']
    """
    by_kind = {
        "ground": rule.needs_ground,
        "reasons": rule.needs_reasons,
        "separation": rule.needs_separation,
        "withheld": rule.needs_withheld,
        "search_places": rule.needs_search,
        "search_words": rule.needs_search,
        "searched_by": rule.needs_search,
    }
    return frozenset({"text", "search_note", *(name for name, needed in by_kind.items() if needed)})


def row_of_reply(kind: ReplyKind, ground: Ground | None = None) -> str:
    """The one row of table three that a reply feeds.

    A partial disclosure counts as such only, whatever it withholds.

    >>> row_of_reply(ReplyKind.REFUSED, Ground.PROCESS), row_of_reply(ReplyKind.PARTIAL)
    ('3.3.6', '3.2')
    """
    if kind is ReplyKind.REFUSED:
        if ground is None:
            raise ValueError("a refusal needs a ground")
        return GROUNDS[ground].row
    return REPLIES[kind].row


def row_of_ending(ending: Ending) -> str:
    """The row of table three of a case that closed without a reply."""
    return _ENDING_ROWS[ending]
