"""What stands in the way of asking for a fee, and of ending a case for one unpaid."""

from collections.abc import Callable
from datetime import date

from django.utils.translation import gettext as _

from portal.calendar.queries import calendar_for
from portal.domain.clock import count_calendar_days
from portal.domain.rulesets import rule_set
from portal.domain.workflow import Refusal
from requests_foia.domain.fees import FeeState, is_in_force
from requests_foia.domain.vocabulary import Fact
from requests_foia.models import Application, FeeCharge

from .attempt import Attempt


def fee_period_end(application: Application) -> date | None:
    """The last day to pay: the period runs from the day after the notice was received.

    None while no notice is out or its delivery is not recorded.
    """
    delivered = application.events.filter(kind=Fact.FEE_NOTICE_DELIVERED).first()
    if delivered is None:
        return None
    days = rule_set(application.rule_set)["foi.fee_pay"].limit
    calendar = calendar_for(application.organisation.code)
    return count_calendar_days(delivered.happened_on, days, calendar).due_on


def _proposed(attempt: Attempt) -> FeeCharge | None:
    return attempt.application.fees.filter(state=FeeState.PROPOSED).first()


def _fee_asked_once(attempt: Attempt) -> list[Refusal]:
    if _proposed(attempt):
        return [Refusal("fee_proposed", _("收费意见已经提出，待分管领导决定。"))]
    if attempt.fact(Fact.FEE_NOTICED):
        return [Refusal("fee_asked", _("本件已经通知过收费，按件、按量只能选择一种，不能再收。"))]
    return []


def _fee_standard_in_force(attempt: Attempt) -> list[Refusal]:
    if is_in_force(rule_set(attempt.application.rule_set), attempt.on):
        return []
    return [Refusal("fee_standard", _("本件适用的规则没有收费标准，不得收费。"))]


def _fee_is_proposed(attempt: Attempt) -> list[Refusal]:
    if _proposed(attempt):
        return []
    return [Refusal("no_fee", _("还没有提出收费意见。"))]


def _fee_is_decided(attempt: Attempt) -> list[Refusal]:
    if _proposed(attempt):
        return [Refusal("fee_undecided", _("收费意见尚待分管领导决定，决定之后才能起草答复。"))]
    return []


def _fee_decider_did_not_propose(attempt: Attempt) -> list[Refusal]:
    fee = _proposed(attempt)
    if fee is None or attempt.actor is None or fee.proposed_by_id != attempt.actor.pk:
        return []
    return [Refusal("own_fee", _("提出收费意见的人不能批准自己的意见。"))]


def _fee_notice_delivered_once(attempt: Attempt) -> list[Refusal]:
    if attempt.fact(Fact.FEE_NOTICE_DELIVERED):
        return [Refusal("fee_delivered", _("收费通知书的送达已经登记过。"))]
    return []


def _fee_period_over(attempt: Attempt) -> list[Refusal]:
    end = fee_period_end(attempt.application)
    if end is None:
        text = _("收费通知书的送达尚未登记，缴费期限无从起算。")
        return [Refusal("fee_undelivered", text)]
    if attempt.on > end:
        return []
    text = _("缴费期限至%(day)s届满，届满前不能按放弃处理。")
    return [Refusal("fee_period", text % {"day": end})]


FEE_GUARDS: dict[str, Callable[[Attempt], list[Refusal]]] = {
    "fee_asked_once": _fee_asked_once,
    "fee_standard_in_force": _fee_standard_in_force,
    "fee_is_proposed": _fee_is_proposed,
    "fee_is_decided": _fee_is_decided,
    "fee_decider_did_not_propose": _fee_decider_did_not_propose,
    "fee_notice_delivered_once": _fee_notice_delivered_once,
    "fee_period_over": _fee_period_over,
}
