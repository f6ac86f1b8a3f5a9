"""Reading stored files."""

from django.db.models import Model, QuerySet

from .models import StoredFile


def standing() -> QuerySet[StoredFile]:
    """Files that were not withdrawn with their record."""
    return StoredFile.objects.filter(withdrawn_at__isnull=True)


def files_of(subject: Model) -> QuerySet[StoredFile]:
    """The standing files of one record, in the order they came."""
    return standing().filter(subject_type=subject._meta.label_lower, subject_id=str(subject.pk))


def released_files_of(subject: Model) -> QuerySet[StoredFile]:
    """Those of them that may be handed out: what public pages list."""
    return files_of(subject).filter(scan_state__in=StoredFile.RELEASED)


def waiting_for_scan() -> QuerySet[StoredFile]:
    return standing().filter(scan_state=StoredFile.ScanState.PENDING).order_by("uploaded_at")
