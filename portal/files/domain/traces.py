"""Marks of a second file hidden in a first one."""

import io
import re
import zipfile

# The industry's harmless test virus, split so that this source is not taken for it.
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"

_MARKUP = re.compile(
    rb"<\s*(?:!doctype\s+html|html|head|body|script|svg|iframe|object|embed|\?php|meta\s)",
    re.IGNORECASE,
)
_PROGRAMS = (b"MZ", b"\x7fELF", b"#!", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe")
_ARCHIVES = (
    b"PK\x03\x04",
    b"Rar!",
    b"7z\xbc\xaf\x27\x1c",
    b"\x1f\x8b",
    b"BZh",
    b"\xfd7zXZ",
    b"MSCF",
)
_HEAD_BYTES = 4096


def is_program(head: bytes) -> bool:
    return head.startswith(_PROGRAMS)


def is_archive(head: bytes) -> bool:
    return head.startswith(_ARCHIVES)


def starts_with_markup(content: bytes) -> bool:
    """Whether a browser that guesses would find a page at the head."""
    return bool(_MARKUP.search(content[:_HEAD_BYTES]))


def holds_script(content: bytes) -> bool:
    """Whether script markup stands anywhere in what should be a picture or a sound."""
    return bool(re.search(rb"<script|<\?php|<iframe", content, re.IGNORECASE))


def ends_with_archive(content: bytes) -> bool:
    """Whether a ZIP reader would find an archive in this file."""
    return zipfile.is_zipfile(io.BytesIO(content))
