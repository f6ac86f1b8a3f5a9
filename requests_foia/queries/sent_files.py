"""The files an applicant has sent in."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from portal.files.models import StoredFile
from portal.files.queries import files_of, standing
from requests_foia.domain.attachments import Purpose
from requests_foia.models import Application, Draft

from .draft import attached_to


def sent_files(application: Application) -> QuerySet[StoredFile]:
    """What the applicant and those who handle the case may read; never identity documents."""
    return files_of(application).exclude(purpose=Purpose.IDENTITY)


def identity_files(application: Application) -> QuerySet[StoredFile]:
    """Proofs of identity that nobody has verified and deleted yet."""
    return files_of(application).filter(purpose=Purpose.IDENTITY)


def draft_files(answers: Mapping[str, Mapping[str, str]]) -> QuerySet[StoredFile]:
    """The files a draft holds, by its answers."""
    keys = [UUID(key) for key in attached_to(answers)]
    return standing().filter(pk__in=keys, subject_type=Draft._meta.label_lower)


def identity_files_ended_by(moment: datetime) -> QuerySet[StoredFile]:
    """Proofs of identity of cases that had ended by then."""
    kept = standing().filter(subject_type=Application._meta.label_lower, purpose=Purpose.IDENTITY)
    cases = Application.objects.filter(
        pk__in=[UUID(key) for key in kept.values_list("subject_id", flat=True).distinct()],
        closed_at__lte=moment,
    )
    return kept.filter(subject_id__in=[str(key) for key in cases.values_list("pk", flat=True)])
