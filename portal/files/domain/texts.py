"""Plain text and CSV: readable characters, and no page in disguise."""

import codecs
import re

from .reasons import Reason
from .traces import ends_with_archive, starts_with_markup

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f\x7f]")
# GB 18030 is what Excel in China writes.
_ENCODINGS = ("utf-8-sig", "gb18030")


def inspect_text(content: bytes) -> set[Reason]:
    text = _decoded(content)
    if text is None or _CONTROL.search(text):
        return {Reason.MISMATCH}
    if starts_with_markup(content) or starts_with_markup(text[:4096].encode()):
        return {Reason.DISGUISED}
    if content.startswith(b"%PDF") or ends_with_archive(content):
        return {Reason.DISGUISED}
    return set()


def _decoded(content: bytes) -> str | None:
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encodings: tuple[str, ...] = ("utf-16",)
    else:
        encodings = _ENCODINGS
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None
