"""Asking for the information-processing fee, and what becomes of it (条例 art. 42).

Free is the rule. Who proposes a fee does not decide on it; the decision is the notice itself,
sent within the reply period. Income belongs to the treasury: the portal only keeps the record.
"""

from collections.abc import Iterator
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from portal.agencies.domain.roles import Role
from portal.agencies.models import User
from portal.domain.moments import local_day
from portal.domain.rulesets import rule_set
from portal.domain.workflow import Refusal
from requests_foia import queries
from requests_foia.domain.fees import Basis, Charge, FeeState, charge, is_in_force, month_of
from requests_foia.domain.replies import Ending, row_of_ending
from requests_foia.domain.vocabulary import DeliveryMethod, Fact, WantedWay
from requests_foia.models import Application, CaseEvent, Delivery, FeeCharge, Letter
from requests_foia.permissions.words import TEXT_LIMIT, date_faults, text_faults

from .facts import state_fact
from .inner import keep_inner_steps
from .letters import FEE, issue_notice
from .messages import tell_applicant, tell_role, tell_staff
from .recount import recount, stop_clock
from .stepping import Step, begin, finish

HOW_LIMIT = 500
FIGURES = "foi.fee."


def propose_fee(
    *,
    application: Application,
    basis: Basis,
    quantity: int,
    reasons: str,
    how_to_pay: str,
    actor: User,
    at: datetime,
    version: int | None = None,
) -> FeeCharge:
    """Put a fee before the leader: by item or by page, with why it clearly exceeds reason.

    ``quantity`` are the items (一事一申请) or the pages of this request. What is within the
    free quantity can't be charged.
    """

    def faults(case: Application) -> Iterator[Refusal]:
        missing = _("请写明申请的数量、频次明显超过合理范围的理由。")
        yield from text_faults("reasons", reasons, missing, limit=TEXT_LIMIT)
        yield from text_faults("how_to_pay", how_to_pay, _("请写明缴纳方式。"), limit=HOW_LIMIT)
        yield from _charge_faults(case, basis, quantity, local_day(at))

    with transaction.atomic():
        step = begin(
            application=application,
            event="propose_fee",
            actor=actor,
            at=at,
            version=version,
            faults=faults,
        )
        counted, earlier = charge_of(step.application, basis, quantity)
        fee = FeeCharge.objects.create(
            application=step.application,
            state=FeeState.PROPOSED,
            basis=basis,
            month=month_of(local_day(step.application.submitted_at))[0],
            earlier=earlier,
            quantity=quantity,
            amount=counted.amount,
            lines=_lines(counted),
            reasons=reasons.strip(),
            how_to_pay=how_to_pay.strip(),
            proposed_by=actor,
            proposed_at=at,
        )
        tell_role("fee_proposed", step.application, Role.DEPUTY_LEADER, at=at)
        finish(step, after=_audited(fee))
        return fee


def refuse_fee(
    *, application: Application, reason: str, actor: User, at: datetime, version: int | None = None
) -> Application:
    """The leader does not agree: the request stays free of charge."""
    with transaction.atomic():
        step = begin(
            application=application,
            event="refuse_fee",
            actor=actor,
            at=at,
            version=version,
            faults=lambda _case: text_faults("reason", reason, _("请写明不同意收费的理由。")),
        )
        fee = _living(step, FeeState.PROPOSED)
        _end(fee, FeeState.DROPPED, step, reason)
        tell_staff("fee_refused", step.application, fee.proposed_by, at=at)
        return finish(step, after=_audited(fee), note=reason.strip())


def approve_fee(
    *,
    application: Application,
    actor: User,
    at: datetime,
    note: str = "",
    version: int | None = None,
) -> Application:
    """Decide on the fee and send the notice: basis, standard, amount, way and time to pay.

    Nothing is due until it is paid; then the whole period starts anew the day after.
    """

    def faults(case: Application) -> Iterator[Refusal]:
        yield from text_faults("note", note, "")
        yield from _stale_faults(case)

    with transaction.atomic():
        step = begin(
            application=application,
            event="approve_fee",
            actor=actor,
            at=at,
            version=version,
            faults=faults,
        )
        fee = _living(step, FeeState.PROPOSED)
        noticed = state_fact(step, Fact.FEE_NOTICED, on=step.day, moment=at, text=str(fee.amount))
        recount(
            application=step.application,
            at=at,
            actor=actor,
            reason=_("已通知缴纳信息处理费，缴费后重新计算期限"),
        )
        days, standard = _standard(step.application)
        fee.letter = issue_notice(step, FEE, noticed, fee=fee, days=days, standard=standard)
        fee.state, fee.decided_by, fee.decided_at = FeeState.NOTICED, actor, at
        fee.save(update_fields=["letter", "state", "decided_by", "decided_at"])
        tell_applicant("fee_noticed", step.application, at=at, fee=fee, days=days)
        tell_role("fee_noticed", step.application, Role.OPENNESS_OFFICE, at=at)
        number = fee.letter.number
        after = {**_audited(fee), "letter": number}
        return finish(step, after=after, note=note.strip(), public_note=number)


