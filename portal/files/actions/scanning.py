"""Asking again for the files that are held back."""

import logging
from datetime import datetime

from django.db import transaction

from portal.audit.actions import record
from portal.files import scanner
from portal.files.contents import read_content
from portal.files.models import StoredFile
from portal.files.queries import waiting_for_scan

logger = logging.getLogger("portal.files")


def scan_waiting(*, at: datetime, limit: int = 100) -> int:
    """Gives the oldest waiting files their verdict; stops at the scanner's first fault."""
    judged = 0
    for stored in list(waiting_for_scan()[:limit]):
        try:
            _judge(stored, at)
        except scanner.ScannerUnavailable:
            logger.exception("virus scanner unavailable; files stay held back")
            break
        except FileNotFoundError:
            logger.error("stored file %s has no bytes", stored.pk)  # reconcile reports it
            continue
        judged += 1
    return judged


def _judge(stored: StoredFile, at: datetime) -> None:
    verdict = scanner.scan(read_content(stored))
    with transaction.atomic():
        row = StoredFile.objects.select_for_update().get(pk=stored.pk)
        before, row.scan_state, row.scanned_at = row.scan_state, verdict.value, at
        row.save(update_fields=["scan_state", "scanned_at"])
        record(
            action="files.scan",
            subject=row,
            actor=None,
            at=at,
            before={"scan_state": before},
            after={"scan_state": row.scan_state},
        )
