"""What somebody who is asked for an opinion fills in."""

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from requests_foia.domain.opinions import Position
from requests_foia.models import labels

from .fields import KeyField, LongTextField, OneOfField
from .files import FilesField

MOST_FILES = 5


class OpinionCodeForm(forms.Form):
    """The code from the letter or the mail."""

    use_required_attribute = False

    code = KeyField(
        label=_("答复码"),
        longest=100,
        help_text=_("随征求意见书或者邮件给您的一串字母和数字，不分大小写"),
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "spellcheck": "false", "data-from-fragment": ""}
        ),
    )


class OpinionForm(forms.Form):
    """The opinion. Whether reasons are owed is judged by the action."""

    use_required_attribute = False

    position = OneOfField(
        label=_("您是否同意公开？"),
        ask=_("请选择您的意见。"),
        choices=labels.choices(labels.POSITIONS),
    )
    reasons = LongTextField(
        label=_("理由"),
        longest=5000,
        required=False,
        help_text=_("同意公开的可以不填。不同意或者部分同意的，必须写明哪些内容不宜公开、为什么。"),
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    attachments = FilesField(
        label=_("证明材料"),
        required=False,
        help_text=_("最多 5 个文件，例如 PDF、Word 或者图片。"),
    )

    def clean_position(self) -> Position:
        return Position(self.cleaned_data["position"])

    def clean_attachments(self) -> list[UploadedFile]:
        files: list[UploadedFile] = self.cleaned_data["attachments"]
        if len(files) > MOST_FILES:
            raise ValidationError(_("最多 5 个文件，请删去几个再提交。"), code="too_many")
        return files
