"""Accounts of staff: opened, closed, and given back to their owner."""

import secrets
from datetime import datetime

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.utils.translation import gettext as _

from portal.agencies.models import User
from portal.audit import actions as audit

# Without letters and digits that look alike: it is read out or written down once.
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
_GROUPS, _GROUP_LENGTH = 4, 4


class PeopleRefused(Exception):
    """An account or appointment was refused; ``reasons`` lists why."""

    def __init__(self, reasons: list[str]) -> None:
        self.reasons = tuple(reasons)
        super().__init__("；".join(self.reasons))


@transaction.atomic
def open_account(
    *, username: str, full_name: str, duty: str, email: str, actor: User | None, at: datetime
) -> tuple[User, str]:
    """A new account without any role, and its first password, which is shown this once."""
    username = User.normalize_username(username)
    if User.objects.filter(username__iexact=username).exists():
        raise PeopleRefused([_("用户名“%(name)s”已有人使用。") % {"name": username}])
    password = _one_time_password()
    user = User.objects.create_user(
        username=username,
        password=password,
        full_name=full_name,
        duty=duty,
        email=email,
        must_change_password=True,
    )
    audit.record(
        action="account.opened", subject=user, actor=actor, at=at, after={"username": username}
    )
    return user, password


@transaction.atomic
def reset_access(*, user: User, reason: str, actor: User, at: datetime) -> str:
    """A new first password, without second factor; every session of the person ends."""
    user = User.objects.select_for_update().get(pk=user.pk)
    if user == actor:
        raise PeopleRefused([_("请在“我的账号”中修改自己的密码。")])
    password = _one_time_password()
    user.set_password(password)
    user.must_change_password = True
    user.save(update_fields=["password", "must_change_password"])
    Authenticator.objects.filter(user=user).delete()
    audit.record(action="account.reset", subject=user, actor=actor, at=at, reason=reason)
    return password


@transaction.atomic
def set_active(*, user: User, active: bool, reason: str, actor: User, at: datetime) -> None:
    """Close an account (its sessions end at once) or open it again."""
    user = User.objects.select_for_update().get(pk=user.pk)
    reasons = []
    if user == actor:
        reasons.append(_("不能停用自己的账号。"))
    if user.is_active == active:
        reasons.append(_("该账号已启用。") if active else _("该账号已停用。"))
    if reasons:
        raise PeopleRefused(reasons)
    user.is_active = active
    user.save(update_fields=["is_active"])
    audit.record(
        action="account.enabled" if active else "account.disabled",
        subject=user,
        actor=actor,
        at=at,
        reason=reason,
    )


def _one_time_password() -> str:
    """About 79 random bits, good until the first sign-in."""
    return "-".join(
        "".join(secrets.choice(_ALPHABET) for _letter in range(_GROUP_LENGTH))
        for _group in range(_GROUPS)
    )
