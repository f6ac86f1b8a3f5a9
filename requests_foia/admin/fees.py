"""The fee on the desk: its steps, how it was counted, and the applicant's month."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from portal.agencies.models import User
from portal.calendar import moment
from portal.domain.rulesets import rule_set
from requests_foia import actions, queries
from requests_foia.domain.fees import Basis, Charge, FeeState, charge, is_in_force
from requests_foia.domain.vocabulary import OPEN_STATES
from requests_foia.forms import desk, fees
from requests_foia.models import Application, FeeCharge

from .button import Button, calling

SHOWN = 20


@dataclass(frozen=True, kw_only=True)
class Month:
    """The applicant's requests of the month before this one, as this reader may see them.

    ``rows`` name the latest ones: the number only where the reader may open that case.
    """

    first: date
    earlier: int
    rows: list[tuple[Application, bool]]
    by_item: Charge


def month_of_applicant(case: Application, user: User, on: date) -> Month | None:
    """None where no fee standard is in force."""
    rules = rule_set(case.rule_set)
    if not is_in_force(rules, on):
        return None
    before = queries.month_requests(case)
    earlier = queries.items_before(case)
    shown = before[-SHOWN:]
    keys = [row.pk for row in shown]
    mine = set(queries.visible_to(user, on).filter(pk__in=keys).values_list("pk", flat=True))
    return Month(
        first=queries.month_of_case(case),
        earlier=earlier,
        rows=[(row, row.pk in mine) for row in shown],
        by_item=charge(Basis.ITEM, 1, rules, earlier=earlier),
    )


def fees_of(case: Application) -> list[FeeCharge]:
    return list(case.fees.select_related("proposed_by", "decided_by", "letter"))


def is_worth_showing(case: Application, month: Month | None) -> bool:
    """Whether the desk speaks of fees at all: on most cases nobody is ever asked to pay."""
    return bool(month and case.state in OPEN_STATES and not month.by_item.is_free)


def _proposal(case: Application) -> dict[str, Any]:
    rules = rule_set(case.rule_set)
    earlier = queries.items_before(case)
    known = is_in_force(rules, moment.today())
    yuan = charge(Basis.ITEM, 1, rules, earlier=earlier).amount if known else None
    return {"earlier": earlier, "by_item": yuan}


def _payment(case: Application) -> dict[str, Any]:
    noticed = case.fees.filter(state=FeeState.NOTICED).first()
    return {"amount": noticed.amount if noticed else None, "today": moment.today()}


FEE_BUTTONS: Mapping[str, Button] = {
    "propose_fee": Button(
        label=_("提出收费意见"),
        call=calling(actions.propose_fee),
        form_class=fees.FeeForm,
        form_arguments=_proposal,
        done=_("收费意见已提交，由分管领导决定。"),
        explanation=_(
            "提供政府信息以不收费为原则；只有数量、频次明显超过合理范围的，才可以收取信息处理费"
            "（条例第四十二条）。按件、按量只能选择一种。"
        ),
        is_primary=False,
    ),
    "approve_fee": Button(
        label=_("同意收费并发通知"),
        call=calling(actions.approve_fee),
        form_class=desk.NoteForm,
        done=_("收费通知书已制发，缴费之前不计算答复期限。"),
        explanation=_(
            "同意后即制发收费通知书。申请人自收到通知次日起30日内缴费；缴费次日起重新计算答复期限，"
            "逾期不缴的不再处理（国办函〔2020〕109号）。"
        ),
        is_primary=False,
    ),
    "refuse_fee": Button(
        label=_("不同意收费"),
        call=calling(actions.refuse_fee),
        form_class=fees.FeeReasonForm,
        done=_("不收费，应于%(due)s前答复。"),
        is_primary=False,
    ),
    "deliver_fee_notice": Button(
        label=_("登记收费通知书的送达"),
        call=calling(actions.deliver_fee_notice),
        form_class=fees.FeeDeliveryForm,
        form_arguments=lambda _case: {"today": moment.today()},
        done=_("已登记送达，缴费期限自次日起算。"),
        explanation=_("缴费期限自申请人收到通知书的次日起算。"),
        is_primary=False,
    ),
    "record_payment": Button(
        label=_("登记缴费"),
        call=calling(actions.record_payment),
        form_class=fees.PaymentForm,
        form_arguments=_payment,
        done=_("已登记缴费，应于%(due)s前答复。"),
        explanation=_("答复期限自申请人完成缴费的次日起重新计算。"),
    ),
    "waive_fee": Button(
        label=_("免收费用"),
        call=calling(actions.waive_fee),
        form_class=fees.FeeReasonForm,
        done=_("已免收费用，应于%(due)s前答复。"),
        explanation=_("申请人确有困难的，可以免收。免收视同没有通知收费，答复期限照原来计算。"),
        is_primary=False,
    ),
    "lapse_fee": Button(
        label=_("逾期未缴费，不再处理"),
        call=calling(actions.lapse_fee),
        done=_("已登记：申请人逾期不缴费，不再处理。"),
        explanation=_("申请人逾期未缴纳费用的，视为放弃申请（国办函〔2020〕109号）。"),
        is_primary=False,
        is_dangerous=True,
    ),
}
