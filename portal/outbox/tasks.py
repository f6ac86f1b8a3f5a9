"""Scheduled work of the outbox."""

import os
import socket

from celery import shared_task

from portal.calendar import moment

from .actions import deliver_due, forget_delivered


@shared_task(name="outbox.deliver")
def deliver() -> int:
    worker = f"{socket.gethostname()}:{os.getpid()}"
    return deliver_due(at=moment.now(), worker=worker, limit=500)


@shared_task(name="outbox.forget")
def forget() -> int:
    return forget_delivered(at=moment.now())