def deliver_fee_notice(
    *,
    application: Application,
    method: DeliveryMethod,
    received_on: date,
    proof: str,
    actor: User,
    at: datetime,
    version: int | None = None,
) -> Application:
    """Record the day the applicant received the notice: the time to pay runs from the next."""

    def faults(case: Application) -> Iterator[Refusal]:
        yield from text_faults("proof", proof, _("请填写送达凭证。"), limit=300)
        yield from _since_notice("received_on", received_on, case, local_day(at))

    with transaction.atomic():
        step = begin(
            application=application,
            event="deliver_fee_notice",
            actor=actor,
            at=at,
            version=version,
            faults=faults,
        )
        fee = _living(step, FeeState.NOTICED)
        Delivery.objects.create(
            letter=Letter.objects.get(fee=fee),
            method=method,
            signed_on=received_on,
            proof=proof.strip(),
            recorded_by=actor,
            recorded_at=at,
        )
        state_fact(
            step,
            Fact.FEE_NOTICE_DELIVERED,
            on=received_on,
            evidence=proof.strip(),
            answers=_notice(step.application),
        )
        reason = _("已登记收费通知书的送达日期")
        keep_inner_steps(step.application, at=at, actor=actor, reason=reason)
        return finish(step, after={"received_on": received_on, "method": method})


def record_payment(
    *,
    application: Application,
    paid_on: date,
    amount: int,
    proof: str,
    actor: User,
    at: datetime,
    version: int | None = None,
) -> Application:
    """The fee came in, in full: the reply period starts anew the day after."""

    def faults(case: Application) -> Iterator[Refusal]:
        yield from text_faults("proof", proof, _("请填写缴费凭证。"), limit=300)
        yield from _since_notice("paid_on", paid_on, case, local_day(at))
        fee = case.fees.filter(state=FeeState.NOTICED).first()
        if fee and amount != fee.amount:
            text = _("实缴金额应与通知的%(amount)d元一致；没有缴足的，请申请人补足后再登记。")
            yield Refusal("amount", text % {"amount": fee.amount})

    with transaction.atomic():
        step = begin(
            application=application,
            event="record_payment",
            actor=actor,
            at=at,
            version=version,
            faults=faults,
        )
        fee = _living(step, FeeState.NOTICED)
        fee.state, fee.paid_on, fee.paid_amount = FeeState.PAID, paid_on, amount
        fee.proof, fee.ended_at = proof.strip(), at
        fee.save(update_fields=["state", "paid_on", "paid_amount", "proof", "ended_at"])
        state_fact(step, Fact.FEE_PAID, on=paid_on, evidence=proof.strip())
        recount(
            application=step.application, at=at, actor=actor, reason=_("申请人已缴纳信息处理费")
        )
        tell_applicant("fee_paid", step.application, at=at)
        if step.application.officer:
            tell_staff("fee_paid", step.application, step.application.officer, at=at)
        after = {**_audited(fee), "paid_on": paid_on, "due_on": step.application.due_on}
        return finish(step, after=after)


def waive_fee(
    *, application: Application, reason: str, actor: User, at: datetime, version: int | None = None
) -> Application:
    """Give the fee up for somebody in difficulty.

    The notice counts as never sent: the period goes on as it ran before it.
    """
    with transaction.atomic():
        step = begin(
            application=application,
            event="waive_fee",
            actor=actor,
            at=at,
            version=version,
            faults=lambda _case: text_faults("reason", reason, _("请写明减免的理由。")),
        )
        fee = _living(step, FeeState.NOTICED)
        _end(fee, FeeState.WAIVED, step, reason)
        state_fact(step, Fact.FEE_WAIVED, on=step.day, moment=at)
        recount(application=step.application, at=at, actor=actor, reason=_("免收信息处理费"))
        tell_applicant("fee_waived", step.application, at=at)
        after = {**_audited(fee), "due_on": step.application.due_on}
        return finish(step, after=after, note=reason.strip())


