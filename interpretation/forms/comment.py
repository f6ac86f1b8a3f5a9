"""What the public fills in: a comment, and the code that finds it again."""

import uuid
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from interpretation.models.comment import MAX_COMMENT_LENGTH
from portal.privacy.detectors import find_personal_data

_SALT = "interpretation.comment"
MIN_SECONDS = 3
MAX_AGE = timedelta(hours=24)


def new_ticket(at: datetime) -> str:
    """A signed key for one submission that also says when the form was drawn."""
    return signing.dumps({"key": uuid.uuid4().hex, "at": at.timestamp()}, salt=_SALT)


class CommentForm(forms.Form):
    """A comment or opinion. ``at`` is the moment of drawing or of receipt."""

    nickname = forms.CharField(
        label=gettext_lazy("昵称"),
        required=False,
        max_length=30,
        help_text=gettext_lazy("会公开显示，请不要写真实姓名；不写则显示“匿名”。"),
        widget=forms.TextInput(attrs={"class": "input-medium", "autocomplete": "nickname"}),
    )
    text = forms.CharField(
        label=gettext_lazy("内容"),
        max_length=MAX_COMMENT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=gettext_lazy("请不要写身份证号、电话、住址等个人信息。审核后公开。"),
    )
    contact = forms.CharField(
        label=gettext_lazy("联系方式"),
        required=False,
        max_length=100,
        help_text=gettext_lazy("只供答复时与您联系，加密保存，不公开。"),
        widget=forms.TextInput(attrs={"class": "input-medium", "autocomplete": "off"}),
    )
    # People don't see it; programs that fill in everything give themselves away.
    homepage = forms.CharField(
        label=gettext_lazy("请勿填写"),
        required=False,
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )
    ticket = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, at: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.at = at
        self.key = ""
        self.initial.setdefault("ticket", new_ticket(at))

    def clean_text(self) -> str:
        """What could never be released is told while it can still be changed."""
        text = str(self.cleaned_data["text"])
        if find_personal_data(text):
            raise ValidationError(
                _(
                    "内容里有身份证号、手机号或者银行卡号，不能公开。请删去；需要我们联系您的，"
                    "请写在“联系方式”里。"
                ),
                code="personal_data",
            )
        return text

    def clean_homepage(self) -> str:
        if self.cleaned_data["homepage"]:
            raise ValidationError(_("提交未通过校验，请不要填写这一栏。"), code="robot")
        return ""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        try:
            ticket = signing.loads(cleaned.get("ticket", ""), salt=_SALT)
        except signing.BadSignature:
            self.renew_ticket()
            raise ValidationError(
                _("页面已经失效，内容仍在，请再提交一次。"), code="stale"
            ) from None
        age = self.at.timestamp() - ticket["at"]
        if age > MAX_AGE.total_seconds():
            self.renew_ticket()
            raise ValidationError(_("页面打开太久，内容仍在，请再提交一次。"), code="stale")
        if age < MIN_SECONDS:
            raise ValidationError(_("提交得太快了，请稍候几秒再提交。"), code="too_fast")
        self.key = ticket["key"]
        return cleaned

    def renew_ticket(self) -> None:
        """A fresh key for the next try, drawn with the typed text."""
        self.data = {**self.data.dict(), self.add_prefix("ticket"): new_ticket(self.at)}  # type: ignore[attr-defined]


class CodeForm(forms.Form):
    """The code of one comment."""

    code = forms.CharField(
        label=gettext_lazy("查询码"),
        max_length=60,
        widget=forms.TextInput(
            attrs={"class": "input-wide", "autocomplete": "off", "spellcheck": "false"}
        ),
        help_text=gettext_lazy("提交留言后页面显示的一串字母和数字，大小写、横线都不影响。"),
    )
