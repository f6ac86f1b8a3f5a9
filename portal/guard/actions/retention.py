"""Counters and answers end with their time."""

from datetime import datetime

from django.db.models.functions import Now

from portal.guard.models import Allowance, RememberedAnswer


def forget(*, at: datetime | Now) -> int:
    """Deletes what has expired by then; answers how many rows went."""
    allowances, _by_model = Allowance.objects.filter(ends_at__lte=at).delete()
    answers, _by_model = RememberedAnswer.objects.filter(expires_at__lte=at).delete()
    return allowances + answers
