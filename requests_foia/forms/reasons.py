"""What is filled in where an applicant's requests are very many (条例 art. 35)."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.components.forms import DayInput
from requests_foia.permissions.words import TEXT_LIMIT

from .desk import INTERNAL, text_field
from .fields import LongTextField


class AskReasonsForm(forms.Form):
    finding = text_field(
        _("数量、频次为什么明显超过合理范围"),
        limit=TEXT_LIMIT,
        help_text=_("写明件数和期间，例如“本月已提出四十件申请，内容相近”。写入说明理由告知书。"),
    )
    working_days = forms.IntegerField(label=_("说明理由的期限（工作日）"), min_value=1)

    def __init__(self, *args: Any, shortest: int = 0, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["working_days"].initial = shortest or None


class ReasonsReceivedForm(forms.Form):
    reasons = text_field(_("申请人说明的理由"), limit=TEXT_LIMIT, rows=6)
    received_on = forms.DateField(label=_("收到之日"), widget=DayInput)
    evidence = forms.CharField(
        label=_("凭证"),
        max_length=300,
        required=False,
        help_text=_("来函、邮件或者谈话笔录的编号。"),
    )

    def __init__(self, *args: Any, today: date | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["received_on"].initial = today


class JudgeReasonsForm(forms.Form):
    is_reasonable = forms.TypedChoiceField(
        label=_("理由是否合理"),
        choices=[
            ("", _("请选择")),
            ("yes", _("合理：继续办理，可以延迟答复")),
            ("no", _("不合理：可以不予处理")),
        ],
        coerce=lambda said: said == "yes",
    )
    opinion = text_field(_("认定的依据"), help_text=INTERNAL)


class DelayForm(forms.Form):
    working_days = forms.IntegerField(label=_("延迟的工作日数"), min_value=1)
    reason = text_field(
        _("不能在规定期限内答复的原因"), help_text=_("写入延迟答复告知书：“因……”。")
    )

    def __init__(self, *args: Any, longest: int = 0, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if longest:
            self.fields["working_days"].widget.attrs["max"] = longest
            self.fields["working_days"].help_text = _("最多 %(longest)d 个工作日。") % {
                "longest": longest
            }


class OwnReasonsForm(forms.Form):
    """The applicant's own words."""

    use_required_attribute = False

    reasons = LongTextField(
        label=_("您的理由"),
        longest=TEXT_LIMIT,
        help_text=_("说明为什么需要这些信息、为什么要分次申请。最多 2000 字。"),
        widget=forms.Textarea(attrs={"rows": 8}),
    )
