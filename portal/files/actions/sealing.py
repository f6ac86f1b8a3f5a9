"""Stored bytes under a new key, and older ones that still lie in clear under one at all."""

import hashlib
import logging
from collections.abc import Callable, Iterator
from functools import partial
from typing import BinaryIO

from django.core.files.storage import default_storage
from django.db import transaction

from portal.files.contents import open_content, write_content
from portal.files.models import StoredFile
from portal.files.permissions import is_private
from portal.privacy.ciphers import Unreadable
from portal.privacy.sealing import MARK, PIECE, is_under_newest_key

logger = logging.getLogger("portal.files")


def renew_contents() -> int:
    """Seal what is private and not under the newest key; answers how many files changed.

    Each file is written anew beside the old one before its row leads there, so an interrupted
    run may be repeated; what it left behind is removed by ``reconcile``. A file that cannot be
    read, or is not what was stored, is told and left alone.
    """
    renewed = 0
    for stored in StoredFile.objects.order_by("pk").iterator(chunk_size=500):
        try:
            renewed += _is_due(stored) and _renew(stored)
        except (FileNotFoundError, Unreadable) as fault:
            logger.error(
                "stored file %s cannot be sealed anew: %s", stored.pk, type(fault).__name__
            )
    return renewed


def _is_due(stored: StoredFile) -> bool:
    with default_storage.open(stored.storage_name) as content:
        is_sealed = content.read(len(MARK)) == MARK
    if not is_sealed:
        return is_private(stored.subject_type)
    with default_storage.open(stored.storage_name) as content:
        return not is_under_newest_key(content)


def _renew(stored: StoredFile) -> bool:
    digest = hashlib.sha256()
    with open_content(stored) as content:
        name = write_content(_noted(content, digest.update), is_private=True)
    old = stored.storage_name
    with transaction.atomic():
        same = StoredFile.objects.select_for_update().filter(pk=stored.pk, storage_name=old)
        is_whole = digest.hexdigest() == stored.sha256
        changed = bool(is_whole and same.exists() and same.update(storage_name=name))
        transaction.on_commit(partial(default_storage.delete, old if changed else name))
    if not is_whole:
        logger.error("stored file %s is not what was stored", stored.pk)
    return changed


def _noted(content: BinaryIO, note: Callable[[bytes], None]) -> Iterator[bytes]:
    while piece := content.read(PIECE):
        note(piece)
        yield piece
