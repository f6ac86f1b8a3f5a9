"""Subscriptions to time limits: opened by their owner, ended by them or an administrator."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from portal.agencies.models import Organisation, User
from portal.audit.actions import record
from portal.desk.feeds import bodies_to_subscribe
from portal.desk.models import CalendarFeed
from portal.domain.moments import local_day
from portal.guard.tokens import hash_code, new_code

_READ_NOTED_EVERY = timedelta(hours=1)


class FeedRefused(Exception):
    """A subscription that may not be opened; ``reasons`` are sentences."""

    def __init__(self, reasons: list[str]) -> None:
        self.reasons = reasons
        super().__init__(" ".join(reasons))


@transaction.atomic
def open_feed(*, organisation: Organisation, actor: User, at: datetime) -> tuple[CalendarFeed, str]:
    """A subscription of ``actor`` and the code of its address, which is never seen again.

    Raises ``FeedRefused`` for a body whose limits ``actor`` does not read.
    """
    if not bodies_to_subscribe(actor, local_day(at)).filter(pk=organisation.pk).exists():
        raise FeedRefused([_("您无权查看该机构的时限，不能订阅。")])
    code = new_code()
    feed = CalendarFeed.objects.create(
        user=actor, organisation=organisation, code_hash=hash_code(code), opened_at=at
    )
    record(
        action="desk.feed.open_feed", subject=feed, actor=actor, at=at, organisation=organisation
    )
    return feed, code


@transaction.atomic
def revoke_feed(*, feed: CalendarFeed, actor: User, at: datetime) -> CalendarFeed:
    """Ends a subscription at once; ending it twice changes nothing."""
    row = CalendarFeed.objects.select_for_update(of=("self",)).get(pk=feed.pk)
    if row.revoked_at is None:
        row.revoked_at = at
        row.save(update_fields=["revoked_at"])
        record(
            action="desk.feed.revoke_feed",
            subject=row,
            actor=actor,
            at=at,
            organisation=row.organisation,
        )
    return row


def note_reading(*, feed: CalendarFeed, at: datetime) -> None:
    """Remember that the feed is in use, once an hour; no audit entry, nothing was changed."""
    is_stale = Q(last_read_at__isnull=True) | Q(last_read_at__lt=at - _READ_NOTED_EVERY)
    CalendarFeed.objects.filter(is_stale, pk=feed.pk).update(last_read_at=at)
