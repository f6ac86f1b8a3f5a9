"""Print what waits: claim under a lease, print, and mark together with the stored file.

Any number of workers may run this. A worker that dies leaves a lease that ends; then
another prints the same again. Bytes that found no row are removed by ``files.reconcile``.
"""

import logging
import time
import uuid
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q, QuerySet

from portal.files.actions import store_made
from portal.printing.makers import Printed, maker_of
from portal.printing.models import PrintJob
from portal.printing.paper import PrinterUnavailable

logger = logging.getLogger("portal.printing")

LEASE = timedelta(minutes=10)
# Other jobs of this process have their turn too.
LONGEST_RUN = timedelta(minutes=1)
BACK_OFF = timedelta(minutes=1)
LONGEST_BACK_OFF = timedelta(hours=6)


def print_due(*, at: datetime, worker: str, limit: int = 200) -> int:
    """Print up to ``limit`` waiting jobs; how many were finished."""
    started = time.monotonic()
    made = 0
    for _turn in range(limit):
        now = at + timedelta(seconds=time.monotonic() - started)
        job = _claim_one(now, worker) if now < at + LONGEST_RUN else None
        if job is None:
            break
        made += _attempt(job, now)
    return made


def back_off(attempts: int) -> timedelta:
    """How long to wait after that many failures: 1, 2, 4 … minutes, at most 6 hours."""
    doublings: int = 2 ** min(attempts - 1, 10)
    return min(BACK_OFF * doublings, LONGEST_BACK_OFF)


def _waiting(now: datetime) -> QuerySet[PrintJob]:
    return PrintJob.objects.filter(
        Q(claimed_until__isnull=True) | Q(claimed_until__lte=now),
        made_at__isnull=True,
        available_at__lte=now,
    )


def _claim_one(now: datetime, worker: str) -> PrintJob | None:
    """The longest waiting job, which then belongs to this caller until the lease ends."""
    token = f"{worker[:80]} {uuid.uuid4().hex}"
    with transaction.atomic():
        oldest = _waiting(now).order_by("available_at", "pk").select_for_update(skip_locked=True)
        chosen = oldest.values_list("pk", flat=True).first()
        if chosen is None:
            return None
        taken = _waiting(now).filter(pk=chosen)
        taken.update(claimed_by=token, claimed_until=now + LEASE, attempts=F("attempts") + 1)
    return PrintJob.objects.filter(pk=chosen, claimed_by=token).first()


def _attempt(job: PrintJob, now: datetime) -> bool:
    try:
        printed = maker_of(job.kind)(job)
        return _keep(job, printed, now)
    except Exception as fault:
        # A fault of one page is a reason to try again, never one to stop the others.
        _postpone(job, fault, now)
        return False


def _keep(job: PrintJob, printed: Printed, now: datetime) -> bool:
    """Store the file and mark the job in one transaction; False when another was faster."""
    with transaction.atomic():
        locked = PrintJob.objects.select_for_update(of=("self",)).get(pk=job.pk)
        if locked.made_at is not None:
            return False
        stored = store_made(
            content=printed.content,
            filename=printed.filename,
            subject=printed.subject,
            purpose=job.kind,
            at=now,
        )
        if printed.kept:
            printed.kept(stored)
        locked.file, locked.made_at = stored, now
        locked.last_error, locked.claimed_until = "", None
        locked.save(update_fields=["file", "made_at", "last_error", "claimed_until"])
    return True


def _postpone(job: PrintJob, fault: Exception, now: datetime) -> None:
    """The fault's kind only: its text could quote the letter. What is not installed is told."""
    said = str(fault) if isinstance(fault, PrinterUnavailable) else type(fault).__name__
    logger.warning("printing %s attempt %s: %s", job.pk, job.attempts, said)
    PrintJob.objects.filter(pk=job.pk, made_at__isnull=True).update(
        claimed_until=None, last_error=said[:200], available_at=now + back_off(job.attempts)
    )
