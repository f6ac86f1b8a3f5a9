"""Files whose record becomes another: what a draft held belongs to the case it became."""

from datetime import datetime

from django.db import transaction
from django.db.models import Model

from portal.agencies.models import User
from portal.audit.actions import record
from portal.files.models import StoredFile
from portal.files.queries import files_of


def move_files(*, subject: Model, to: Model, actor: User | None, at: datetime) -> int:
    """Hands the standing files of one record to another; answers how many there were.

    From the commit on, whoever may read the files of ``to`` may read them, nobody else.
    """
    with transaction.atomic():
        moved = [str(pk) for pk in files_of(subject).values_list("pk", flat=True)]
        StoredFile.objects.filter(pk__in=moved).update(
            subject_type=to._meta.label_lower, subject_id=str(to.pk)
        )
        if moved:
            record(action="files.move", subject=to, actor=actor, at=at, after={"files": moved})
    return len(moved)
