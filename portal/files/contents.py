"""The bytes behind a row: private ones lie sealed, public ones as they are.

Older private files may still lie in clear; they read the same and are sealed by the next
``rotate_field_keys``.
"""

import io
import uuid
from collections.abc import Iterable, Iterator
from contextlib import suppress
from tempfile import SpooledTemporaryFile
from typing import BinaryIO, cast

from django.core.files.base import File
from django.core.files.storage import default_storage

from portal.privacy.sealing import PIECE, OpenedFile, sealed

from .models import StoredFile

_IN_MEMORY = 1024 * 1024
"""Of a larger file the sealed bytes wait on the disk, never the plain ones."""


def open_content(stored: StoredFile) -> BinaryIO:
    """The plain content to be read from its beginning, a piece at a time.

    Raises ``FileNotFoundError``, or ``Unreadable`` when no key opens it.
    """
    content = io.BufferedReader(OpenedFile(default_storage.open(stored.storage_name)), PIECE)
    try:
        content.peek(1)
    except BaseException:
        content.close()
        raise
    return cast(BinaryIO, content)


def read_content(stored: StoredFile) -> bytes:
    """The plain content as a whole, for files that are known to be small."""
    with open_content(stored) as content:
        return content.read()


def write_content(pieces: Iterable[bytes], *, is_private: bool) -> str:
    """Where the bytes lie; of a write that failed half-way nothing stays behind."""
    name = _generated_name()
    try:
        with SpooledTemporaryFile(max_size=_IN_MEMORY) as spool:
            for piece in sealed(pieces) if is_private else pieces:
                spool.write(piece)
            spool.seek(0)
            return str(default_storage.save(name, File(spool, name)))
    except OSError:
        with suppress(OSError):
            default_storage.delete(name)
        raise


def pieces_of(content: bytes) -> Iterator[bytes]:
    """The content cut up, so that sealing it needs no second copy."""
    view = memoryview(content)
    for start in range(0, len(content), PIECE):
        yield bytes(view[start : start + PIECE])


def _generated_name() -> str:
    """No extension: nothing that serves directories by accident would run it."""
    name = uuid.uuid4().hex
    return f"{name[:2]}/{name}"
