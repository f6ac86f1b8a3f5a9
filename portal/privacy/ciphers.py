"""The keys of encrypted fields: the first encrypts, all decrypt."""

from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings


class Unreadable(ValueError):
    """A stored value that none of the configured keys opens."""


@lru_cache(maxsize=4)
def _fernets(keys: tuple[str, ...]) -> tuple[Fernet, MultiFernet]:
    fernets = [Fernet(key) for key in keys]
    return fernets[0], MultiFernet(fernets)


def _configured() -> tuple[Fernet, MultiFernet]:
    return _fernets(tuple(settings.PORTAL_FIELD_KEY))


def encrypt(value: str) -> str:
    """The value under the newest key. The empty string stays empty."""
    if not value:
        return value
    return _configured()[1].encrypt(value.encode()).decode("ascii")


def decrypt(token: str) -> str:
    """The value behind a token; raises ``Unreadable`` when no key fits."""
    if not token:
        return token
    try:
        return _configured()[1].decrypt(token).decode()
    except InvalidToken as fault:
        raise Unreadable("no configured PORTAL_FIELD_KEY opens this value") from fault


def renew(token: str) -> str | None:
    """The token under the newest key, or None when it already is."""
    newest, every = _configured()
    try:
        newest.decrypt(token)
    except InvalidToken:
        try:
            return every.rotate(token).decode("ascii")
        except InvalidToken as fault:
            raise Unreadable("no configured PORTAL_FIELD_KEY opens this value") from fault
    return None
