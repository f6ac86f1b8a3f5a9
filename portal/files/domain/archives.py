"""ZIP-based documents, opened with the care one takes with a stranger's parcel."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator

from .reasons import Reason
from .traces import EICAR, is_archive, is_program

MEMBERS_MAX = 5000
UNPACKED_MAX = 256 * 2**20
EMBEDDED_MAX = 32 * 2**20
RATIO_MAX = 150
_RATIO_COUNTS_FROM = 16 * 2**20
_CHUNK = 2**20
_OVERLAP = 64

_UNSAFE_NAME = re.compile(r"(?:^|/)\.\.(?:/|$)|^/|\\|^[A-Za-z]:|[\x00-\x1f]")
_PROGRAM_NAME = re.compile(
    r"\.(?:exe|dll|com|bat|cmd|ps1|vbs?|js|jse|wsf|hta|scr|lnk|msi|jar|sh|html?|svgz?|swf)$", re.I
)
_ARCHIVE_NAME = re.compile(r"\.(?:zip|rar|7z|gz|tgz|bz2|xz|tar|cab|iso)$", re.I)
_EMBEDDED_DOCUMENT = re.compile(r"/embeddings/[^/]+\.(?:docx|xlsx|pptx)$", re.I)
_MACRO_NAME = re.compile(r"vba(?:project|data)", re.I)
_ACTIVE_NAME = re.compile(r"/activex/", re.I)
_XML_NAME = re.compile(r"\.(?:xml|rels|vml)$", re.I)
_DTD = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.I)


class Parcel:
    """An archive whose directory was judged before anything was unpacked."""

    def __init__(self, content: bytes) -> None:
        """Raises ``zipfile.BadZipFile`` for what is no archive."""
        self.size = len(content)
        self.archive = zipfile.ZipFile(io.BytesIO(content))
        self.members = self.archive.infolist()

    def read(self, name: str, limit: int = 4 * 2**20) -> bytes:
        with self.archive.open(name) as member:
            return member.read(limit)


def open_parcel(content: bytes) -> tuple[Parcel | None, set[Reason]]:
    """The archive if it may be read further, and everything wrong with it."""
    return _open(content, depth=0)


def _open(content: bytes, depth: int) -> tuple[Parcel | None, set[Reason]]:
    if not content.startswith(b"PK\x03\x04"):
        return None, {Reason.MISMATCH}
    try:
        parcel = Parcel(content)
    except (zipfile.BadZipFile, NotImplementedError, ValueError):
        return None, {Reason.DAMAGED}
    reasons = _judge_directory(parcel, content)
    if reasons:
        return None, reasons
    try:
        reasons = set().union(*(_judge_member(parcel, info, depth) for info in parcel.members))
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError):
        return None, {Reason.DAMAGED}
    return parcel, reasons


def _judge_directory(parcel: Parcel, content: bytes) -> set[Reason]:
    """What the directory alone gives away, so that no bomb is ever lit."""
    reasons = set()
    names = [info.filename for info in parcel.members]
    unpacked = sum(info.file_size for info in parcel.members)
    if len(names) > MEMBERS_MAX or unpacked > UNPACKED_MAX:
        reasons.add(Reason.BOMB)
    if unpacked > _RATIO_COUNTS_FROM and unpacked > RATIO_MAX * parcel.size:
        reasons.add(Reason.BOMB)
    if sum(info.compress_size for info in parcel.members) > parcel.size:
        reasons.add(Reason.BOMB)  # overlapping members
    if len(set(names)) != len(names) or any(_UNSAFE_NAME.search(name) for name in names):
        reasons.add(Reason.UNSAFE_MEMBER)
    if any(info.flag_bits & 1 for info in parcel.members):
        reasons.add(Reason.ENCRYPTED)
    # The directory must be the last thing in the file and the first member the first.
    if content[-22:-18] != b"PK\x05\x06" or parcel.archive.comment:
        reasons.add(Reason.DISGUISED)
    return reasons


def _judge_member(parcel: Parcel, info: zipfile.ZipInfo, depth: int) -> set[Reason]:
    reasons = _judge_name(info.filename)
    is_document = bool(_EMBEDDED_DOCUMENT.search(info.filename)) and depth == 0
    tail = head = b""
    for chunk in _chunks(parcel, info):
        head = head or chunk[:16]
        window = tail + chunk
        if EICAR in window:
            reasons.add(Reason.MALWARE)
        if _XML_NAME.search(info.filename) and _DTD.search(window.replace(b"\0", b"")):
            reasons.add(Reason.ACTIVE)
        tail = window[-_OVERLAP:]
    if is_program(head):
        reasons.add(Reason.UNSAFE_MEMBER)
    if is_document and info.file_size > EMBEDDED_MAX:
        return reasons | {Reason.BOMB}
    if is_document and head.startswith(b"PK"):
        return reasons | _open(parcel.read(info.filename, EMBEDDED_MAX), depth + 1)[1]
    if is_archive(head):
        reasons.add(Reason.NESTED)
    return reasons


def _chunks(parcel: Parcel, info: zipfile.ZipInfo) -> Iterator[bytes]:
    with parcel.archive.open(info) as member:
        while chunk := member.read(_CHUNK):
            yield chunk


def _judge_name(name: str) -> set[Reason]:
    rules = (
        (_PROGRAM_NAME, Reason.UNSAFE_MEMBER),
        (_ARCHIVE_NAME, Reason.NESTED),
        (_MACRO_NAME, Reason.MACROS),
        (_ACTIVE_NAME, Reason.ACTIVE),
    )
    return {reason for pattern, reason in rules if pattern.search(name)}
