"""Files that two records hold: each has its own row and bytes, so each ends by itself."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Model

from portal.agencies.models import User
from portal.files.contents import read_content
from portal.files.models import StoredFile

from .storing import kept


def copy_files(
    *, rows: Iterable[StoredFile], to: Model, actor: User | None, at: datetime
) -> list[StoredFile]:
    """Gives ``to`` its own copy of these files; purpose, scan and uploader stay as they are.

    Whoever may read the files of ``to`` may read the copies, nobody else.
    """
    with transaction.atomic():
        return [_copied(row, to, actor, at) for row in rows]


def _copied(row: StoredFile, to: Model, actor: User | None, at: datetime) -> StoredFile:
    copy = StoredFile(
        original_name=row.original_name,
        extension=row.extension,
        mime=row.mime,
        scan_state=row.scan_state,
        scanned_at=row.scanned_at,
        subject_type=to._meta.label_lower,
        subject_id=str(to.pk),
        purpose=row.purpose,
        uploaded_by=row.uploaded_by,
        uploaded_at=row.uploaded_at,
    )
    return kept(copy, read_content(row), actor, at)
