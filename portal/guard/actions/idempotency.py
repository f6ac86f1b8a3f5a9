"""One answer per idempotency key, however often and in parallel it is asked."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.utils.translation import gettext as _

from portal.guard.models import RememberedAnswer
from portal.privacy.index import keyed_hash

KEPT_HOURS = 48


class IdempotencyConflict(Exception):
    """The key was already used for another content."""

    def __init__(self) -> None:
        super().__init__(_("这份表单已经提交过，而内容与上次不同。请重新打开表单再提交。"))


def remember(
    *, scope: str, key: str, body: str, at: datetime, answer: Callable[[], dict[str, Any]]
) -> dict[str, Any]:
    """The answer to this key: computed once, replayed afterwards for at least 24 hours.

    ``answer`` runs in the same transaction as the row that remembers it, so there is
    never one without the other; when it raises, nothing is remembered and the key may
    be tried again. Raises ``IdempotencyConflict`` for the same key with another body.
    """
    key_hash = keyed_hash(key, purpose=f"idempotency:{scope}")
    body_hash = keyed_hash(body, purpose=f"idempotency-body:{scope}")
    with transaction.atomic():
        row = _lock(scope=scope, key_hash=key_hash, body_hash=body_hash, at=at)
        if row.answer is not None:
            if row.body_hash != body_hash:
                raise IdempotencyConflict
            return dict(json.loads(row.answer))
        row.answer = json.dumps(answer(), cls=DjangoJSONEncoder, ensure_ascii=False)
        row.save(update_fields=["answer"])
        # Read back, so that the first caller gets exactly what the later ones get.
        return dict(json.loads(row.answer))


def _lock(*, scope: str, key_hash: str, body_hash: str, at: datetime) -> RememberedAnswer:
    """The row of this key, locked; ``answer`` is null when it is ours to fill.

    A parallel INSERT of the same key waits here until the first transaction ends: after
    its commit the answered row is read, after its rollback the insert succeeds.
    """
    rows = RememberedAnswer.objects.filter(scope=scope, key_hash=key_hash)
    rows.filter(expires_at__lte=at).delete()
    fresh = RememberedAnswer(
        scope=scope,
        key_hash=key_hash,
        body_hash=body_hash,
        expires_at=at + timedelta(hours=KEPT_HOURS),
    )
    RememberedAnswer.objects.bulk_create([fresh], ignore_conflicts=True)
    return rows.select_for_update().get()
