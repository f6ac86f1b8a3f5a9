"""Bytes that lie encrypted: in pieces, so that a large file never stands in memory whole.

A sealed stream is a head (mark, salt) and pieces of ``PIECE`` plain bytes, each AES-256-GCM
under a key of this stream alone, which HKDF derives from a field key and the salt. A piece is
bound to its place and to whether it is the last, so that none can be changed, moved, left out
or cut off unnoticed. The first field key seals, all of them open.
"""

import os
from base64 import urlsafe_b64decode
from collections.abc import Iterable, Iterator
from io import BufferedIOBase, RawIOBase
from typing import IO, Any, Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from .ciphers import Unreadable

MARK = b"PSEAL1\r\n\x00"
"""No kind of file that the portal takes begins with it."""
PIECE = 64 * 1024
_SALT = 16
_TAG = 16
_HEAD = len(MARK) + _SALT
_PURPOSE = b"portal.privacy.sealing"


class Readable(Protocol):
    """As much of a binary file as is needed."""

    def read(self, size: int = -1, /) -> bytes: ...


def sealed(content: Iterable[bytes]) -> Iterator[bytes]:
    """The content under the newest key, piece by piece."""
    salt = os.urandom(_SALT)
    cipher = _cipher(settings.PORTAL_FIELD_KEY[0], salt)
    yield MARK + salt
    number, waiting = 0, b""
    for chunk in content:
        waiting += chunk
        # The last piece is known only at the end: one is always kept back.
        while len(waiting) > PIECE:
            yield cipher.encrypt(_nonce(number, is_last=False), waiting[:PIECE], None)
            number, waiting = number + 1, waiting[PIECE:]
    yield cipher.encrypt(_nonce(number, is_last=True), waiting, None)


def opened(source: Readable) -> Iterator[bytes]:
    """The plain content piece by piece; of what was never sealed, the content itself.

    Raises ``Unreadable`` at the first piece that no key opens or that is not what was sealed.
    """
    head = _exactly(source, _HEAD)
    if not head.startswith(MARK):
        yield head
        while chunk := source.read(PIECE):
            yield chunk
        return
    salt = head[len(MARK) :]
    cipher = None
    number, piece = 0, _exactly(source, PIECE + _TAG)
    while True:
        after = _exactly(source, PIECE + _TAG)
        nonce = _nonce(number, is_last=not after)
        if cipher is None:
            cipher = _fitting(salt, nonce, piece)
        yield _plain(cipher, nonce, piece)
        if not after:
            return
        number, piece = number + 1, after


def is_under_newest_key(source: Readable) -> bool:
    """Whether the stream is sealed and the newest key opens its first piece."""
    head = _exactly(source, _HEAD)
    if not head.startswith(MARK):
        return False
    piece = _exactly(source, PIECE + _TAG)
    nonce = _nonce(0, is_last=not _exactly(source, 1))
    try:
        _cipher(settings.PORTAL_FIELD_KEY[0], head[len(MARK) :]).decrypt(nonce, piece, None)
    except InvalidTag:
        return False
    return True


def _fitting(salt: bytes, nonce: bytes, piece: bytes) -> AESGCM:
    """The cipher of the key that opens this piece."""
    for key in settings.PORTAL_FIELD_KEY:
        cipher = _cipher(key, salt)
        try:
            cipher.decrypt(nonce, piece, None)
        except InvalidTag:
            continue
        return cipher
    raise Unreadable("no configured PORTAL_FIELD_KEY opens this file")


def _plain(cipher: AESGCM, nonce: bytes, piece: bytes) -> bytes:
    try:
        return cipher.decrypt(nonce, piece, None)
    except InvalidTag as fault:
        raise Unreadable("a stored file is not what was sealed") from fault


def _cipher(field_key: str, salt: bytes) -> AESGCM:
    derived = HKDF(algorithm=SHA256(), length=32, salt=salt, info=_PURPOSE)
    return AESGCM(derived.derive(urlsafe_b64decode(field_key)))


def _nonce(number: int, *, is_last: bool) -> bytes:
    """Never twice under one key: the key is this stream's own."""
    return bytes([is_last]) + number.to_bytes(11, "big")


def _exactly(source: Readable, size: int) -> bytes:
    """So many bytes, fewer only at the end."""
    parts: list[bytes] = []
    while size and (part := source.read(size)):
        parts.append(part)
        size -= len(part)
    return b"".join(parts)


class OpenedFile(RawIOBase):
    """A sealed file to be read from its beginning, closing what it reads from."""

    def __init__(self, source: IO[bytes] | BufferedIOBase) -> None:
        super().__init__()
        self._source = source
        self._pieces = opened(source)
        self._left = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any, /) -> int:
        while not self._left:
            piece = next(self._pieces, None)
            if piece is None:
                return 0
            self._left = piece
        taken = self._left[: len(buffer)]
        buffer[: len(taken)] = taken
        self._left = self._left[len(taken) :]
        return len(taken)

    def close(self) -> None:
        self._source.close()
        super().close()
