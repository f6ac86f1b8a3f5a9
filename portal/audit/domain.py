"""How one entry of the chain becomes a hash: plain Python, so that anyone can recompute it."""

import hashlib
import json
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime

# What the first entry names as its predecessor.
GENESIS = "0" * 64


def canonical(value: object) -> str:
    """JSON with sorted keys, no blanks and unescaped Chinese: one text for one meaning."""
    return json.dumps(
        value, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False
    )


def digest(entry: Mapping[str, object]) -> str:
    """SHA-256 (hex) over the UTF-8 of the canonical JSON of an entry's facts.

    The facts include ``prev_hash``, which is what ties the entries into a chain.
    """
    return hashlib.sha256(canonical(dict(entry)).encode()).hexdigest()


def instant(at: datetime) -> str:
    """A moment as text that does not depend on the database or the time zone."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def plain(value: object, *, mask: Callable[[str], str]) -> object:
    """``value`` as JSON knows it, every text in it masked; what JSON lacks becomes text."""
    match value:
        case None | bool() | int():
            return value
        case datetime():
            return instant(value)
        case date():
            return value.isoformat()
        case Mapping():
            return {mask(str(key)): plain(item, mask=mask) for key, item in value.items()}
        case list() | tuple() | set() | frozenset():
            items = sorted(value, key=str) if isinstance(value, set | frozenset) else value
            return [plain(item, mask=mask) for item in items]
        case _:
            return mask(str(value).replace("\x00", ""))
