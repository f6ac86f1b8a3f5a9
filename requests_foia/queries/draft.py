"""Finding the citizen's draft by the token of the cookie."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from portal.privacy.index import keyed_hash
from requests_foia.models import Draft

ATTACHED = "attached"
"""Where the answers of a draft name its files, so that they are part of what was seen."""

LIFETIME = timedelta(hours=24)
"""How long a draft outlives its last use (threats D1: an idempotency key lives a day)."""


def token_hash(token: str) -> str:
    """What the database knows of a cookie's token."""
    return keyed_hash(token, purpose="foi-draft")


def live_draft(token: str, *, at: datetime) -> Draft | None:
    """The draft of this cookie, unless it has been left alone for too long."""
    if not token:
        return None
    since = at - LIFETIME
    return Draft.objects.filter(token_hash=token_hash(token), last_used_at__gt=since).first()


def attached_to(answers: Mapping[str, Mapping[str, str]]) -> list[str]:
    """The ids of the draft's files, in the order they came."""
    return answers.get(ATTACHED, {}).get("files", "").split()
