"""Asking whether a letter is genuine: by number and day, by its file, or by a hash."""

import hashlib
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from .fields import KeyField


class VerifyForm(forms.Form):
    """One of the three ways is enough. The file is hashed here and kept nowhere."""

    use_required_attribute = False

    number = KeyField(
        label=_("文号"),
        longest=100,
        required=False,
        help_text=_("例如 云溪公开〔2026〕第1号；括号用哪一种都可以"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    issued_on = forms.DateField(
        label=_("制发日期"),
        required=False,
        help_text=_("文书落款的日期，例如 2026-03-05"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("请按 2026-03-05 这样的格式填写日期。")},
    )
    file = forms.FileField(
        label=_("文书的 PDF 文件"),
        required=False,
        allow_empty_file=True,
        help_text=_("只计算校验值，不保存文件"),
    )
    sha256 = KeyField(
        label=_("校验值（SHA-256）"),
        longest=100,
        required=False,
        help_text=_("64 个字母和数字"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    def clean_file(self) -> str:
        """The file's SHA-256, read piece by piece."""
        upload = self.cleaned_data.get("file")
        if upload is None:
            return ""
        if upload.size > settings.PORTAL_UPLOAD_MAX_BYTES:
            raise ValidationError(_("文件太大，不会是本平台制发的文书。"))
        digest = hashlib.sha256()
        for piece in upload.chunks():
            digest.update(piece)
        return digest.hexdigest()

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if self.errors or said.get("file") or said.get("sha256"):
            return said
        number, issued_on = said.get("number"), said.get("issued_on")
        if number and not issued_on:
            self.add_error("issued_on", _("请同时填写制发日期。"))
        elif issued_on and not number:
            self.add_error("number", _("请同时填写文号。"))
        elif not number:
            raise ValidationError(_("请填写文号和制发日期，或者选择文件，或者填写校验值。"))
        return said
