"""Keeping a case from destruction, and saying no to a list."""

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.components.forms import DayInput

from .desk import INTERNAL, text_field


class HoldForm(forms.Form):
    reason = text_field(
        _("暂缓销毁的理由"),
        rows=3,
        help_text=_("例如审计、监察、信访或者仲裁需要。写入审计记录，不得填写个人信息。"),
    )
    until = forms.DateField(
        label=_("暂缓至"),
        required=False,
        widget=DayInput,
        help_text=_("含当日。不填写的，到解除为止。"),
    )


class LiftHoldForm(forms.Form):
    reason = text_field(_("解除的理由"), rows=3, help_text=INTERNAL)


class StopListForm(forms.Form):
    note = text_field(_("不予销毁的理由"), rows=3, help_text=INTERNAL)
