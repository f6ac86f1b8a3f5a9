"""What the floors above add to a document's page: they register, disclosure never looks up."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest

from disclosure.models import Document


@dataclass(frozen=True)
class Panel:
    """A template and what it draws, as ``panel`` in its context."""

    template: str
    content: Mapping[str, Any] = field(default_factory=dict)


PanelMaker = Callable[[HttpRequest, Document], Panel | None]
_makers: list[PanelMaker] = []


def register_panel(maker: PanelMaker) -> None:
    """Called from ``AppConfig.ready``; panels stand in the order of registration."""
    if maker not in _makers:
        _makers.append(maker)


def panels_of(request: HttpRequest, document: Document) -> list[Panel]:
    """The panels of a published document's page."""
    made = (maker(request, document) for maker in _makers)
    return [panel for panel in made if panel is not None]
