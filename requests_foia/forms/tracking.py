"""Number and code of an application."""

from django import forms
from django.utils.translation import gettext_lazy as _

from .fields import KeyField


class TrackingForm(forms.Form):
    """Anything filled in is tried; what is malformed gets the answer of what is unknown."""

    use_required_attribute = False

    number = KeyField(
        label=_("受理编号"),
        longest=100,
        help_text=_("在提交成功的页面和回执上，例如 YXGK-2026-00012"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    code = KeyField(
        label=_("查询码"),
        longest=100,
        help_text=_("与编号一起给您的一串字母和数字，不分大小写"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
