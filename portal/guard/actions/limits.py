"""Limits that no flushed cache, restart or rotated header forgives."""

import math
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from portal.guard.models import Allowance
from portal.privacy.index import keyed_hash


class Throttled(Exception):
    """The limit is used up; it opens again after ``retry_after_seconds``."""

    def __init__(self, retry_after_seconds: int) -> None:
        self.retry_after_seconds = retry_after_seconds
        super().__init__(
            _("操作过于频繁，请在 %(seconds)d 秒后再试。") % {"seconds": retry_after_seconds}
        )


def consume(*, scope: str, key: str, limit: int, window_seconds: int, at: datetime) -> None:
    """Uses one of ``limit`` turns of this key; raises ``Throttled`` when none is left.

    The window begins with the first turn and is renewed as a whole when it has ended.
    Called from views before any transaction: a refusal rolled back with the work it
    refused would be forgotten, so being inside one is an error (``durable``).
    """
    key_hash = keyed_hash(key, purpose=f"limit:{scope}")
    ends_at = at + timedelta(seconds=window_seconds)
    rows = Allowance.objects.filter(scope=scope, key_hash=key_hash)
    with transaction.atomic(durable=True):
        if _take_turn(rows, limit, at):
            return
        # Both are conditional writes: of parallel callers one renews or inserts, the
        # others wait for it and find its row.
        if not rows.filter(ends_at__lte=at).update(used=0, ends_at=ends_at):
            fresh = Allowance(scope=scope, key_hash=key_hash, ends_at=ends_at)
            Allowance.objects.bulk_create([fresh], ignore_conflicts=True)
        if _take_turn(rows, limit, at):
            return
        ends_at = rows.values_list("ends_at", flat=True).get()
    raise Throttled(max(1, math.ceil((ends_at - at).total_seconds())))


def give_back(*, scope: str, key: str) -> None:
    """Undo one turn of this key: what it was taken for turned out to be no abuse."""
    key_hash = keyed_hash(key, purpose=f"limit:{scope}")
    rows = Allowance.objects.filter(scope=scope, key_hash=key_hash, used__gt=0)
    rows.update(used=F("used") - 1)


def _take_turn(rows: QuerySet[Allowance], limit: int, at: datetime) -> bool:
    """One conditional UPDATE: the database itself refuses the turn too many."""
    return bool(rows.filter(ends_at__gt=at, used__lt=limit).update(used=F("used") + 1))
