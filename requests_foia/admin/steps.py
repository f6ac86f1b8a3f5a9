"""The steps of a case as buttons: which form each takes and which action it calls."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.forms import Form
from django.http import HttpRequest
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from portal.agencies.models import User
from portal.calendar import moment
from portal.components.templatetags.portal_dates import full_date
from portal.desk.steps import Step
from portal.domain.rulesets import rule_set
from portal.domain.workflow import Refusal
from requests_foia import actions, permissions
from requests_foia.domain.workflow import WORKFLOW
from requests_foia.forms import desk
from requests_foia.forms.public_log import PrepareEntryForm
from requests_foia.models import Application

from . import linking, others, reasons
from .actor import actor_of
from .button import Button, calling
from .drafting import CHECK_BUTTONS
from .fees import FEE_BUTTONS
from .holds import HOLD_BUTTONS


def _confirm(case: Application, actor: User, at: datetime, said: Mapping[str, Any]) -> None:
    actions.confirm_receipt(application=case, actor=actor, at=at, note=said.get("note", ""))
    if said.get("register"):
        actions.register(application=case, actor=actor, at=at)


def _issue(case: Application, actor: User, at: datetime, _said: Mapping[str, Any]) -> str:
    letter = actions.issue(application=case, actor=actor, at=at)
    return _now("答复书%(number)s已制发，请送达。") % {"number": letter.number}


BUTTONS: Mapping[str, Button] = {
    "confirm": Button(
        label=_("确认收到"),
        done=_("已确认收到，应于%(due)s前答复。"),
        call=_confirm,
        form_class=desk.ConfirmForm,
        explanation=_("与申请人双方确认收到，答复期限自次日起算（条例第三十一条第三项）。"),
    ),
    "register": Button(
        label=_("登记"),
        call=calling(actions.register),
        form_class=desk.NoteForm,
        done=_("已登记，请分办。"),
    ),
    "assign": Button(
        label=_("分办"),
        done=_("已交承办机构办理。"),
        call=calling(actions.assign),
        form_class=desk.AssignForm,
        form_arguments=lambda case: {"application": case, "today": moment.today()},
        explanation=_("交由承办机构检索信息、起草答复；答复时限随之转交。"),
    ),
    "approve": Button(
        label=_("批准"),
        call=calling(actions.approve),
        form_class=desk.NoteForm,
        done=_("已批准，由政务公开办制发答复书。"),
    ),
    "send_back": Button(
        label=_("退回"),
        done=_("已退回承办机构修改。"),
        call=calling(actions.send_back),
        form_class=desk.ReturnForm,
        explanation=_("退回承办机构修改，原稿留存。"),
        is_primary=False,
    ),
    "issue": Button(
        label=_("制发答复书"),
        call=_issue,
        explanation=_("编号、生成答复书并固定内容，此后不能修改。申请人即可查看。"),
    ),
    "deliver": Button(
        label=_("登记送达"),
        done=_("已登记送达，本件办结，可以归档。"),
        call=calling(actions.deliver),
        form_class=desk.DeliveryForm,
        explanation=_(
            "邮寄、电子发送的，以交寄、发送之日为作出答复之日；直接送达的，以签收之日为准。"
        ),
    ),
    "archive": Button(
        label=_("归档"),
        call=calling(actions.archive),
        form_class=desk.NoteForm,
        done=_("已归档。"),
    ),
    "prepare_entry": Button(
        label=_("列入已答复的申请"),
        call=calling(actions.prepare_entry),
        form_class=PrepareEntryForm,
        form_arguments=lambda case: {"application": case},
        done=_("已拟好条目，请另一人核对后公布。"),
        explanation=_("拟一条不含个人信息的条目，由另一人核对后在网站公布；申请人可以要求不列入。"),
        is_primary=False,
    ),
    "issue_receipt": Button(
        label=_("出具接收回执"),
        done=_("接收回执已出具，申请人即可查看。"),
        call=calling(actions.issue_receipt),
        explanation=_("编号、生成接收回执并固定内容；每件一份。"),
        is_primary=False,
    ),
    "request_correction": Button(
        label=_("告知补正"),
        done=_("已告知补正，收到补正之前不计算答复期限。"),
        call=calling(actions.request_correction),
        form_class=desk.CorrectionRequestForm,
        explanation=_(
            "只能一次性告知。收到补正之前不计算答复期限，收到后重新计算（条例第三十条）。"
        ),
        is_primary=False,
    ),
    "receive_correction": Button(
        label=_("登记补正"),
        done=_("已登记补正，应于%(due)s前答复。"),
        call=calling(actions.receive_correction),
        form_class=desk.CorrectionReceivedForm,
        form_arguments=lambda _case: {"today": moment.today()},
    ),
    "lapse_correction": Button(
        label=_("逾期未补正，不再处理"),
        done=_("已登记：申请人逾期不补正，不再处理。"),
        call=calling(actions.lapse_correction),
        explanation=_("申请人无正当理由逾期不补正的，视为放弃申请（条例第三十条）。"),
        is_primary=False,
        is_dangerous=True,
    ),
    "extend": Button(
        label=_("批准延期"),
        done=_("已批准延期，应于%(due)s前答复。"),
        call=calling(actions.extend_deadline),
        form_class=desk.ExtensionForm,
        form_arguments=lambda case: {"longest": rule_set(case.rule_set)["foi.extend"].limit},
        explanation=_("只能延长一次，期限届满前告知申请人才有效（条例第三十三条第二款）。"),
        is_primary=False,
    ),
    "withdraw": Button(
        label=_("登记撤回"),
        done=_("已登记撤回，不再办理。"),
        call=calling(actions.withdraw),
        form_class=desk.ReasonForm,
        explanation=_("申请人书面撤回的，登记后不再办理。"),
        is_primary=False,
        is_dangerous=True,
    ),
    **FEE_BUTTONS,
    **reasons.BUTTONS,
    **linking.BUTTONS,
    **others.BUTTONS,
    **CHECK_BUTTONS,
    **HOLD_BUTTONS,
}
Preview = Callable[[HttpRequest, Any, Form], Sequence[str]]
PREVIEWED = frozenset(
    {
        "request_correction",
        "extend",
        "issue",
        "issue_receipt",
        "approve_fee",
        "ask_reasons",
        "delay_reply",
    }
)
"""Steps that send a letter, which may be seen beforehand."""
NEXT_EVENTS = {
    "received": "confirm",
    "confirmed": "register",
    "registered": "assign",
    "waiting_correction": "receive_correction",
    "waiting_fee": "record_payment",
    "handling": "draft",
    "review": "approve",
    "approved": "issue",
    "replied": "deliver",
    "delivered": "archive",
    "abandoned": "archive",
    "withdrawn": "archive",
    "merged": "archive",
}
"""The step of each state that is expected next."""


def steps_of(case: Application, request: HttpRequest) -> list[Step]:
    """The steps this user's roles may take from here, with what blocks each.

    What is expected next comes first, what is barred or hurts last.
    """
    user, today = actor_of(request), moment.today()
    expected = NEXT_EVENTS.get(case.state)
    steps = [
        _step(case, transition.event, request, barred, is_primary=transition.event == expected)
        for transition in WORKFLOW.events_from(case.state)
        if permissions.role_for(user, case, transition.event, today)
        and _has_object(barred := permissions.blockers(case, transition.event, user, today))
    ]
    return sorted(steps, key=lambda s: (not s.is_primary, bool(s.blockers), s.is_dangerous))


def _has_object(barred: Sequence[Refusal]) -> bool:
    """Whether there is anything the step could be about."""
    nothing = others.NOTHING_TO_DO | reasons.NOTHING_TO_DO
    return not any(reason.code in nothing for reason in barred)


def _step(
    case: Application,
    event: str,
    request: HttpRequest,
    barred: Sequence[Refusal],
    *,
    is_primary: bool,
) -> Step:
    button = BUTTONS[event]
    return Step(
        event=event,
        label=str(button.label),
        form_class=button.form_class,
        form_kwargs=_arguments(button, case, request),
        run=lambda request, record, form: _take(button, record, actor_of(request), form),
        blockers=[str(reason) for reason in barred],
        explanation=str(button.explanation),
        is_primary=is_primary and button.is_primary,
        is_dangerous=button.is_dangerous,
        preview=_preview_of(button, event),
    )


def _arguments(button: Button, case: Application, request: HttpRequest) -> dict[str, Any]:
    if button.request_arguments:
        return button.request_arguments(case, request)
    return button.arguments(case, actor_of(request))


def _preview_of(button: Button, event: str) -> Preview | None:
    """What the step would send; the leader sees the reply before approving it."""
    if event == "approve":
        return lambda request, case, _form: actions.preview_reply(
            application=case, actor=actor_of(request), at=moment.now()
        )
    if event not in PREVIEWED:
        return None

    def preview(request: HttpRequest, case: Application, form: Form) -> list[str]:
        user, at = actor_of(request), moment.now()
        return actions.preview_step(
            application=case,
            take=lambda: button.call(case, user, at, form.cleaned_data),
            actor=user,
            at=at,
        )

    return preview


def _take(button: Button, case: Application, user: User, form: Form) -> str:
    """Call the action; what to say once it is done."""
    said = button.call(case, user, moment.now(), form.cleaned_data)
    if isinstance(said, str):
        return said
    case.refresh_from_db(fields=["due_on"])
    return str(button.done) % {"due": full_date(case.due_on)}
