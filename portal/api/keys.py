"""Recognising the holder of a key: ``Authorization: Api-Key prefix.secret``."""

import hmac
import re
from datetime import datetime, timedelta

from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from portal.calendar import moment
from portal.guard.actions import consume
from portal.guard.addresses import client_network

from .actions import hash_secret, issue_key
from .models import ApiKey

__all__ = ["ApiKey", "ApiKeyAuthentication", "issue_key"]

SCHEME = "Api-Key"
_PREFIX = re.compile("[a-z0-9]{1,12}")
_FAILURES_PER_MINUTE = 20
_USE_NOTED_EVERY = timedelta(minutes=1)


class ApiKeyAuthentication(BaseAuthentication):
    """``request.auth`` is the key; ``request.user`` stays None: a key is no member of staff."""

    def authenticate_header(self, request: Request) -> str:
        return SCHEME

    def authenticate(self, request: Request) -> tuple[None, ApiKey] | None:
        scheme, _space, credentials = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != SCHEME.lower():
            return None
        at = moment.now()
        key = _holder(credentials.strip(), at)
        if key is None:
            _limit_guesses(request, at)
            raise AuthenticationFailed(_("密钥无效。"))
        consume(
            scope="api-key", key=key.prefix, limit=key.rate_per_minute, window_seconds=60, at=at
        )
        _note_use(key, at)
        return None, key


def _limit_guesses(request: Request, at: datetime) -> None:
    consume(
        scope="api-key-failed",
        key=client_network(request),
        limit=_FAILURES_PER_MINUTE,
        window_seconds=60,
        at=at,
    )


def _holder(credentials: str, at: datetime) -> ApiKey | None:
    """The key; None for unknown, wrong, expired and revoked ones alike."""
    prefix, _dot, secret = credentials.partition(".")
    if not _PREFIX.fullmatch(prefix):
        return None
    key = ApiKey.objects.select_related("organisation").filter(prefix=prefix).first()
    # An unknown prefix costs the same comparison as a known one.
    stored = key.secret_hash if key else hash_secret("")
    is_right = hmac.compare_digest(hash_secret(secret), stored)
    return key if key and is_right and key.is_valid(at) else None


def _note_use(key: ApiKey, at: datetime) -> None:
    is_stale = Q(last_used_at__isnull=True) | Q(last_used_at__lt=at - _USE_NOTED_EVERY)
    ApiKey.objects.filter(is_stale, pk=key.pk).update(last_used_at=at)
