"""The kinds of file that are taken, by extension. What is not listed is refused."""

from dataclasses import dataclass
from enum import StrEnum


class Family(StrEnum):
    """Which inspection a kind goes through."""

    PDF = "pdf"
    OFD = "ofd"
    OOXML = "ooxml"
    OLE = "ole"
    IMAGE = "image"
    MEDIA = "media"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Kind:
    """One accepted kind; ``marks`` prove the content: main part, stream names or signature."""

    extension: str
    mime: str
    family: Family
    marks: tuple[str, ...] = ()


_OOXML = "application/vnd.openxmlformats-officedocument"
_WORD = ("WordDocument",)
_SHEET = ("Workbook", "Book")
_SLIDES = ("PowerPoint Document",)

_ALL = (
    Kind("pdf", "application/pdf", Family.PDF),
    Kind("ofd", "application/ofd", Family.OFD),
    Kind(
        "docx",
        f"{_OOXML}.wordprocessingml.document",
        Family.OOXML,
        (f"{_OOXML}.wordprocessingml.document.main+xml",),
    ),
    Kind(
        "xlsx",
        f"{_OOXML}.spreadsheetml.sheet",
        Family.OOXML,
        (f"{_OOXML}.spreadsheetml.sheet.main+xml",),
    ),
    Kind(
        "pptx",
        f"{_OOXML}.presentationml.presentation",
        Family.OOXML,
        (f"{_OOXML}.presentationml.presentation.main+xml",),
    ),
    Kind("doc", "application/msword", Family.OLE, _WORD),
    Kind("xls", "application/vnd.ms-excel", Family.OLE, _SHEET),
    Kind("ppt", "application/vnd.ms-powerpoint", Family.OLE, _SLIDES),
    Kind("wps", "application/vnd.ms-works", Family.OLE, (*_WORD, "WpsDocument")),
    Kind("et", "application/vnd.ms-excel", Family.OLE, (*_SHEET, "ET")),
    Kind("dps", "application/vnd.ms-powerpoint", Family.OLE, (*_SLIDES, "DPS")),
    Kind("png", "image/png", Family.IMAGE),
    Kind("jpg", "image/jpeg", Family.IMAGE),
    Kind("jpeg", "image/jpeg", Family.IMAGE),
    Kind("gif", "image/gif", Family.IMAGE),
    Kind("webp", "image/webp", Family.IMAGE),
    Kind("mp3", "audio/mpeg", Family.MEDIA, ("mp3",)),
    Kind("wav", "audio/wav", Family.MEDIA, ("wav",)),
    Kind("m4a", "audio/mp4", Family.MEDIA, ("iso",)),
    Kind("mp4", "video/mp4", Family.MEDIA, ("iso",)),
    Kind("webm", "video/webm", Family.MEDIA, ("webm",)),
    Kind("csv", "text/csv", Family.TEXT),
    Kind("txt", "text/plain", Family.TEXT),
)

KINDS = {kind.extension: kind for kind in _ALL}
