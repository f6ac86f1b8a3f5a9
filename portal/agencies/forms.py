"""The forms of signing in, in the words of the house."""

from typing import Any, cast

from allauth.account.forms import ChangePasswordForm, LoginForm, ReauthenticateForm
from allauth.core import context
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as MFAReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.agencies.auth import count_sign_in, forgive_sign_in
from portal.agencies.limits import forgive_codes, limit_codes, spend_code
from portal.agencies.models import User
from portal.calendar import moment
from portal.guard.actions import Throttled

Words = str | Promise

_PASSWORD_LENGTH = 200
_CODE_LENGTH = 20
_TOO_MANY = _("尝试次数过多，请在 15 分钟后再试。")


def _plain(field: forms.Field, label: Words, max_length: int, help_text: Words = "") -> None:
    """A label instead of a placeholder, and a bound on the text."""
    field.label = cast(str, label)
    field.help_text = cast(str, help_text)
    field.widget.attrs.pop("placeholder", None)
    field.widget.attrs["maxlength"] = max_length
    field.validators.append(MaxLengthValidator(max_length))


class SignInForm(LoginForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(self.fields["login"], _("用户名"), 150)
        _plain(self.fields["password"], _("密码"), _PASSWORD_LENGTH)


class PasswordAgainForm(ReauthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(self.fields["password"], _("密码"), _PASSWORD_LENGTH)


class NewPasswordForm(ChangePasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(self.fields["oldpassword"], _("当前密码"), _PASSWORD_LENGTH)
        _plain(
            self.fields["password1"],
            _("新密码"),
            _PASSWORD_LENGTH,
            _("至少 10 个字符，不能只有数字，不能是常见密码，也不能与您的用户名相近。"),
        )
        _plain(self.fields["password2"], _("再输入一次新密码"), _PASSWORD_LENGTH)

    def clean_oldpassword(self) -> str:
        count_sign_in(context.request, self.user.username)
        password = super().clean_oldpassword()
        forgive_sign_in(context.request, self.user.username)
        return password


class _OneTimeCode(forms.Form):
    """A code counts its tries in the database and opens the door once."""

    user: User

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(self.fields["code"], _("验证码"), _CODE_LENGTH)
        self.fields["code"].widget.attrs["inputmode"] = "numeric"

    def clean_code(self) -> str:
        at = moment.now()  # noqa: TID251 - an edge: allauth's forms check while they clean
        try:
            limit_codes(user_id=self.user.pk, at=at)
        except Throttled as error:
            raise ValidationError(_TOO_MANY, code="throttled") from error
        code = super().clean_code()  # type: ignore[misc]
        if not spend_code(user_id=self.user.pk, code="".join(code.split()), at=at):
            raise get_adapter().validation_error("incorrect_code")
        forgive_codes(user_id=self.user.pk)
        return code


class CodeForm(_OneTimeCode, AuthenticateForm):
    pass


class CodeAgainForm(_OneTimeCode, MFAReauthenticateForm):
    pass


class EnrolForm(_OneTimeCode, ActivateTOTPForm):
    pass
