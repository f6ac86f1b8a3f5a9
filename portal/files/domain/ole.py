"""Compound files (doc, xls, ppt, WPS): the names in their directory tell what they are."""

import struct

from .kinds import Kind
from .reasons import Reason

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENTRY_BYTES = 128
_SECTOR_MAX = 0xFFFFFFFA
_MACROS = frozenset({"vba", "_vba_project", "_vba_project_cur", "macros"})
_PACKAGED = frozenset({"\x01ole10native", "package"})


def inspect_ole(kind: Kind, content: bytes) -> set[Reason]:
    if not content.startswith(SIGNATURE):
        return {Reason.MISMATCH}
    try:
        names = {name.casefold() for name in stream_names(content)}
    except (struct.error, ValueError):
        return {Reason.DAMAGED}
    reasons = set()
    if "encryptedpackage" in names:
        return {Reason.ENCRYPTED}
    if not names & {mark.casefold() for mark in kind.marks}:
        reasons.add(Reason.MISMATCH)
    if names & _MACROS:
        reasons.add(Reason.MACROS)
    if names & _PACKAGED:
        reasons.add(Reason.NESTED)
    return reasons


def stream_names(content: bytes) -> set[str]:
    """The names of all streams and storages; ``ValueError`` when the chains are broken."""
    shift, first_directory, first_difat = (
        struct.unpack_from("<H", content, 30)[0],
        struct.unpack_from("<I", content, 48)[0],
        struct.unpack_from("<I", content, 68)[0],
    )
    if shift not in (9, 12):
        raise ValueError("sector size")
    size = 1 << shift
    table = _allocation(content, size, first_difat)
    names = set()
    for sector in _chain(table, first_directory):
        names |= _names_in(_sector(content, size, sector))
    return names


def _sector(content: bytes, size: int, number: int) -> bytes:
    data = content[size * (number + 1) : size * (number + 2)]
    if len(data) < _ENTRY_BYTES:
        raise ValueError("sector lies outside of the file")
    return data.ljust(size, b"\0")


def _allocation(content: bytes, size: int, difat: int) -> list[int]:
    """The sector allocation table, put together from its own scattered sectors."""
    parts = list(struct.unpack_from("<109I", content, 76))
    per_sector = size // 4
    for _ in range(len(content) // size + 1):
        if difat >= _SECTOR_MAX:
            break
        *more, difat = struct.unpack(f"<{per_sector}I", _sector(content, size, difat))
        parts += more
    table: list[int] = []
    for number in parts:
        if number < _SECTOR_MAX:
            table += struct.unpack(f"<{per_sector}I", _sector(content, size, number))
    return table


def _chain(table: list[int], start: int) -> list[int]:
    chain: list[int] = []
    while start < _SECTOR_MAX:
        if start >= len(table) or len(chain) > len(table):
            raise ValueError("directory chain is broken")
        chain.append(start)
        start = table[start]
    return chain


def _names_in(sector: bytes) -> set[str]:
    names = set()
    for offset in range(0, len(sector), _ENTRY_BYTES):
        length = struct.unpack_from("<H", sector, offset + 64)[0]
        if 2 <= length <= 64:
            names.add(sector[offset : offset + length - 2].decode("utf-16-le", "replace"))
    return names
