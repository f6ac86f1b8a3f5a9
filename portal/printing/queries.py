"""Reading print jobs."""

from collections.abc import Iterable

from django.db.models import Model

from .models import PrintJob


def print_of(subject: Model, kind: str) -> PrintJob | None:
    """The job of this kind for a record, finished or not."""
    return prints_of([subject], kind).get(str(subject.pk))


def prints_of(subjects: Iterable[Model], kind: str) -> dict[str, PrintJob]:
    """The jobs of many records of one model by the record's key as text, in one query."""
    rows = list(subjects)
    if not rows:
        return {}
    jobs = PrintJob.objects.select_related("file").filter(
        kind=kind,
        subject_type=rows[0]._meta.label_lower,
        subject_id__in=[str(row.pk) for row in rows],
    )
    return {job.subject_id: job for job in jobs}
