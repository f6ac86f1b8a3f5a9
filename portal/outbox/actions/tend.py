"""Look after messages that were delivered or given up."""

from datetime import datetime, timedelta

from django.db import transaction

from portal.agencies.models import User
from portal.audit.actions import record
from portal.outbox.models import OutboxMessage, SiteNotice

KEEP_CONTENT = timedelta(days=30)


def retry(*, message: OutboxMessage, actor: User, at: datetime) -> OutboxMessage:
    """Try a message again that was given up; does nothing to any other."""
    with transaction.atomic():
        message = OutboxMessage.objects.select_for_update().get(pk=message.pk)
        if message.failed_at is None or message.forgotten_at is not None:
            return message
        message.failed_at, message.available_at, message.attempts = None, at, 0
        message.save(update_fields=["failed_at", "available_at", "attempts"])
        record(action="outbox.retry", subject=message, actor=actor, at=at)
    return message


def forget_delivered(*, at: datetime) -> int:
    """Blank recipient, title and text of what was sent or given up 30 days ago.

    That a message went out, and when, stays known; to whom and what is in the file itself.
    """
    ended = OutboxMessage.objects.filter(forgotten_at__isnull=True)
    before = at - KEEP_CONTENT
    old = ended.filter(sent_at__lt=before) | ended.filter(failed_at__lt=before)
    with transaction.atomic():
        SiteNotice.objects.filter(message__in=old).update(title="", body="")
        return old.update(recipient="", title="", body="", forgotten_at=at)


def mark_read(*, notice: SiteNotice, at: datetime) -> None:
    """The person has seen it; the first time counts."""
    SiteNotice.objects.filter(pk=notice.pk, read_at__isnull=True).update(read_at=at)
