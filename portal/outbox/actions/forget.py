"""Forget whom a record's messages went to and what they said, before the usual time."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import transaction

from portal.outbox.models import OutboxMessage, SiteNotice


def forget_about(*, subjects: Mapping[str, Iterable[str]], at: datetime) -> int:
    """Blank the messages about these records, given as keys by ``app_label.model``.

    One that still waited is given up: nobody is left to tell. Answers how many there were.
    """
    with transaction.atomic():
        found = [
            pk
            for label, keys in subjects.items()
            for pk in OutboxMessage.objects.select_for_update()
            .filter(subject_type=label, subject_id__in=list(keys))
            .values_list("pk", flat=True)
        ]
        rows = OutboxMessage.objects.filter(pk__in=found)
        SiteNotice.objects.filter(message__in=found).update(title="", body="")
        rows.filter(sent_at=None, failed_at=None).update(failed_at=at, claimed_until=None)
        rows.update(recipient="", title="", body="", last_error="")
        rows.filter(forgotten_at=None).update(forgotten_at=at)
    return len(found)
