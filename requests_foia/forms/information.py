"""Step 4: what is asked for (条例 art. 29 (二)). Nobody is asked what for."""

from django import forms
from django.utils.translation import gettext_lazy as _

from .fields import LongTextField, PlainTextField
from .step import StepForm


class InformationForm(StepForm):
    slug = "information"
    question = _("您需要什么信息？")
    help = _("写得越具体，找得越快。一份申请最好只要一项信息。")

    content = LongTextField(
        label=_("信息内容描述"),
        longest=2000,
        help_text=_(
            "写清是什么事项、什么地方、什么时间的信息，最多 2000 字。"
            "例如：2025年幸福路小学北侧地块的征收补偿安置方案"
        ),
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    title = PlainTextField(
        label=_("信息名称"), longest=200, required=False, help_text=_("知道文件名称时填写")
    )
    document_number = PlainTextField(
        label=_("文号"),
        longest=100,
        required=False,
        help_text=_("例如：云政发〔2025〕12号"),
    )

    def prepare(self) -> None:
        """Words that a link brought along stand here until something is answered."""
        brought = self.answers.get("about", {}).get("about", "")
        if brought and not self.answers.get(self.slug):
            self.initial["content"] = brought
