"""How staff prove who they are, and where their rights come from."""

import time
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.account.authentication import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.contrib.auth import authenticate
from django.contrib.auth.models import Permission
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from portal.agencies import limits
from portal.agencies.models import User
from portal.agencies.queries import permissions_of
from portal.calendar import moment
from portal.guard.actions import Throttled
from portal.guard.addresses import client_address, client_network
from portal.privacy import ciphers

JUST_SIGNED_IN_SECONDS = 5 * 60


def count_sign_in(request: HttpRequest, username: str) -> None:
    """Count one try with a password. Raises ValidationError when there were too many."""
    try:
        limits.limit_sign_in(
            username=username,
            address=client_network(request),
            at=moment.now(),  # noqa: TID251 - an edge: allauth's forms check while they clean
        )
    except Throttled as error:
        raise ValidationError(
            _("尝试次数过多，请在 15 分钟后再试，或换一个网络登录。"), code="throttled"
        ) from error


def forgive_sign_in(request: HttpRequest, username: str) -> None:
    """The password was right: the try does not count."""
    limits.forgive_sign_in(username=username, address=client_network(request))


class RoleBackend(AuthenticationBackend):
    """Passwords are checked by allauth; rights come only from the roles that count today."""

    def _get_user_permissions(self, user_obj: User) -> QuerySet[Permission]:
        return Permission.objects.none()

    def _get_group_permissions(self, user_obj: User) -> QuerySet[Permission]:
        # Django asks has_perm() without a day: an edge, so it may read the clock.
        return permissions_of(user_obj, on=moment.today())  # noqa: TID251


class StaffAccountAdapter(DefaultAccountAdapter):
    """Closed to sign-up, one answer for every failure, limits kept in the database."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": _("用户名或密码不正确，或者该账号不能登录。"),
        "incorrect_password": _("密码不正确。"),
        "incorrect_code": _("验证码不正确或已经用过，请等待下一个验证码。"),
        "enter_current_password": _("请输入当前密码。"),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def is_safe_url(self, url: str) -> bool:
        """Only addresses of this site, whatever other hosts the settings allow."""
        return url_has_allowed_host_and_scheme(url, allowed_hosts=None)

    def get_client_ip(self, request: HttpRequest) -> str:
        return client_address(request)

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        count_sign_in(request, credentials.get("username", ""))

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        """Unlike allauth, a disabled account gets the answer of an unknown one."""
        self.pre_authenticate(request, **credentials)
        user = authenticate(request, **credentials)
        if user is not None:
            forgive_sign_in(request, credentials.get("username", ""))
        return user

    def respond_user_inactive(self, request: HttpRequest, user: User) -> HttpResponseRedirect:
        return redirect("account_login")

    def set_password(self, user: User, password: str) -> None:
        user.set_password(password)
        user.must_change_password = False
        user.save(update_fields=["password", "must_change_password"])

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Not again of somebody who has just typed the password to sign in."""
        proofs = get_authentication_records(self.request, self.request.user)
        recent = proofs and time.time() - proofs[-1]["at"] < JUST_SIGNED_IN_SECONDS
        return not recent and super().is_reauthentication_required(app=app, **kwargs)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return settings.LOGIN_REDIRECT_URL

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """Nothing is mailed inside a request; the audit chain keeps what happened."""


class StaffMFAAdapter(DefaultMFAAdapter):
    """Second factors are stored encrypted with the keys of the personal data."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": StaffAccountAdapter.error_messages["incorrect_code"],
        "cannot_delete_authenticator": _("本平台要求使用两步验证，不能停用。"),
        "cannot_generate_recovery_codes": _("请先启用两步验证，再生成恢复码。"),
    }

    def encrypt(self, text: str) -> str:
        return ciphers.encrypt(text)

    def decrypt(self, encrypted_text: str) -> str:
        return ciphers.decrypt(encrypted_text)

    def get_totp_label(self, user: User) -> str:
        return user.username

    def can_delete_authenticator(self, authenticator: Any) -> bool:
        return not settings.PORTAL_REQUIRE_TOTP
