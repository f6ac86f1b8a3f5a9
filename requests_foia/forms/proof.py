"""What the openness office says about a proof of identity."""

from django import forms
from django.utils.translation import gettext_lazy as _

from .desk import text_field


class OpenProofForm(forms.Form):
    """Which file is opened, and why."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    reason = text_field(_("查看理由"), rows=2, help_text=_("每次查看都写入审计记录。"))


class VerifiedForm(forms.Form):
    """What the verification found."""

    matches = forms.ChoiceField(
        label=_("核验结果"),
        choices=[("yes", _("与申请所填一致")), ("no", _("与申请所填不一致"))],
        widget=forms.RadioSelect,
    )
