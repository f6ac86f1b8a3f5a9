"""Files go with their record: out of sight at once, out of the house when the law says so."""

from datetime import datetime
from functools import partial
from itertools import groupby

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Model, QuerySet

from portal.agencies.models import User
from portal.audit.actions import Act, record, record_many
from portal.files.models import StoredFile
from portal.files.queries import files_of


def withdraw_files(*, subject: Model, actor: User | None, at: datetime, reason: str) -> int:
    """Hides every standing file of a record; answers how many there were."""
    with transaction.atomic():
        gone = [str(pk) for pk in files_of(subject).values_list("pk", flat=True)]
        StoredFile.objects.filter(pk__in=gone).update(withdrawn_at=at)
        if gone:
            record(
                action="files.withdraw",
                subject=subject,
                actor=actor,
                at=at,
                after={"files": gone},
                reason=reason,
            )
    return len(gone)


def destroy_files(*, subject: Model, actor: User | None, at: datetime, reason: str) -> int:
    """Deletes every file of a record for good, withdrawn ones too: row now, bytes on commit."""
    rows = StoredFile.objects.filter(
        subject_type=subject._meta.label_lower, subject_id=str(subject.pk)
    )
    return destroy_rows(rows=rows, actor=actor, at=at, reason=reason)


def destroy_rows(
    *, rows: QuerySet[StoredFile], actor: User | None, at: datetime, reason: str, role: str = ""
) -> int:
    """Deletes these files for good, of whatever records; one audit entry for each record.

    The number of queries does not grow with the rows.
    """
    with transaction.atomic():
        gone = list(rows.order_by("subject_type", "subject_id", "pk"))
        StoredFile.objects.filter(pk__in=[stored.pk for stored in gone]).delete()
        acts = []
        for (kind, key), files in groupby(gone, lambda row: (row.subject_type, row.subject_id)):
            after = {"files": [str(stored.pk) for stored in files]}
            act = Act(
                action="files.destroy",
                subject_type=kind,
                subject_id=key,
                after=after,
                reason=reason,
            )
            acts.append(act)
        for stored in gone:
            transaction.on_commit(partial(default_storage.delete, stored.storage_name))
        record_many(acts=acts, actor=actor, at=at, role=role)
    return len(gone)
