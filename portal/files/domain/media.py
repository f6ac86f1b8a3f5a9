"""Sound and film: their container's own signature."""

import re
import struct

from .kinds import Kind
from .reasons import Reason
from .traces import ends_with_archive, starts_with_markup

_BOXES_MAX = 10_000
_SIGNATURES = {
    "mp3": re.compile(rb"ID3[\x02-\x04]|\xff[\xe2\xe3\xf2\xf3\xfa\xfb]"),  # a tag, or layer III
    "wav": re.compile(rb"RIFF....WAVEfmt ", re.DOTALL),
    "iso": re.compile(
        rb"....ftyp(?:isom|iso[2-9]|mp4[12]|M4A |M4V |avc1|dash|MSNV|qt  )", re.DOTALL
    ),
    "webm": re.compile(rb"\x1a\x45\xdf\xa3.{0,60}webm", re.DOTALL),
}


def inspect_media(kind: Kind, content: bytes) -> set[Reason]:
    form = kind.marks[0]
    if not _SIGNATURES[form].match(content):
        return {Reason.MISMATCH}
    reasons = set()
    if form == "iso" and not _is_whole_iso(content):
        reasons.add(Reason.DAMAGED)
    if starts_with_markup(content) or ends_with_archive(content):
        reasons.add(Reason.DISGUISED)
    return reasons


def _is_whole_iso(content: bytes) -> bool:
    """Whether the boxes follow each other to the end and the film's index is among them."""
    position, names = 0, set()
    for _ in range(_BOXES_MAX):
        if position + 8 > len(content):
            break
        length, name = struct.unpack_from(">I4s", content, position)
        if length == 1 and position + 16 <= len(content):
            (length,) = struct.unpack_from(">Q", content, position + 8)
        elif length == 0:
            length = len(content) - position
        if length < 8:
            return False
        names.add(name)
        position += length
    return position == len(content) and b"moov" in names
