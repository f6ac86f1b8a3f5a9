"""What staff fill in with a step. The actions judge it; these only read it."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from portal.agencies.domain.roles import Role
from portal.agencies.models import Organisation, User
from portal.agencies.queries import staff_with_role, subtree_of
from portal.components.forms import DayInput
from requests_foia.domain.vocabulary import DeliveryMethod
from requests_foia.models import Application, labels
from requests_foia.permissions.words import NOTE_LIMIT, TEXT_LIMIT

from .files import SentFilesField

INTERNAL = _("只供内部查看，写入审计记录，不得填写个人信息。")


def text_field(
    label: Any, *, limit: int = NOTE_LIMIT, rows: int = 4, **options: Any
) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, max_length=limit, widget=widget, **options)


class NoteForm(forms.Form):
    """A step with an internal note."""

    note = text_field(_("备注"), required=False, rows=2, help_text=INTERNAL)


class ConfirmForm(NoteForm):
    register = forms.BooleanField(label=_("同时登记"), required=False, initial=True)


class ReasonForm(forms.Form):
    reason = text_field(_("依据"), help_text=INTERNAL)


class ReturnForm(forms.Form):
    note = text_field(_("退回意见"), help_text=INTERNAL)


class CorrectionRequestForm(forms.Form):
    missing = text_field(_("需要补正的内容"), limit=TEXT_LIMIT, help_text=_("写入补正告知书。"))
    working_days = forms.IntegerField(
        label=_("补正期限（工作日）"),
        required=False,
        min_value=1,
        help_text=_("不填写的，按本单位或者规则设定的期限。"),
    )


class CorrectionReceivedForm(forms.Form):
    corrected_content = text_field(_("补正后的内容"), limit=5000, rows=6)
    received_on = forms.DateField(label=_("收到补正之日"), widget=DayInput)
    files: Any = SentFilesField(label=_("补正材料的扫描件"), required=False)

    def __init__(self, *args: Any, today: date | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["received_on"].initial = today


class ExtensionForm(forms.Form):
    working_days = forms.IntegerField(label=_("延长的工作日数"), min_value=1)
    reason = text_field(_("延期理由"), help_text=_("写入延期答复告知书：“因……”。"))

    def __init__(self, *args: Any, longest: int = 0, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["working_days"].initial = longest or None


class AssignForm(forms.Form):
    """To which unit, and to whom in it."""

    unit = forms.ModelChoiceField(label=_("承办机构"), queryset=Organisation.objects.none())
    officer = forms.ModelChoiceField(
        label=_("承办人"),
        queryset=User.objects.none(),
        required=False,
        help_text=_("不选的，由该机构的承办人领办。"),
    )
    note = text_field(_("办理要求"), required=False, rows=2, help_text=INTERNAL)

    def __init__(self, *args: Any, application: Application, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = subtree_of(application.organisation).filter(is_active=True)
        drafters = [
            person.pk for unit in units for person in staff_with_role(Role.DRAFTER, unit, today)
        ]
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]
        self.fields["unit"].initial = application.assigned_unit_id
        self.fields["officer"].queryset = User.objects.filter(  # type: ignore[attr-defined]
            pk__in=drafters
        )
        self.fields["officer"].initial = application.officer_id


class DeliveryForm(forms.Form):
    method = forms.ChoiceField(label=_("送达方式"), choices=labels.choices(labels.DELIVERY_METHODS))
    sent_on = forms.DateField(
        label=_("交寄或者发送日期"),
        widget=DayInput,
        required=False,
        help_text=_("邮寄限邮政企业；交寄之日为作出答复之日。"),
    )
    signed_on = forms.DateField(
        label=_("签收日期"),
        widget=DayInput,
        required=False,
        help_text=_("直接送达的，签收之日为作出答复之日。"),
    )
    proof = forms.CharField(
        label=_("送达凭证"), max_length=300, help_text=_("邮件号码、送达回证或者发送记录编号。")
    )

    def clean_method(self) -> DeliveryMethod:
        return DeliveryMethod(self.cleaned_data["method"])


class RevealForm(forms.Form):
    reason = text_field(_("查看理由"), rows=2, help_text=_("每次查看都写入审计记录。"))

    def clean_reason(self) -> str:
        reason = str(self.cleaned_data["reason"]).strip()
        if not reason:
            raise ValidationError(_("请填写查看申请人信息的理由。"))
        return reason
