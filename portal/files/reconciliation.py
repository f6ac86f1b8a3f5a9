"""Rows without bytes and bytes without rows: both are found, only the latter removed."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.files.storage import default_storage

from .models import StoredFile

logger = logging.getLogger("portal.files")

# An upload whose transaction is still open is not an orphan yet.
ORPHAN_AGE = timedelta(hours=1)
_SHELVES = [f"{number:02x}" for number in range(256)]


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """``missing``: ids of rows without bytes. ``removed``: how many orphans were deleted."""

    missing: tuple[str, ...]
    removed: int


def reconcile(*, at: datetime) -> Reconciliation:
    """Compares table and storage shelf by shelf, so that memory stays small."""
    missing: list[str] = []
    removed = 0
    for shelf in _SHELVES:
        rows = StoredFile.objects.filter(storage_name__startswith=f"{shelf}/")
        # Rows first: their bytes were written before them, so they must be found.
        known = dict(rows.values_list("storage_name", "pk"))
        found = set(_stored_names(shelf))
        missing += [str(known[name]) for name in known.keys() - found if _is_missing(name)]
        removed += sum(_remove_orphan(name, at) for name in found - known.keys())
    if missing:
        logger.error("stored files without bytes: %s", " ".join(missing))
    return Reconciliation(tuple(missing), removed)


def _stored_names(shelf: str) -> Iterator[str]:
    try:
        _directories, names = default_storage.listdir(shelf)
    except FileNotFoundError:
        return
    for name in names:
        yield f"{shelf}/{name}"


def _is_missing(name: str) -> bool:
    return StoredFile.objects.filter(storage_name=name).exists() and not default_storage.exists(
        name
    )


def _remove_orphan(name: str, at: datetime) -> bool:
    if default_storage.get_modified_time(name) > at - ORPHAN_AGE:
        return False
    if StoredFile.objects.filter(storage_name=name).exists():
        return False
    default_storage.delete(name)
    logger.warning("removed orphaned file %s", name)
    return True
