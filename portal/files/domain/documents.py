"""Office Open XML and OFD: archives whose own table of contents says what they are."""

from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from .archives import Parcel, open_parcel
from .kinds import Kind
from .ole import SIGNATURE as OLE_SIGNATURE
from .reasons import Reason

_OFD_ROOT = "{http://www.ofdspec.org/2016}OFD"
# External targets that are fetched or run on opening; links to click stay allowed.
_FETCHED = ("/attachedTemplate", "/oleObject", "/frame", "/subDocument", "/control")


class _Unsafe(Exception):
    """XML that declares entities or a document type."""


def inspect_ooxml(kind: Kind, content: bytes) -> set[Reason]:
    if content.startswith(OLE_SIGNATURE):
        return {Reason.ENCRYPTED if b"E\0n\0c\0r\0y\0p\0t\0e\0d\0" in content else Reason.MISMATCH}
    parcel, reasons = open_parcel(content)
    if parcel is None:
        return reasons
    try:
        types = _content_types(parcel)
        reasons |= _judge_relations(parcel)
    except _Unsafe:
        return reasons | {Reason.ACTIVE}
    except (KeyError, ParseError, ValueError):
        return reasons | {Reason.MISMATCH}
    if any("macroenabled" in found.lower() for found in types):
        reasons.add(Reason.MACROS)
    elif not types & set(kind.marks):
        reasons.add(Reason.MISMATCH)
    return reasons


def inspect_ofd(content: bytes) -> set[Reason]:
    parcel, reasons = open_parcel(content)
    if parcel is None:
        return reasons
    try:
        is_ofd = _parsed(parcel, "OFD.xml").tag == _OFD_ROOT
    except _Unsafe:
        return reasons | {Reason.ACTIVE}
    except (KeyError, ParseError, ValueError):
        is_ofd = False
    return reasons if is_ofd else reasons | {Reason.MISMATCH}


def _parsed(parcel: Parcel, name: str) -> Element:
    try:
        return fromstring(parcel.read(name), forbid_dtd=True)
    except DefusedXmlException as fault:
        raise _Unsafe from fault


def _content_types(parcel: Parcel) -> set[str]:
    return {part.get("ContentType", "") for part in _parsed(parcel, "[Content_Types].xml")}


def _judge_relations(parcel: Parcel) -> set[Reason]:
    relations = [info.filename for info in parcel.members if info.filename.endswith(".rels")]
    fetched = any(
        relation.get("TargetMode") == "External" and relation.get("Type", "").endswith(_FETCHED)
        for name in relations
        for relation in _parsed(parcel, name)
    )
    return {Reason.EXTERNAL} if fetched else set()
