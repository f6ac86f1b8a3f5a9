"""Ask for a PDF in the transaction of the act that needs one."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Model

from portal.agencies.models import User
from portal.audit.actions import record
from portal.printing.models import PrintJob


def request_print(*, kind: str, subject: Model, actor: User | None, at: datetime) -> PrintJob:
    """Have ``subject`` printed by the maker of ``kind``; asking twice is asking once."""
    subject_type, subject_id = subject._meta.label_lower, str(subject.pk)
    wanted = PrintJob(
        kind=kind,
        subject_type=subject_type,
        subject_id=subject_id,
        requested_by=actor,
        requested_at=at,
        available_at=at,
    )
    PrintJob.objects.bulk_create([wanted], ignore_conflicts=True)
    return PrintJob.objects.get(kind=kind, subject_type=subject_type, subject_id=subject_id)


def print_again(*, job: PrintJob, actor: User, at: datetime) -> PrintJob:
    """Don't wait for the next turn of a job that failed; does nothing to any other."""
    with transaction.atomic():
        job = PrintJob.objects.select_for_update(of=("self",)).get(pk=job.pk)
        if job.state is not PrintJob.State.FAILING:
            return job
        job.available_at, job.attempts = at, 0
        job.save(update_fields=["available_at", "attempts"])
        record(action="printing.print_again", subject=job, actor=actor, at=at)
    return job


def stop_printing(*, subject_type: str, keys: Iterable[str], at: datetime) -> int:
    """What was not printed yet never will be; what was is deleted with its file."""
    waiting = PrintJob.objects.filter(
        subject_type=subject_type, subject_id__in=list(keys), made_at=None
    )
    return waiting.update(made_at=at, claimed_until=None, last_error="")
