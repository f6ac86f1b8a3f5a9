"""Whoever else is asked while a case is handled: who, for how long, and what follows.

A third party whose rights may be harmed (条例 art. 32), a body that made the document too
(art. 34), another agency that knows something (art. 33 ③). Time spent asking is not counted.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from portal.domain.calendar import WorkingCalendar
from portal.domain.rulesets import RuleSet

from .vocabulary import Fact


class Consulted(StrEnum):
    """Who is asked."""

    THIRD_PARTY = "third_party"
    CO_MAKER = "co_maker"
    OTHER_AGENCY = "other_agency"


class Position(StrEnum):
    """What the one asked answers about disclosure."""

    AGREE = "agree"
    PARTLY = "partly"
    OBJECT = "object"


class OpinionState(StrEnum):
    """Where a question stands. Silence is stated by the portal after the last day."""

    OPEN = "open"
    ANSWERED = "answered"
    SILENT = "silent"
    WITHDRAWN = "withdrawn"


class Verdict(StrEnum):
    """What the agency decides about the part that concerns a third party."""

    DISCLOSE = "disclose"
    PARTLY = "partly"
    WITHHOLD = "withhold"


class Fault(StrEnum):
    """Why a decision can't be so."""

    CONSENTED = "consented"
    REASONABLE = "reasonable"
    UNREASONABLE = "unreasonable"
    NOT_ASKED = "not_asked"


@dataclass(frozen=True, slots=True)
class ConsultationRule:
    """What the law says about one kind of question.

    ``rule_key`` names its period; ``sets_period`` where the letter itself must name a last
    day, because the law has none. ``silence_consents`` is art. 34.
    """

    consulted: Consulted
    article: str
    rule_key: str
    asked: Fact
    answered: Fact
    sets_period: bool = False
    silence_consents: bool = False
    needs_verdict: bool = False


_RULES = (
    ConsultationRule(
        Consulted.THIRD_PARTY,
        "第三十二条",
        "foi.third_party",
        Fact.THIRD_PARTY_ASKED,
        Fact.THIRD_PARTY_ANSWERED,
        needs_verdict=True,
    ),
    ConsultationRule(
        Consulted.CO_MAKER,
        "第三十四条",
        "foi.co_maker",
        Fact.JOINT_AGENCY_ASKED,
        Fact.JOINT_AGENCY_ANSWERED,
        silence_consents=True,
    ),
    ConsultationRule(
        Consulted.OTHER_AGENCY,
        "第三十三条第三款",
        "foi.other_agency",
        Fact.OTHER_AGENCY_ASKED,
        Fact.OTHER_AGENCY_ANSWERED,
        sets_period=True,
    ),
)
CONSULTATIONS: Mapping[Consulted, ConsultationRule] = MappingProxyType(
    {rule.consulted: rule for rule in _RULES}
)
LONGEST_PERIOD = 60
"""Working days a letter to another agency may set; the law has no figure."""


def needs_verdict(consulted: Consulted, position: Position | None) -> bool:
    """Whether the agency has to decide for itself: a third party was silent or objected.

    >>> needs_verdict(Consulted.THIRD_PARTY, None), needs_verdict(Consulted.CO_MAKER, None)
    (True, False)
    """
    return CONSULTATIONS[consulted].needs_verdict and position is not Position.AGREE


def verdict_faults(
    position: Position | None,
    verdict: Verdict,
    *,
    was_asked: bool = True,
    is_reasonable: bool,
    serves_public: bool,
) -> tuple[Fault, ...]:
    """Why art. 15 and art. 32 forbid this decision; empty when they allow it.

    ``position`` None is silence: the agency decides freely. ``is_reasonable`` is its view of
    the objection's grounds, ``serves_public`` that withholding would seriously harm the public.

    >>> verdict_faults(
    ...     Position.OBJECT, Verdict.DISCLOSE, is_reasonable=True, serves_public=False
    ... )
    (<Fault.REASONABLE: 'reasonable'>,)
    """
    discloses_all = verdict is Verdict.DISCLOSE
    if not was_asked:
        return () if not discloses_all else (Fault.NOT_ASKED,)
    if position is Position.AGREE:
        return () if discloses_all else (Fault.CONSENTED,)
    if position is None:
        return ()
    if discloses_all and is_reasonable and not serves_public:
        return (Fault.REASONABLE,)
    if not discloses_all and not is_reasonable:
        return (Fault.UNREASONABLE,)
    return ()


def tells_party(position: Position | None, verdict: Verdict) -> bool:
    """Whether something is disclosed over an objection: the third party is told in writing.

    >>> tells_party(Position.OBJECT, Verdict.PARTLY), tells_party(None, Verdict.DISCLOSE)
    (True, False)
    """
    if position is Position.OBJECT:
        return verdict is not Verdict.WITHHOLD
    return position is Position.PARTLY and verdict is Verdict.DISCLOSE


def last_day(
    consulted: Consulted,
    delivered_on: date | None,
    set_days: int | None,
    rules: RuleSet,
    calendar: WorkingCalendar,
) -> date | None:
    """The last day for an opinion; None until the letter is known to have arrived.

    ``set_days`` is what the letter to another agency says, in working days.
    """
    if delivered_on is None:
        return None
    days = set_days or rules[CONSULTATIONS[consulted].rule_key].limit
    return calendar.add_working_days(delivered_on, days)
