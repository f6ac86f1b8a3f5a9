"""Issuing and revoking keys."""

import hashlib
import re
import secrets
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from portal.agencies.domain.roles import Role
from portal.agencies.models import Organisation, User
from portal.agencies.permissions import has_role
from portal.audit.actions import record
from portal.domain.moments import local_day

from .models import ApiKey

SCOPE = re.compile(r"[a-z][a-z_-]{0,30}:read")
_PREFIX_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"


class KeyRefused(Exception):
    """A key that may not be issued; ``reasons`` are sentences."""

    def __init__(self, reasons: Sequence[str]) -> None:
        self.reasons = list(reasons)
        super().__init__(" ".join(self.reasons))


def issue_key(
    *,
    name: str,
    organisation: Organisation,
    scopes: Sequence[str],
    expires_at: datetime,
    actor: User | None,
    at: datetime,
    rate_per_minute: int = 120,
) -> tuple[ApiKey, str]:
    """A new key and what its holder writes after ``Api-Key``; the secret is never seen again.

    ``actor`` is None on the command line. Raises ``KeyRefused`` with every reason.
    """
    reasons = _refusals(name, scopes, expires_at, rate_per_minute, at)
    if reasons := reasons + _overreach(actor, organisation, at):
        raise KeyRefused(reasons)
    prefix = "".join(secrets.choice(_PREFIX_ALPHABET) for _ in range(10))
    secret = secrets.token_urlsafe(32)
    with transaction.atomic():
        key = ApiKey.objects.create(
            name=name.strip(),
            organisation=organisation,
            prefix=prefix,
            secret_hash=hash_secret(secret),
            scopes=sorted(set(scopes)),
            rate_per_minute=rate_per_minute,
            issued_at=at,
            expires_at=expires_at,
        )
        record(
            action="api.key.issue",
            subject=key,
            actor=actor,
            at=at,
            organisation=organisation,
            after={"prefix": prefix, "scopes": key.scopes, "expires_at": expires_at.isoformat()},
        )
    return key, f"{prefix}.{secret}"


def revoke_key(*, key: ApiKey, actor: User | None, at: datetime, reason: str) -> ApiKey:
    """Ends a key at once; revoking twice changes nothing."""
    with transaction.atomic():
        row = ApiKey.objects.select_for_update().get(pk=key.pk)
        if row.revoked_at is None:
            row.revoked_at = at
            row.save(update_fields=["revoked_at"])
            record(
                action="api.key.revoke",
                subject=row,
                actor=actor,
                at=at,
                organisation=row.organisation,
                after={"prefix": row.prefix},
                reason=reason,
            )
    return row


def hash_secret(secret: str) -> str:
    """256 random bits need no slow hash, and every request pays for this one."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()


def _overreach(actor: User | None, organisation: Organisation, at: datetime) -> list[str]:
    if actor is None or has_role(actor, Role.ADMINISTRATOR, organisation, local_day(at)):
        return []
    return [_("您无权为该机构签发密钥。")]


def _refusals(
    name: str, scopes: Sequence[str], expires_at: datetime, rate: int, at: datetime
) -> list[str]:
    checks = (
        (not name.strip() or len(name) > 100, _("请填写持有人，不超过 100 个字。")),
        (not scopes, _("请至少给出一个范围。")),
        (any(not SCOPE.fullmatch(scope) for scope in scopes), _("范围的格式为“资源:read”。")),
        (expires_at <= at, _("失效时间须在将来。")),
        (rate < 1, _("每分钟次数上限至少为 1。")),
    )
    return [message for is_wrong, message in checks if is_wrong]
