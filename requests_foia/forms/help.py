"""Step 7: help for those who find reading, seeing or hearing hard (条例 art. 43)."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from .fields import LongTextField, OneOfField
from .step import StepForm


class HelpForm(StepForm):
    slug = "help"
    question = _("阅读、视力或者听力有困难，需要帮助吗？")
    help = _("机关依法为您提供必要的帮助，不收费。")

    conditional = frozenset({"help_note"})

    needs_help = OneOfField(
        label=_("需要帮助吗"),
        ask=_("请选择是否需要帮助。"),
        choices=[("no", _("不需要")), ("yes", _("需要"))],
    )
    help_note = LongTextField(
        label=_("需要什么帮助"),
        longest=300,
        required=False,
        help_text=_("选“需要”时填写。例如：大字版、请打电话读给我听"),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        wants = cleaned.get("needs_help") == "yes"
        if wants and "help_note" not in self.errors and not cleaned.get("help_note"):
            self.add_error("help_note", _("请写明需要什么帮助，我们好提前准备。"))
        if cleaned.get("needs_help") == "no":
            cleaned["help_note"] = ""
        return cleaned