def lapse_fee(
    *, application: Application, actor: User, at: datetime, version: int | None = None
) -> Application:
    """The fee was not paid in time: the request counts as abandoned, nothing more is done."""
    with transaction.atomic():
        step = begin(
            application=application, event="lapse_fee", actor=actor, at=at, version=version
        )
        fee = _living(step, FeeState.NOTICED)
        _end(fee, FeeState.LAPSED, step, "")
        state_fact(step, Fact.FEE_LAPSED, on=step.day, moment=at)
        stop_clock(step.application, at=at, actor=actor, reason=_("申请人逾期不缴纳费用"))
        tell_applicant("fee_lapsed", step.application, at=at)
        ending = Ending.FEE_LAPSED
        changed = {
            "outcome": ending.value,
            "statistics_row": row_of_ending(ending),
            "closed_at": at,
        }
        return finish(step, changed=changed, after={**changed, **_audited(fee)})


def drop_open_fee(step: Step, reason: str) -> None:
    """The case ends otherwise: what was still asked for is asked for no more."""
    open_fee = step.application.fees.filter(state__in=(FeeState.PROPOSED, FeeState.NOTICED))
    for fee in open_fee:
        _end(fee, FeeState.DROPPED, step, reason)


def charge_of(application: Application, basis: Basis, quantity: int) -> tuple[Charge, int]:
    """What the request costs, and how many items of the month stand before it."""
    earlier = queries.items_before(application) if basis is Basis.ITEM else 0
    rules = rule_set(application.rule_set)
    return charge(basis, quantity, rules, earlier=earlier), earlier


def _charge_faults(case: Application, basis: Basis, quantity: int, on: date) -> Iterator[Refusal]:
    if quantity < 1:
        yield Refusal("quantity", _("件数或者页数至少为1。"))
    elif is_in_force(rule_set(case.rule_set), on) and charge_of(case, basis, quantity)[0].is_free:
        yield Refusal("quantity", _("没有超过免费的数量，不得收费。"))
    if basis is Basis.PAGE and case.wanted_way == WantedWay.INSPECT:
        text = _("申请人只要求查阅、抄录，不能按量计收。")
        yield Refusal("basis", text)


def _stale_faults(case: Application) -> Iterator[Refusal]:
    """What the leader decides on must still be what the month gives."""
    fee = case.fees.filter(state=FeeState.PROPOSED).first()
    if fee is None:
        return
    now = charge_of(case, Basis(fee.basis), fee.quantity)[0].amount
    if now != fee.amount:
        text = _("申请人当月的件数已有变化，应收%(now)d元，与意见中的%(then)d元不符，请重新提出。")
        yield Refusal("amount", text % {"now": now, "then": fee.amount})


def _since_notice(field: str, day: date, case: Application, on: date) -> Iterator[Refusal]:
    noticed = case.events.filter(kind=Fact.FEE_NOTICED).first()
    if noticed and day < noticed.happened_on:
        yield Refusal(field, _("日期不能早于收费通知书制发之日。"))
    else:
        yield from date_faults(field, day, application=case, on=on)


def _notice(application: Application) -> CaseEvent:
    return application.events.get(kind=Fact.FEE_NOTICED)


def _living(step: Step, state: FeeState) -> FeeCharge:
    return step.application.fees.select_related("letter", "proposed_by").get(state=state)


def _end(fee: FeeCharge, state: FeeState, step: Step, note: str) -> None:
    fee.state, fee.ended_at, fee.end_note = state, step.at, note.strip()
    fee.save(update_fields=["state", "ended_at", "end_note"])


def _lines(counted: Charge) -> list[dict[str, int]]:
    return [
        {"first": line.first, "last": line.last, "price": line.price, "amount": line.amount}
        for line in counted.lines
    ]


def _standard(application: Application) -> tuple[int, dict[str, object]]:
    """The days to pay, and the figures of the standard as the letter spells them out."""
    rules = rule_set(application.rule_set)
    figures = {key: rule.value for key, rule in rules.rules.items() if key.startswith(FIGURES)}
    return rules["foi.fee_pay"].limit, {k.removeprefix(FIGURES): v for k, v in figures.items()}


def _audited(fee: FeeCharge) -> dict[str, object]:
    names = ("state", "basis", "earlier", "quantity", "amount")
    return {f"fee_{name}": getattr(fee, name) for name in names}
