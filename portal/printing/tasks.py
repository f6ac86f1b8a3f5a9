"""Scheduled printing."""

import os
import socket

from celery import shared_task

from portal.calendar import moment

from . import actions


@shared_task(name="printing.print")
def print_waiting() -> int:
    return actions.print_due(at=moment.now(), worker=f"{socket.gethostname()}:{os.getpid()}")
