"""The buttons for asking others and for sharing a case among units."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from portal.agencies.models import User
from portal.calendar import moment
from requests_foia import actions
from requests_foia.forms import asking as forms
from requests_foia.models import Application

from .button import Button, calling


def _dated(case: Application) -> dict[str, Any]:
    return {"application": case, "today": moment.today()}


def _own(case: Application, user: User) -> dict[str, Any]:
    return {"application": case, "today": moment.today(), "user": user}


def _of_case(case: Application) -> dict[str, Any]:
    return {"application": case}


def _ask(case: Application, actor: User, at: datetime, said: Mapping[str, Any]) -> str:
    form_said = forms.AskForm.said_of(said)
    asked = actions.ask_opinion(application=case, actor=actor, at=at, **form_said)
    number = {"number": asked.opinion.letter.number}
    if asked.is_mailed:
        return _now("征求意见书%(number)s已制发，答复的网址和答复码已发往对方邮箱。") % number
    return _now("征求意见书%(number)s已制发，请在“征求意见”中生成答复码，随信送达。") % number


_ASKING: Mapping[str, Button] = {
    "ask_opinion": Button(
        label=_("征求意见"),
        call=_ask,
        form_class=forms.AskForm,
        form_arguments=_of_case,
        explanation=_(
            "公开会损害第三方合法权益的，应当书面征求其意见；征求意见所需时间不计入答复期限，"
            "同时书面告知申请人（条例第三十二条至第三十四条）。"
        ),
        is_primary=False,
    ),
    "deliver_question": Button(
        label=_("登记对方收到"),
        done=_("已登记，意见期限自收到之日起算。应于%(due)s前答复申请人。"),
        call=calling(actions.deliver_question),
        form_class=forms.DeliverQuestionForm,
        form_arguments=_dated,
        explanation=_("意见期限自对方收到征求意见书之日起算。对方凭答复码打开网页的，自动登记。"),
        is_primary=False,
    ),
    "answer_opinion": Button(
        label=_("登记意见"),
        done=_("已登记意见，应于%(due)s前答复申请人。"),
        call=calling(actions.answer_opinion),
        form_class=forms.AnswerForm,
        form_arguments=_dated,
        explanation=_("对方书面答复的，登记收到之日；不计入答复期限的时间到这一天为止。"),
        is_primary=False,
    ),
    "withdraw_question": Button(
        label=_("撤回征求意见"),
        done=_("已撤回，应于%(due)s前答复申请人。"),
        call=calling(actions.withdraw_question),
        form_class=forms.WithdrawQuestionForm,
        form_arguments=_dated,
        explanation=_("撤回后对方不需要答复，不计入答复期限的时间到今天为止。"),
        is_primary=False,
        is_dangerous=True,
    ),
    "decide_third_party": Button(
        label=_("决定第三方权益"),
        done=_("已记录决定。"),
        call=calling(actions.decide_third_party),
        form_class=forms.DecideForm,
        form_arguments=_dated,
        explanation=_(
            "第三方不同意且理由合理的，不予公开；不公开可能对公共利益造成重大影响的，可以公开，"
            "并书面告知第三方。逾期未提出意见的，由机关决定（条例第十五条、第三十二条）。"
        ),
        is_primary=False,
    ),
}
_SHARING: Mapping[str, Button] = {
    "claim": Button(
        label=_("领办"),
        done=_("已由您领办，应于%(due)s前答复。"),
        call=calling(actions.claim),
        explanation=_("由您承办本件。"),
        is_primary=False,
    ),
    "give_task": Button(
        label=_("分派协办"),
        done=_("已分派协办任务。"),
        call=calling(actions.give_task),
        form_class=forms.GiveTaskForm,
        form_arguments=_of_case,
        explanation=_("由其他内设机构同时办理一部分；承办机构不变，协办未结不能批准答复。"),
        is_primary=False,
    ),
    "claim_task": Button(
        label=_("领办协办任务"),
        done=_("协办任务已由您领办。"),
        call=calling(actions.claim_task),
        form_class=forms.TaskStepForm,
        own_form_arguments=_own,
        is_primary=False,
    ),
    "finish_task": Button(
        label=_("办结协办任务"),
        done=_("协办任务已办结。"),
        call=calling(actions.finish_task),
        form_class=forms.FinishTaskForm,
        own_form_arguments=_own,
        is_primary=False,
    ),
    "call_off_task": Button(
        label=_("取消协办"),
        done=_("已取消协办任务。"),
        call=calling(actions.call_off_task),
        form_class=forms.CallOffTaskForm,
        own_form_arguments=lambda case, _user: _own(case, _user) | {"user": None},
        is_primary=False,
        is_dangerous=True,
    ),
    "open_deliberation": Button(
        label=_("发起会商"),
        done=_("已发起会商。"),
        call=calling(actions.open_deliberation),
        form_class=forms.OpenDeliberationForm,
        form_arguments=_of_case,
        explanation=_("疑难复杂的申请，由几个机构会商。形成结论之前不能批准答复。"),
        is_primary=False,
    ),
    "give_view": Button(
        label=_("提出会商意见"),
        done=_("已提出会商意见。"),
        call=calling(actions.give_view),
        form_class=forms.GiveViewForm,
        own_form_arguments=_own,
        is_primary=False,
    ),
    "conclude_deliberation": Button(
        label=_("记录会商结论"),
        done=_("已记录会商结论。"),
        call=calling(actions.conclude_deliberation),
        form_class=forms.ConcludeForm,
        is_primary=False,
    ),
}
BUTTONS: Mapping[str, Button] = {**_ASKING, **_SHARING}
NOTHING_TO_DO = frozenset(
    {
        "no_opinion",
        "no_free_task",
        "no_task",
        "no_deliberation",
        "no_view",
        "claimed",
        "conversion_done",
        "held",
        "no_hold",
        "destroyed",
        "no_answer",
        "entry_exists",
    }
)
"""A button whose only reason is one of these is not shown: there is nothing it is about."""
