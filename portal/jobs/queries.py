"""Read the record of scheduled work."""

from datetime import datetime, timedelta

from django.db.models import Q

from .models import JobRun

# A run that has not ended after this long died with its process; its slot may be taken over.
ABANDONED_AFTER = timedelta(hours=1)


def last_run(name: str) -> JobRun | None:
    """The newest run of that job that ended well."""
    return JobRun.objects.filter(name=name, ok=True).first()


def is_free(name: str, slot: datetime, at: datetime) -> bool:
    """Whether the run of that slot is still to be had: not begun, or begun and abandoned."""
    taken = Q(finished_at__isnull=False) | Q(started_at__gt=at - ABANDONED_AFTER)
    return not JobRun.objects.filter(taken, name=name, slot=slot).exists()
