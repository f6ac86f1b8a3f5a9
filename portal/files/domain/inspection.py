"""One question: may this file come in, and if not, for every reason why not?"""

from collections.abc import Callable
from dataclasses import dataclass

from .documents import inspect_ofd, inspect_ooxml
from .images import inspect_image
from .kinds import KINDS, Family, Kind
from .media import inspect_media
from .names import split_name
from .ole import inspect_ole
from .pdf import inspect_pdf
from .reasons import Reason
from .texts import inspect_text
from .traces import EICAR


@dataclass(frozen=True, slots=True)
class Inspection:
    """The kind the extension claims, and what speaks against the content being that."""

    kind: Kind | None
    reasons: frozenset[Reason]


_INSPECTORS: dict[Family, Callable[[Kind, bytes], set[Reason]]] = {
    Family.PDF: lambda _kind, content: inspect_pdf(content),
    Family.OFD: lambda _kind, content: inspect_ofd(content),
    Family.OOXML: inspect_ooxml,
    Family.OLE: inspect_ole,
    Family.IMAGE: inspect_image,
    Family.MEDIA: inspect_media,
    Family.TEXT: lambda _kind, content: inspect_text(content),
}


def inspect_content(name: str, content: bytes) -> Inspection:
    """Extension and content must agree, and the content must be safe to hand on."""
    reasons: set[Reason] = set()
    if not content:
        reasons.add(Reason.EMPTY)
    if EICAR in content:
        reasons.add(Reason.MALWARE)
    kind = KINDS.get(split_name(name)[1])
    if kind is None:
        reasons.add(Reason.EXTENSION)
    elif content:
        reasons |= _INSPECTORS[kind.family](kind, content)
    return Inspection(kind, frozenset(reasons))
