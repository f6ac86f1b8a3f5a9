"""Step 3: who applies and how to reach them (条例 art. 29 (一))."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from requests_foia.domain.identity import Fault, credit_code_fault, id_card_fault
from requests_foia.domain.vocabulary import ApplicantClass, IdType
from requests_foia.models import labels

from .fields import MailField, NameField, NumberField, OneOfField, PhoneField
from .step import Answers, StepForm

_ID_CARD_FAULTS = {
    Fault.LENGTH: _("居民身份证号码是 18 位。请数一数有没有漏填或者多填。"),
    Fault.CHARACTERS: _("居民身份证号码前 17 位是数字，最后一位是数字或者 X。"),
    Fault.BIRTH_DATE: _("号码第 7 到 14 位应是出生日期。请对照身份证再核对一遍。"),
    Fault.CHECK_DIGIT: _("号码与校验位不符，可能有一位填错了。请对照身份证再核对一遍。"),
}
_CREDIT_CODE_FAULTS = {
    Fault.LENGTH: _("统一社会信用代码是 18 位。请数一数有没有漏填或者多填。"),
    Fault.CHARACTERS: _("统一社会信用代码只含数字和大写字母（不用 I、O、S、V、Z）。"),
    Fault.CHECK_DIGIT: _("代码与校验位不符，可能有一位填错了。请对照执照或者证书再核对一遍。"),
}


class IdentityForm(StepForm):
    """Contact details that people and organisations give alike."""

    slug = "identity"
    help = _("只用于办理这份申请和与您联系，加密保存，不会公开。")

    phone = PhoneField(
        label=_("联系电话"),
        longest=30,
        help_text=_("手机或者座机，座机请加区号"),
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
    )
    email = MailField(
        label=_("电子邮箱"),
        longest=254,
        required=False,
        help_text=_("办理有进展时会通知到这里"),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    address = NameField(
        label=_("通信地址"),
        longest=300,
        help_text=_("信件会寄到这里，请写到门牌号"),
        widget=forms.TextInput(attrs={"autocomplete": "street-address"}),
    )
    postcode = NumberField(
        label=_("邮政编码"),
        longest=6,
        required=False,
        help_text=_("6 位数字"),
        widget=forms.TextInput(attrs={"autocomplete": "postal-code", "inputmode": "numeric"}),
    )

    def clean_postcode(self) -> str:
        postcode = str(self.cleaned_data["postcode"])
        if postcode and not (len(postcode) == 6 and postcode.isdecimal() and postcode.isascii()):
            raise ValidationError(_("邮政编码是 6 位数字。不清楚可以不填。"))
        return postcode


class CitizenForm(IdentityForm):
    question = _("您的身份和联系方式")

    name = NameField(
        label=_("姓名"),
        longest=100,
        help_text=_("与证件一致"),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    id_type = OneOfField(
        label=_("证件名称"),
        ask=_("请选择您用哪一种证件。"),
        choices=labels.choices(labels.ID_TYPES),
        initial=IdType.ID_CARD.value,
    )
    id_number = NumberField(
        label=_("证件号码"),
        longest=30,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    field_order = ["name", "id_type", "id_number"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        number = cleaned.get("id_number", "")
        if number and cleaned.get("id_type") == IdType.ID_CARD:
            fault = id_card_fault(number)
            if fault:
                self.add_error("id_number", _ID_CARD_FAULTS[fault])
        elif number and not (number.isascii() and number.isalnum() and len(number) >= 5):
            self.add_error("id_number", _("证件号码只含字母和数字，至少 5 位。"))
        return cleaned


class OrganisationForm(IdentityForm):
    question = _("单位信息和联系方式")

    name = NameField(
        label=_("单位名称"),
        longest=100,
        help_text=_("与执照或者证书一致"),
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    credit_code = NumberField(
        label=_("统一社会信用代码"),
        longest=18,
        help_text=_("18 位，在执照或者证书上"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    legal_representative = NameField(label=_("法定代表人或者负责人"), longest=60)
    contact_person = NameField(
        label=_("联系人"),
        longest=60,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )

    field_order = ["name", "credit_code", "legal_representative", "contact_person"]

    def clean_credit_code(self) -> str:
        code = str(self.cleaned_data["credit_code"])
        fault = credit_code_fault(code)
        if fault:
            raise ValidationError(_CREDIT_CODE_FAULTS[fault])
        return code


def identity_form(data: Any = None, *, answers: Answers, **kwargs: Any) -> IdentityForm:
    """The form that fits the capacity chosen in the step before."""
    capacity = answers.get("applicant", {}).get("applicant_class")
    kind = CitizenForm if capacity == ApplicantClass.CITIZEN else OrganisationForm
    return kind(data, answers=answers, **kwargs)
