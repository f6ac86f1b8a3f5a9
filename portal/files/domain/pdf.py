"""PDF: whole, not two files in one, and without anything that runs when it is opened."""

import re
import zlib
from collections.abc import Iterator
from itertools import islice

from .reasons import Reason
from .traces import ends_with_archive, starts_with_markup

_HEADER = re.compile(rb"%PDF-[12]\.\d")
# Names long enough not to turn up in the noise of a compressed picture. Every script
# action names JavaScript, so its short key /JS need not be looked for.
_ACTIVE = re.compile(rb"/(?:JavaScript|Launch|RichMedia|XFA\s*[\[0-9])(?![A-Za-z])")
_VEILED = re.compile(rb"/[A-Za-z]{0,10}#[0-9A-Fa-f]{2}[A-Za-z0-9#]{0,40}")
_HEX = re.compile(rb"#([0-9A-Fa-f]{2})")
_VEILED_MAX = 20_000
_STREAM = re.compile(rb"stream\r?\n")
_DICTIONARY_BYTES = 400
_STARTS_MAX = 8
_TRAILER_BYTES = 2048
_INFLATED_MAX = 64 * 2**20


class _TooMuch(Exception):
    """The compressed objects unpack to more than any document needs."""


def inspect_pdf(content: bytes) -> set[Reason]:
    if not _HEADER.match(content):
        return {Reason.MISMATCH}
    reasons = set()
    tail = content[-_TRAILER_BYTES:]
    if b"%%EOF" not in tail:
        reasons.add(Reason.DAMAGED)
    elif tail.rpartition(b"%%EOF")[2].strip(b"\0\t\n\f\r "):
        reasons.add(Reason.DISGUISED)
    if starts_with_markup(content[:1024]) or ends_with_archive(content):
        reasons.add(Reason.DISGUISED)
    return reasons | _judge_objects(content)


def _judge_objects(content: bytes) -> set[Reason]:
    try:
        is_active = any(_is_active(part) for part in _objects(content))
    except _TooMuch:
        return {Reason.BOMB}
    return {Reason.ACTIVE} if is_active else set()


def _is_active(part: bytes) -> bool:
    return bool(_ACTIVE.search(part)) or any(
        _ACTIVE.match(_unveiled(found[0]) + b" ") for found in _veiled(part)
    )


def _veiled(part: bytes) -> Iterator[re.Match[bytes]]:
    for number, found in enumerate(_VEILED.finditer(part)):
        if number >= _VEILED_MAX:
            raise _TooMuch
        yield found


def _unveiled(name: bytes) -> bytes:
    """``/J#61vaScript`` is ``/JavaScript``."""
    return _HEX.sub(lambda found: bytes([int(found[1], 16)]), name)


def _objects(content: bytes) -> Iterator[bytes]:
    """The file as it stands, and the objects that PDF 1.5 compresses, within bounds."""
    yield content
    left = _INFLATED_MAX
    for packed in _object_streams(content):
        try:
            inflated = zlib.decompressobj().decompress(packed, left)
        except zlib.error:
            continue
        yield inflated
        left -= len(inflated)
        if left <= 0:
            raise _TooMuch


def _object_streams(content: bytes) -> Iterator[bytes]:
    """Between one ``endstream`` and the next, from every place a stream may begin."""
    start = 0
    while (end := content.find(b"endstream", start)) >= 0:
        for found in islice(_STREAM.finditer(content, start, end), _STARTS_MAX):
            before = max(0, found.start() - _DICTIONARY_BYTES)
            if content.rfind(b"/ObjStm", before, found.start()) >= 0:
                yield content[found.end() : end]
        start = end + len(b"endstream")
