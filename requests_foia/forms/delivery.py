"""Step 6: how the applicant wants to get it (条例 art. 29 (三))."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.components.forms import HintedRadioSelect
from requests_foia.domain.vocabulary import WantedWay
from requests_foia.models import labels

from .fields import MailField, OneOfField, PhoneField
from .step import StepForm
from .wishes import WISHES, is_out_of_log_field, suggests_publication_field

_WAY_HINTS = {
    WantedWay.MAIL.value: _("寄到您填写的通信地址"),
    WantedWay.PICKUP.value: _("在办公时间到受理机关领取"),
    WantedWay.INSPECT.value: _("在办公时间到受理机关查看，可以抄录"),
}


class DeliveryForm(StepForm):
    slug = "delivery"
    question = _("您想怎样得到信息？")
    help = _("机关会尽量按您的要求提供；确有困难时会说明并换一种方式。")

    conditional = frozenset({"email", "fax", *WISHES})

    wanted_form = OneOfField(
        label=_("要什么样的"),
        ask=_("请选择要电子的还是纸质的。"),
        choices=labels.choices(labels.WANTED_FORMS),
    )
    wanted_way = OneOfField(
        label=_("怎样给您"),
        ask=_("请选择怎样把信息给您。"),
        choices=labels.choices(labels.WANTED_WAYS),
        widget=HintedRadioSelect(hints=_WAY_HINTS),
    )
    email = MailField(
        label=_("接收信息的邮箱"),
        longest=254,
        required=False,
        help_text=_("选“电子邮件”时填写"),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    fax = PhoneField(
        label=_("传真号码"),
        longest=30,
        required=False,
        help_text=_("选“传真”时填写，请加区号"),
        widget=forms.TextInput(attrs={"inputmode": "tel"}),
    )

    suggests_publication = suggests_publication_field()
    is_out_of_log = is_out_of_log_field()

    def prepare(self) -> None:
        if self.answers.get("identity", {}).get("email"):
            del self.fields["email"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        way = cleaned.get("wanted_way")
        if way == WantedWay.EMAIL and self._is_missing("email"):
            self.add_error("email", _("您选了电子邮件，请填写邮箱，或者换一种方式。"))
        if way == WantedWay.FAX and self._is_missing("fax"):
            self.add_error("fax", _("您选了传真，请填写传真号码，或者换一种方式。"))
        return cleaned

    def _is_missing(self, name: str) -> bool:
        return name in self.fields and name not in self.errors and not self.cleaned_data.get(name)
