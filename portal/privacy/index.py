"""Keyed hashes: equality can be asked of a value that the database does not know."""

import hashlib
import hmac
import unicodedata

from django.conf import settings


def normalised(value: str) -> str:
    """One spelling for what people take for the same: NFKC, case-folded, trimmed."""
    return unicodedata.normalize("NFKC", value).casefold().strip()


def keyed_hash(value: str, *, purpose: str) -> str:
    """HMAC-SHA256 of the value as it stands, in hexadecimal (64 characters).

    The purpose separates the hashes of one value in two places, so that tables cannot
    be joined on them.
    """
    message = purpose.encode() + b"\0" + value.encode("utf-8", "surrogatepass")
    return hmac.new(settings.PORTAL_INDEX_KEY.encode(), message, hashlib.sha256).hexdigest()


def blind_index(value: str, *, purpose: str) -> str:
    """The blind index of a value; empty for nothing, so that blanks never match each other."""
    plain = normalised(value)
    return keyed_hash(plain, purpose=purpose) if plain else ""
