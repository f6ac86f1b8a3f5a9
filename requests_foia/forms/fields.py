"""Fields that take what people really type and say plainly what to change."""

import re
import unicodedata
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

# Invisible characters that come along when text is copied; they carry no meaning here.
_UNSEEN = re.compile("[\u200b\u2060\ufeff\u00ad]")
# Control characters, half characters, what a wrong encoding left behind, and marks that
# turn the reading direction and could make a letter say something else than is stored.
_UNREADABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffd-\uffff]"
)
_NOT_A_NAME = re.compile(r"[<>{}=@\\|]|^[+\-]")


class PlainTextField(forms.CharField):
    """Text of people, never longer than ``longest`` characters.

    The browser gets no ``maxlength``: it would cut pasted text without a word.
    """

    def __init__(self, *, longest: int, **kwargs: Any) -> None:
        self.longest = longest
        super().__init__(**kwargs)

    def tidy(self, text: str) -> str:
        """One line: every run of white space becomes a single space."""
        return " ".join(text.split())

    def to_python(self, value: Any) -> str:
        text = _UNSEEN.sub("", super().to_python(value) or "")
        return self.tidy(unicodedata.normalize("NFC", text))

    def validate(self, value: str) -> None:
        said = {"label": self.label, "longest": self.longest, "length": len(value)}
        if self.required and not value:
            raise ValidationError(_("请填写%(label)s。"), code="required", params=said)
        if len(value) > self.longest:
            raise ValidationError(
                _("%(label)s最多 %(longest)s 个字，现在有 %(length)s 个。请删减后再继续。"),
                code="max_length",
                params=said,
            )
        if _UNREADABLE.search(value):
            raise ValidationError(
                _("%(label)s里有无法识别的字符。请删除后重新输入。"),
                code="unreadable",
                params=said,
            )


class NameField(PlainTextField):
    """A name or an address: letters and figures, no marks of code or formulas."""

    def validate(self, value: str) -> None:
        super().validate(value)
        if _NOT_A_NAME.search(value):
            raise ValidationError(
                _("%(label)s里有不该出现的符号（如 < > = @）。请只填写文字和数字。"),
                code="not_a_name",
                params={"label": self.label},
            )


class LongTextField(PlainTextField):
    """Several lines of text, kept as they were typed."""

    widget = forms.Textarea

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Lets scripts count; nothing is cut."""
        return super().widget_attrs(widget) | {"data-longest": self.longest}

    def tidy(self, text: str) -> str:
        lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        return "\n".join(line.rstrip() for line in lines).strip()


class NumberField(PlainTextField):
    """A number of a document: spaces, hyphens and full-width figures don't matter."""

    def tidy(self, text: str) -> str:
        return re.sub(r"[\s\-–—]", "", unicodedata.normalize("NFKC", text)).upper()


class KeyField(PlainTextField):
    """Something to look up: whatever is typed is tried, so that errors tell nothing."""

    def tidy(self, text: str) -> str:
        return _UNREADABLE.sub("?", super().tidy(text))[: self.longest]


class PhoneField(PlainTextField):
    """A telephone number, with area code and extension where it has them."""

    _SHAPE = re.compile(r"\+?[0-9]{7,20}([#转][0-9]{1,8})?")

    def tidy(self, text: str) -> str:
        return re.sub(r"[\s\-–—()]", "", unicodedata.normalize("NFKC", text))

    def validate(self, value: str) -> None:
        super().validate(value)
        if value and not self._SHAPE.fullmatch(value):
            raise ValidationError(
                _("%(label)s应是 7 到 20 位数字，座机请加区号。例如 13800138000 或 010-12345678。"),
                code="invalid",
                params={"label": self.label},
            )


class MailField(PlainTextField):
    """An e-mail address."""

    widget = forms.EmailInput
    _SHAPE = re.compile(
        r"[^\s@<>,;:\"'()\[\]\\]{1,64}@([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,63}"
    )

    def tidy(self, text: str) -> str:
        return unicodedata.normalize("NFKC", "".join(text.split()))

    def validate(self, value: str) -> None:
        super().validate(value)
        if value and not _is_mail_address(value):
            raise ValidationError(
                _("%(label)s的格式不对。请按 name@example.com 的样子填写。"),
                code="invalid",
                params={"label": self.label},
            )


def _is_mail_address(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True


class OneOfField(forms.ChoiceField):
    """One answer out of a few, shown as radio buttons."""

    widget = forms.RadioSelect

    def __init__(self, *, ask: Any, **kwargs: Any) -> None:
        messages = {"required": ask, "invalid_choice": ask}
        super().__init__(error_messages=messages, **kwargs)
