"""The figures of one rule set that the clock of an application needs."""

from functools import lru_cache
from typing import NamedTuple

from portal.domain.clock.events import Consulted
from portal.domain.rulesets import RuleSet


class ReplyLimits(NamedTuple):
    """Working days, except `fee_pay`; None where the rule set has no figure."""

    reply: int
    confirm: int | None
    extend: int | None
    delay: int | None
    correction_notice: int | None
    correction_period: int | None
    fee_pay: int | None
    opinions: dict[Consulted, int | None]


@lru_cache(maxsize=256)
def limits_of(rules: RuleSet) -> ReplyLimits:
    """The figures of a rule set; raises `RuleError` when it has no reply period."""
    return ReplyLimits(
        reply=rules["foi.reply"].limit,
        confirm=rules.get("foi.confirm"),
        extend=rules.get("foi.extend"),
        delay=rules.get("foi.delay"),
        correction_notice=rules.get("foi.correction_notice"),
        correction_period=rules.get("foi.correction_period"),
        fee_pay=rules.get("foi.fee_pay"),
        opinions={
            Consulted.THIRD_PARTY: rules.get("foi.third_party"),
            Consulted.JOINT_AGENCY: rules.get("foi.co_maker"),
            Consulted.OTHER_AGENCY: rules.get("foi.other_agency"),
        },
    )
