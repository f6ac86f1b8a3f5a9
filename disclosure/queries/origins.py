"""Where a document came from, when a floor above began it: it registers, nobody looks up."""

from collections.abc import Callable
from dataclasses import dataclass

from disclosure.models import Document


@dataclass(frozen=True, slots=True)
class Origin:
    """What staff read beside the document, and where it leads on the desk."""

    label: str
    url: str


OriginFinder = Callable[[Document], Origin | None]
_finders: list[OriginFinder] = []


def register_origin(finder: OriginFinder) -> None:
    """Called from ``AppConfig.ready``."""
    if finder not in _finders:
        _finders.append(finder)


def origins_of(document: Document) -> list[Origin]:
    """Everything this document was begun from; for staff only."""
    found = (finder(document) for finder in _finders)
    return [origin for origin in found if origin is not None]
