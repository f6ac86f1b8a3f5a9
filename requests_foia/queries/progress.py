"""What an applicant sees of the own case. No personal data: the page is shown by code alone."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.files.models import StoredFile
from portal.files.queries import released_files_of
from requests_foia.domain.fees import FeeState
from requests_foia.domain.opinions import Consulted
from requests_foia.domain.reasons import Stage, stage_of
from requests_foia.domain.vocabulary import State
from requests_foia.domain.workflow import APPLICANT, WORKFLOW
from requests_foia.models import Application, FeeCharge, Letter, labels

from .letters import letters_to_applicant
from .opinions import open_kinds
from .reckoning import ExpectedDue, expected_due

_AWAITED: dict[State, tuple[Promise, Promise]] = {
    State.RECEIVED: (
        _("受理机关"),
        _("受理机关将确认收到您的申请；逾期未确认的，系统自动确认。"),
    ),
    State.CONFIRMED: (_("受理机关"), _("受理机关将登记您的申请并交承办机构办理。")),
    State.REGISTERED: (_("受理机关"), _("受理机关将把您的申请交承办机构办理。")),
    State.WAITING_CORRECTION: (
        _("您"),
        _("请按补正告知的要求补正申请内容。收到补正后，答复期限重新计算。"),
    ),
    State.WAITING_FEE: (
        _("您"),
        _("请按收费通知书缴纳信息处理费。缴费后，答复期限自次日起重新计算。"),
    ),
    State.HANDLING: (_("承办机构"), _("承办机构正在检索信息、起草答复。")),
    State.REVIEW: (_("分管负责人"), _("答复正在审核。")),
    State.APPROVED: (_("受理机关"), _("答复已经批准，正在制发答复书。")),
    State.REPLIED: (_("受理机关"), _("答复书已经制发，正在送达。")),
    State.DELIVERED: (_("无"), _("答复已经送达。对答复不服的，可以依照答复书所附途径寻求救济。")),
    State.ARCHIVED: (_("无"), _("办理完毕，已经归档。")),
    State.ABANDONED: (_("无"), _("您未在规定期限内补正或者缴费，申请不再处理。")),
    State.WITHDRAWN: (_("无"), _("您已撤回申请。如仍需要信息，可以重新申请。")),
    State.MERGED: (_("无"), _("这份申请与您先提出的申请内容相同，由先提出的那一件一并答复。")),
}
_ASKED: dict[Consulted, tuple[Promise, Promise]] = {
    Consulted.THIRD_PARTY: (
        _("第三方"),
        _("您申请的信息可能涉及第三方的合法权益，机关正在书面征求其意见，所需时间不计入答复期限。"),
    ),
    Consulted.CO_MAKER: (
        _("共同制作机关"),
        _("您申请的信息由几个机关共同制作，正在征求其他制作机关的意见，所需时间不计入答复期限。"),
    ),
    Consulted.OTHER_AGENCY: (
        _("其他机关"),
        _("机关正在就您申请的信息征求其他机关的意见，所需时间不计入答复期限。"),
    ),
}
_REASONS_AWAITED = (
    _("您"),
    _("请按说明理由告知书说明申请的理由。答复期限照常计算，机关同时继续办理。"),
)
_STEP_WORDS: dict[str, Promise] = {
    "file": _("提交申请"),
    "confirm": _("确认收到"),
    "register": _("登记"),
    "issue_receipt": _("出具接收回执"),
    "assign": _("交承办机构办理"),
    "request_correction": _("告知补正"),
    "receive_correction": _("收到补正"),
    "lapse_correction": _("逾期未补正，不再处理"),
    "extend": _("延长答复期限"),
    "approve_fee": _("通知缴纳信息处理费"),
    "deliver_fee_notice": _("收到收费通知书"),
    "record_payment": _("收到缴费"),
    "waive_fee": _("免收信息处理费"),
    "lapse_fee": _("逾期未缴费，不再处理"),
    "ask_opinion": _("征求意见，期间不计入答复期限"),
    "ask_reasons": _("请您说明理由，答复期限照常计算"),
    "receive_reasons": _("收到您说明的理由"),
    "lapse_reasons": _("没有按期说明理由"),
    "judge_reasons": _("认定您说明的理由"),
    "delay_reply": _("延迟答复"),
    "split": _("分成几件答复"),
    "split_off": _("由另一件申请拆分而来"),
    "merge": _("合并到先提出的申请"),
    "take_in": _("并入重复的申请"),
    "issue": _("制发答复书"),
    "deliver": _("送达答复书"),
    "archive": _("归档"),
    "withdraw": _("撤回申请"),
}


@dataclass(frozen=True, slots=True)
class PublicStep:
    """One step an applicant may know of; drafts and reviews stay inside."""

    event: str
    word: Promise
    note: str
    at: datetime


@dataclass(frozen=True, slots=True)
class PublicProgress:
    """A case as its applicant sees it.

    ``due_on`` is the reply date; while receipt is unconfirmed it is None and ``expected``
    tells the date that follows from the last day of confirmation.
    """

    number: str
    state: State
    state_word: Promise
    awaited_from: Promise
    next_step: Promise
    submitted_at: datetime
    received_on: date | None
    confirmed_by_system: bool
    due_on: date | None
    due_is_provisional: bool
    expected: ExpectedDue | None
    outcome_word: str
    steps: tuple[PublicStep, ...]
    letters: tuple[Letter, ...]
    files: tuple[StoredFile, ...]
    fee: FeeCharge | None
    may_withdraw: bool
    may_correct: bool
    may_give_reasons: bool


def public_progress(application: Application) -> PublicProgress:
    """What the tracking page shows."""
    state = State(application.state)
    awaited_from, next_step = _awaited(application, state)
    return PublicProgress(
        number=application.number,
        state=state,
        state_word=labels.STATES[state],
        awaited_from=awaited_from,
        next_step=next_step,
        submitted_at=application.submitted_at,
        received_on=application.received_on,
        confirmed_by_system=application.confirmed_by_system,
        due_on=application.due_on,
        due_is_provisional=application.due_is_provisional,
        expected=expected_due(application),
        outcome_word=application.get_outcome_display() if not application.is_open else "",
        steps=_steps(application),
        letters=tuple(letters_to_applicant(application)),
        files=_files(application),
        fee=_fee(application) if state is State.WAITING_FEE else None,
        may_withdraw=_applicant_may("withdraw", state),
        may_correct=_applicant_may("receive_correction", state),
        may_give_reasons=_owes_reasons(application, state),
    )


def _awaited(application: Application, state: State) -> tuple[Promise, Promise]:
    """Whom the case waits for; those who are asked are named by what they are, not who."""
    if _owes_reasons(application, state) and state in (State.REGISTERED, State.HANDLING):
        return _REASONS_AWAITED
    if state is State.HANDLING:
        kinds = open_kinds(application)
        for kind, words in _ASKED.items():
            if kind in kinds:
                return words
    return _AWAITED[state]


def _owes_reasons(application: Application, state: State) -> bool:
    """Whether the applicant was asked why and may still say it (条例 art. 35)."""
    if not _applicant_may("receive_reasons", state):
        return False
    kinds = application.events.order_by().values_list("kind", flat=True)
    return stage_of(set(kinds)) is Stage.ASKED


def _files(application: Application) -> tuple[StoredFile, ...]:
    """What the issued reply discloses."""
    reply = application.replies.filter(issued_at__isnull=False).first()
    return tuple(released_files_of(reply)) if reply else ()


def _fee(application: Application) -> FeeCharge | None:
    """What the applicant is asked to pay."""
    return application.fees.filter(state=FeeState.NOTICED).first()


def _steps(application: Application) -> tuple[PublicStep, ...]:
    return tuple(
        PublicStep(step.event, _STEP_WORDS[step.event], step.public_note, step.at)
        for step in application.steps.all()
        if step.event in _STEP_WORDS
    )


def _applicant_may(event: str, state: State) -> bool:
    transition = WORKFLOW.find(event, state)
    return transition is not None and APPLICANT in transition.roles
