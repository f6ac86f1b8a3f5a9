"""What staff fill in about a fee. The actions judge it; these only read it."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from portal.components.forms import DayInput
from requests_foia.domain.fees import Basis
from requests_foia.domain.vocabulary import DeliveryMethod
from requests_foia.models import labels

from .desk import INTERNAL


def _words(label: Any, limit: int, rows: int, help_text: Any) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, max_length=limit, widget=widget, help_text=help_text)


class FeeForm(forms.Form):
    """By item or by page; what it comes to is counted by the action."""

    basis = forms.ChoiceField(
        label=_("计收方式"), choices=labels.choices(labels.FEE_BASES), widget=forms.RadioSelect
    )
    quantity = forms.IntegerField(
        label=_("件数或者页数"),
        min_value=1,
        initial=1,
        help_text=_("按件的，一事一申请，通常为1件；按量的，填写A4单面页数。"),
    )
    reasons = _words(
        _("明显超过合理范围的理由"), 2000, 4, _("写入收费通知书，不得填写他人的信息。")
    )
    how_to_pay = _words(_("缴纳方式"), 500, 3, _("收款单位、账号或者缴款渠道，写入收费通知书。"))

    def __init__(
        self, *args: Any, earlier: int = 0, by_item: int | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        if by_item is not None:
            text = _now("该申请人当月此前已申请%(earlier)d件；按件计收，本件为%(yuan)d元。")
            said = text % {"earlier": earlier, "yuan": by_item}
            self.fields["basis"].help_text = said
            self.fields["basis"].initial = str(Basis.ITEM if by_item else Basis.PAGE)

    def clean_basis(self) -> Basis:
        return Basis(self.cleaned_data["basis"])


class FeeReasonForm(forms.Form):
    reason = _words(_("理由"), 1000, 3, INTERNAL)


class FeeDeliveryForm(forms.Form):
    method = forms.ChoiceField(label=_("送达方式"), choices=labels.choices(labels.DELIVERY_METHODS))
    received_on = forms.DateField(label=_("申请人收到之日"), widget=DayInput)
    proof = forms.CharField(
        label=_("送达凭证"), max_length=300, help_text=_("邮件号码、送达回证或者发送记录编号。")
    )

    def __init__(self, *args: Any, today: date | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["received_on"].initial = today

    def clean_method(self) -> DeliveryMethod:
        return DeliveryMethod(self.cleaned_data["method"])


class PaymentForm(forms.Form):
    paid_on = forms.DateField(label=_("缴费日期"), widget=DayInput)
    amount = forms.IntegerField(label=_("实缴金额（元）"), min_value=1)
    proof = forms.CharField(
        label=_("缴费凭证"), max_length=300, help_text=_("非税收入票据号码或者到账凭证编号。")
    )

    def __init__(
        self,
        *args: Any,
        amount: int | None = None,
        today: date | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["amount"].initial = amount
        self.fields["paid_on"].initial = today
