"""Pictures: their structure is walked to the end, so nothing else fits in beside it."""

import re
import struct
from collections.abc import Callable

from .kinds import Kind
from .reasons import Reason
from .traces import ends_with_archive, holds_script

PIXELS_MAX = 120_000_000
_JPEG_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}


class _Broken(Exception):
    """The structure does not hold."""


def inspect_image(kind: Kind, content: bytes) -> set[Reason]:
    signature, measure = _FORMATS[kind.mime]
    if not signature.match(content):
        return {Reason.MISMATCH}
    reasons = set()
    try:
        width, height = measure(content)
        if width * height > PIXELS_MAX:
            reasons.add(Reason.BOMB)
        if width * height == 0:
            reasons.add(Reason.DAMAGED)
    except (_Broken, struct.error, IndexError):
        reasons.add(Reason.DAMAGED)
    if ends_with_archive(content) or holds_script(content):
        reasons.add(Reason.DISGUISED)
    return reasons


def _png(content: bytes) -> tuple[int, int]:
    width, height = struct.unpack_from(">II", content, 16)
    position = 8
    while True:
        length, name = struct.unpack_from(">I4s", content, position)
        position += 12 + length
        if name == b"IEND":
            break
    if content[12:16] != b"IHDR" or position != len(content):
        raise _Broken
    return width, height


def _jpeg(content: bytes) -> tuple[int, int]:
    """Walks the segments up to the frame header. Cameras append previews after the end."""
    position = 2
    while True:
        marker, code, length = struct.unpack_from(">BBH", content, position)
        if marker != 0xFF or length < 2:
            raise _Broken
        if code in _JPEG_FRAMES:
            height, width = struct.unpack_from(">HH", content, position + 5)
            break
        position += 2 + length
    if b"\xff\xd9" not in content[position:]:
        raise _Broken
    return width, height


def _gif(content: bytes) -> tuple[int, int]:
    width, height, flags = struct.unpack_from("<HHB", content, 6)
    position = 13 + _colour_table(flags)
    while (block := content[position]) != 0x3B:
        if block == 0x2C:
            position += 11 + _colour_table(content[position + 9])
        elif block == 0x21:
            position += 2
        else:
            raise _Broken
        position = _after_sub_blocks(content, position)
    if content[position + 1 :].strip(b"\0"):
        raise _Broken
    return width, height


def _colour_table(flags: int) -> int:
    return 3 * 2 ** ((flags & 7) + 1) if flags & 0x80 else 0


def _after_sub_blocks(content: bytes, position: int) -> int:
    while length := content[position]:
        position += 1 + length
    return position + 1


def _webp(content: bytes) -> tuple[int, int]:
    (size,) = struct.unpack_from("<I", content, 4)
    if size + 8 not in (len(content), len(content) - 1):
        raise _Broken
    form = content[12:16]
    if form == b"VP8X":
        width, height = (int.from_bytes(content[at : at + 3], "little") + 1 for at in (24, 27))
    elif form == b"VP8L":
        (bits,) = struct.unpack_from("<I", content, 21)
        width, height = (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    else:
        width, height = (side & 0x3FFF for side in struct.unpack_from("<HH", content, 26))
    return width, height


_FORMATS: dict[str, tuple[re.Pattern[bytes], Callable[[bytes], tuple[int, int]]]] = {
    "image/png": (re.compile(rb"\x89PNG\r\n\x1a\n"), _png),
    "image/jpeg": (re.compile(rb"\xff\xd8\xff"), _jpeg),
    "image/gif": (re.compile(rb"GIF8[79]a"), _gif),
    "image/webp": (re.compile(rb"RIFF....WEBP", re.DOTALL), _webp),
}
