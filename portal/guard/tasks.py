from celery import shared_task
from django.db.models.functions import Now

from . import actions


@shared_task(name="guard.forget")
def forget() -> int:
    # The database's own clock: this floor lies below the portal's calendar.
    return actions.forget(at=Now())
