"""For what a bundle of evidence is made or taken."""

from django import forms
from django.utils.translation import gettext_lazy as _

from .desk import text_field


class BundleForm(forms.Form):
    purpose = text_field(
        _("用途"),
        rows=2,
        error_messages={"required": _("请填写证据包的用途。")},
        help_text=_("例如“区政府复议案件答辩”。写入审计记录，不得填写个人信息。"),
    )
