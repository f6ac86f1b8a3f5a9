"""Taking a file in."""

import hashlib
import logging
from collections.abc import Collection, Iterable
from contextlib import suppress
from datetime import datetime

from django.conf import settings
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Model

from portal.agencies.models import User
from portal.audit.actions import record
from portal.files import scanner
from portal.files.contents import pieces_of, write_content
from portal.files.domain.inspection import Inspection, inspect_content
from portal.files.domain.kinds import Kind
from portal.files.domain.names import clean_name
from portal.files.domain.reasons import Reason
from portal.files.models import StoredFile
from portal.files.permissions import is_private
from portal.files.refusals import UploadRefused

logger = logging.getLogger("portal.files")


def check_upload(
    *, upload: "UploadedFile[bytes]", extensions: Collection[str] | None = None
) -> None:
    """What ``store_upload`` would refuse, for forms that want to know early."""
    _accepted(upload, extensions)


def store_upload(
    *,
    upload: "UploadedFile[bytes]",
    subject: Model,
    purpose: str,
    actor: User | None,
    at: datetime,
    extensions: Collection[str] | None = None,
) -> StoredFile:
    """Keeps a file for a record; raises ``UploadRefused`` with every reason.

    ``extensions`` narrows what is taken. The bytes are written before the row, so a row
    never promises a file that is not there; bytes whose transaction failed are removed
    here or, if an outer one fails later, by ``reconcile``. When the scanner does not
    answer, the file is held back (``pending``) and asked for again by ``files.scan``.
    """
    kind, content = _accepted(upload, extensions)
    state = _first_scan(content)
    stored = StoredFile(
        original_name=clean_name(upload.name or ""),
        extension=kind.extension,
        mime=kind.mime,
        scan_state=state,
        scanned_at=at if state == StoredFile.ScanState.CLEAN else None,
        subject_type=subject._meta.label_lower,
        subject_id=str(subject.pk),
        purpose=purpose,
        uploaded_by=actor,
        uploaded_at=at,
    )
    try:
        return kept(stored, content, actor, at)
    except OSError as fault:
        logger.exception("an upload could not be written")
        raise UploadRefused([Reason.UNSAVED]) from fault


def store_uploads(
    *,
    uploads: "Iterable[UploadedFile[bytes]]",
    subject: Model,
    purpose: str,
    actor: User | None,
    at: datetime,
) -> list[StoredFile]:
    """Keeps several files for a record, or none of them: when one is refused, or the disk is
    full half-way, the bytes of those before it go with their rows.

    Raises ``UploadRefused``.
    """
    kept: list[StoredFile] = []
    try:
        with transaction.atomic():
            for upload in uploads:
                kept.append(
                    store_upload(
                        upload=upload, subject=subject, purpose=purpose, actor=actor, at=at
                    )
                )
    except BaseException:
        for stored in kept:
            with suppress(OSError):
                default_storage.delete(stored.storage_name)
        raise
    return kept


def store_made(
    *,
    content: bytes,
    filename: str,
    subject: Model,
    purpose: str,
    at: datetime,
    mime: str = "application/pdf",
) -> StoredFile:
    """Keeps a file that the portal itself has made for a record; there is nothing to scan."""
    name = clean_name(filename)
    stored = StoredFile(
        original_name=name,
        extension=name.rpartition(".")[2],
        mime=mime,
        scan_state=StoredFile.ScanState.UNSCANNED,
        subject_type=subject._meta.label_lower,
        subject_id=str(subject.pk),
        purpose=purpose,
        uploaded_at=at,
    )
    return kept(stored, content, None, at)


def kept(stored: StoredFile, content: bytes, actor: User | None, at: datetime) -> StoredFile:
    """Writes the bytes, then the row; of a failure nothing stays behind."""
    stored.size = len(content)
    stored.sha256 = hashlib.sha256(content).hexdigest()
    stored.storage_name = write_content(
        pieces_of(content), is_private=is_private(stored.subject_type)
    )
    try:
        with transaction.atomic():
            stored.save(force_insert=True)
            record(action="files.store", subject=stored, actor=actor, at=at, after=_facts(stored))
    except BaseException:
        default_storage.delete(stored.storage_name)
        raise
    return stored


def _accepted(
    upload: "UploadedFile[bytes]", extensions: Collection[str] | None
) -> tuple[Kind, bytes]:
    limit = settings.PORTAL_UPLOAD_MAX_BYTES
    if (upload.size or 0) > limit:
        raise UploadRefused([Reason.TOO_LARGE])
    upload.seek(0)
    content = upload.read(limit + 1)
    upload.seek(0)
    inspection = inspect_content(clean_name(upload.name or ""), content)
    reasons = _reasons(inspection, content, limit, extensions)
    if reasons or inspection.kind is None:
        raise UploadRefused(reasons)
    return inspection.kind, content


def _reasons(
    inspection: Inspection, content: bytes, limit: int, extensions: Collection[str] | None
) -> set[Reason]:
    reasons = set(inspection.reasons)
    if len(content) > limit:
        reasons.add(Reason.TOO_LARGE)
    if inspection.kind and extensions is not None and inspection.kind.extension not in extensions:
        reasons.add(Reason.EXTENSION)
    return reasons


def _first_scan(content: bytes) -> StoredFile.ScanState:
    if not scanner.is_configured():
        return StoredFile.ScanState.UNSCANNED
    try:
        verdict = scanner.scan(content)
    except scanner.ScannerUnavailable:
        logger.exception("virus scanner unavailable; file held back")
        return StoredFile.ScanState.PENDING
    if verdict is scanner.Verdict.INFECTED:
        raise UploadRefused([Reason.MALWARE])
    return StoredFile.ScanState.CLEAN


def _facts(stored: StoredFile) -> dict[str, object]:
    return {
        "subject": f"{stored.subject_type}:{stored.subject_id}",
        "purpose": stored.purpose,
        "extension": stored.extension,
        "size": stored.size,
        "sha256": stored.sha256,
        "scan_state": stored.scan_state,
    }
