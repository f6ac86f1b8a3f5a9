"""What a secrecy review is a review of: the content, told by its hash."""

import hashlib
import json
from collections.abc import Iterable, Mapping


def content_digest(fields: Mapping[str, str], attachments: Iterable[tuple[str, str]]) -> str:
    """SHA-256 of the fields and of the ``(name, sha256)`` of each attachment, in any order."""
    content = {"fields": dict(fields), "attachments": sorted(map(list, attachments))}
    canonical = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()
