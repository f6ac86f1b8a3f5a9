"""Tracking codes: what a citizen keeps in order to see their own application."""

import hashlib
import hmac
import secrets
import unicodedata

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford: no I, L, O, U
_LENGTH = 24  # 120 bits
_GROUP = 4
# Letters that are read for digits, and what people type between the groups.
_FORGIVEN = str.maketrans({"O": "0", "I": "1", "L": "1", "-": "", " ": "", "\u3000": ""})


def new_code() -> str:
    """A code of 120 random bits in six groups: ``7K3M-9Q2D-…``."""
    code = "".join(secrets.choice(_ALPHABET) for _ in range(_LENGTH))
    return "-".join(code[i : i + _GROUP] for i in range(0, _LENGTH, _GROUP))


def normalised(code: str) -> str:
    """The code as it was issued, however it was typed: case, width, groups, O for 0."""
    return "".join(unicodedata.normalize("NFKC", code).upper().split()).translate(_FORGIVEN)


def hash_code(code: str) -> str:
    """What is stored instead of the code (64 hexadecimal characters).

    Unkeyed on purpose: 120 random bits cannot be searched, and a changed key must not
    lock every citizen out of their application.
    """
    return hashlib.sha256(normalised(code).encode("utf-8", "replace")).hexdigest()


def codes_match(code: str, stored: str) -> bool:
    """Whether this code has that hash, in a time that tells nothing."""
    return hmac.compare_digest(hash_code(code), stored)
