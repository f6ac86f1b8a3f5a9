"""The buttons of art. 35: asking an applicant for reasons, and what follows from them."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from portal.calendar import moment
from portal.domain.rulesets import rule_set
from requests_foia import actions
from requests_foia.forms import reasons as forms

from .button import Button, calling

BUTTONS: Mapping[str, Button] = {
    "ask_reasons": Button(
        label=_("请申请人说明理由"),
        done=_("说明理由告知书已制发。答复期限照常计算，应于%(due)s前答复。"),
        call=calling(actions.ask_reasons),
        form_class=forms.AskReasonsForm,
        form_arguments=lambda case: {
            "shortest": rule_set(case.rule_set).get("foi.reasons") or 0,
        },
        explanation=_(
            "申请的数量、频次明显超过合理范围的，可以要求申请人说明理由（条例第三十五条）。"
            "条例没有规定扣除，答复期限照常计算。"
        ),
        is_primary=False,
    ),
    "receive_reasons": Button(
        label=_("登记申请人的理由"),
        done=_("已登记，请认定理由是否合理。应于%(due)s前答复。"),
        call=calling(actions.receive_reasons),
        form_class=forms.ReasonsReceivedForm,
        form_arguments=lambda _case: {"today": moment.today()},
        explanation=_("申请人凭编号和查询码在网上说明的，自动登记；书面或者口头的，在这里登记。"),
        is_primary=False,
    ),
    "lapse_reasons": Button(
        label=_("逾期未说明理由"),
        done=_("已登记逾期未说明理由。应于%(due)s前答复。"),
        call=calling(actions.lapse_reasons),
        explanation=_("登记以后，可以起草“无正当理由大量反复申请”的答复。"),
        is_primary=False,
        is_dangerous=True,
    ),
    "judge_reasons": Button(
        label=_("认定理由"),
        done=_("已记录认定。应于%(due)s前答复。"),
        call=calling(actions.judge_reasons),
        form_class=forms.JudgeReasonsForm,
        explanation=_("理由不合理的，告知申请人不予处理；合理的，应当办理，必要时延迟答复。"),
        is_primary=False,
    ),
    "delay_reply": Button(
        label=_("批准延迟答复"),
        done=_("已批准延迟答复并告知申请人，应于%(due)s前答复。"),
        call=calling(actions.delay_reply),
        form_class=forms.DelayForm,
        form_arguments=lambda case: {"longest": rule_set(case.rule_set).get("foi.delay") or 0},
        explanation=_(
            "理由合理、但不能在第三十三条的期限内答复的，可以确定延迟答复的合理期限并告知申请人"
            "（条例第三十五条）。只能一次，当前期限届满前告知才有效。"
        ),
        is_primary=False,
    ),
}
NOTHING_TO_DO = frozenset({"reasons_not_awaited", "no_reasons", "reasons_not_accepted"})
