"""Deliver what is due: claim under a lease, send, and mark only after sending.

A worker that dies between sending and marking makes the message go out a second time
once its lease has ended, under the same Message-ID; nothing is ever lost.
"""

import logging
import time
import uuid
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q, QuerySet

from portal.agencies.models import User
from portal.outbox.channels import UndeliverableError, describe, mail, webhook
from portal.outbox.models import OutboxMessage, SiteNotice

logger = logging.getLogger("portal.outbox")

# Longer than the slowest sending (settings.EMAIL_TIMEOUT per step of the protocol).
LEASE = timedelta(minutes=5)
MAX_ATTEMPTS = 12
# A mail server that hangs must not hold up the other jobs of this process.
LONGEST_RUN = timedelta(minutes=1)
BACK_OFF = timedelta(minutes=1)
LONGEST_BACK_OFF = timedelta(hours=6)

Clock = Callable[[], datetime]


def deliver_due(*, at: datetime, worker: str, limit: int = 100) -> int:
    """Deliver up to ``limit`` due messages of each sort; returns how many went out.

    Any number of workers may run this at once. A message that fails is tried again later
    and later (up to ``MAX_ATTEMPTS`` times), then shown to staff as given up.
    """
    started = time.monotonic()

    def clock() -> datetime:
        return at + timedelta(seconds=time.monotonic() - started)

    _give_up_on_the_poisonous(at)
    sent = _deliver_site_notices(clock(), worker, limit)
    with mail.connection() as post:
        for _attempt in range(limit):
            message = _claim_one(clock(), worker)
            if message is None:
                break
            send = post if message.kind == OutboxMessage.Kind.MAIL else webhook.send
            sent += _attempt_one(message, send, clock)
            if clock() >= at + LONGEST_RUN:
                break
    return sent


def back_off(attempts: int) -> timedelta:
    """How long to wait after that many failed attempts: 1, 2, 4 … minutes, at most 6 hours."""
    doublings: int = 2 ** (attempts - 1)
    return min(BACK_OFF * doublings, LONGEST_BACK_OFF)


def _waiting(now: datetime) -> QuerySet[OutboxMessage]:
    return OutboxMessage.objects.filter(
        Q(claimed_until__isnull=True) | Q(claimed_until__lte=now),
        sent_at__isnull=True,
        failed_at__isnull=True,
        available_at__lte=now,
    )


def _claim(
    now: datetime, worker: str, limit: int, *kinds: OutboxMessage.Kind
) -> QuerySet[OutboxMessage]:
    """Claim the oldest waiting messages; the returned ones belong to this caller alone.

    On PostgreSQL rows another worker is claiming are skipped; on SQLite one transaction
    writes at a time. The condition stands in the UPDATE again, for databases set otherwise.
    """
    token = f"{worker[:80]} {uuid.uuid4().hex}"
    waiting = _waiting(now).filter(attempts__lt=MAX_ATTEMPTS, kind__in=kinds)
    with transaction.atomic():
        oldest = waiting.order_by("available_at").select_for_update(skip_locked=True)
        chosen = list(oldest.values_list("pk", flat=True)[:limit])
        waiting.filter(pk__in=chosen).update(
            claimed_by=token, claimed_until=now + LEASE, attempts=F("attempts") + 1
        )
    return OutboxMessage.objects.filter(pk__in=chosen, claimed_by=token)


def _claim_one(now: datetime, worker: str) -> OutboxMessage | None:
    kinds = OutboxMessage.Kind.MAIL, OutboxMessage.Kind.WEBHOOK
    return _claim(now, worker, 1, *kinds).first()


def _attempt_one(
    message: OutboxMessage, send: Callable[[OutboxMessage], None], clock: Clock
) -> bool:
    try:
        send(message)
    except Exception as error:
        # Whatever a channel raises is a reason to try again, never one to stop the others.
        _mark_failed(message, error, clock())
        return False
    _unfinished(message).update(sent_at=clock(), claimed_until=None, last_error="")
    return True


def _mark_failed(message: OutboxMessage, error: Exception, now: datetime) -> None:
    final = isinstance(error, UndeliverableError) or message.attempts >= MAX_ATTEMPTS
    logger.warning("outbox %s attempt %s: %s", message.pk, message.attempts, describe(error))
    _unfinished(message).update(
        claimed_until=None,
        last_error=describe(error),
        failed_at=now if final else None,
        available_at=now + back_off(message.attempts),
    )


def _unfinished(message: OutboxMessage) -> QuerySet[OutboxMessage]:
    return OutboxMessage.objects.filter(pk=message.pk, sent_at__isnull=True, failed_at__isnull=True)


def _give_up_on_the_poisonous(now: datetime) -> None:
    """Messages whose worker died at every attempt: nobody was left to mark them."""
    dead = _waiting(now).filter(attempts__gte=MAX_ATTEMPTS)
    dead.update(failed_at=now, claimed_until=None, last_error="worker lost")


def _deliver_site_notices(now: datetime, worker: str, limit: int) -> int:
    """Site notices need nobody outside: notice and mark are one transaction."""
    with transaction.atomic():
        claimed = list(_claim(now, worker, limit, OutboxMessage.Kind.SITE))
        known = set(User.objects.filter(pk__in=_user_ids(claimed)).values_list("pk", flat=True))
        good = [m for m in claimed if m.recipient.isdecimal() and int(m.recipient) in known]
        SiteNotice.objects.bulk_create(
            SiteNotice(
                message=message,
                user_id=int(message.recipient),
                title=message.title,
                body=message.body,
                created_at=message.created_at,
            )
            for message in good
        )
        delivered = {message.pk for message in good}
        OutboxMessage.objects.filter(pk__in=delivered).update(sent_at=now, claimed_until=None)
        OutboxMessage.objects.filter(pk__in={m.pk for m in claimed} - delivered).update(
            failed_at=now, claimed_until=None, last_error="no such user"
        )
    return len(good)


def _user_ids(messages: list[OutboxMessage]) -> set[int]:
    return {int(m.recipient) for m in messages if m.recipient.isdecimal()}
