"""Who may read which file: the app that owns a subject says so once, at start-up."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from django.utils.module_loading import import_string

if TYPE_CHECKING:  # app configurations register before any model can be imported
    from .models import StoredFile

MayRead = Callable[[HttpRequest, "StoredFile"], bool]
IsPublic = Callable[["StoredFile"], bool]


@dataclass(frozen=True)
class _Reader:
    """The two questions of one kind of record, each a function or its dotted name."""

    given_may_read: MayRead | str
    given_is_public: IsPublic | str

    @cached_property
    def may_read(self) -> MayRead:
        function: MayRead = _function(self.given_may_read)
        return function

    @cached_property
    def is_public(self) -> IsPublic:
        function: IsPublic = _function(self.given_is_public)
        return function


_readers: dict[str, _Reader] = {}


def _function(given: Any) -> Any:
    return import_string(given) if isinstance(given, str) else given


def _never(_stored: "StoredFile") -> bool:
    return False


def register_reader(
    subject_type: str, may_read: MayRead | str, *, is_public: IsPublic | str = _never
) -> None:
    """Called from ``AppConfig.ready`` with ``app_label.model`` and functions or dotted names.

    ``is_public`` only tells caches that everybody may read the file; ``may_read`` is
    asked first, every time.
    """
    _readers[subject_type.lower()] = _Reader(may_read, is_public)


def may_read(request: HttpRequest, stored: "StoredFile") -> bool:
    """False for subjects nobody has registered."""
    reader = _readers.get(stored.subject_type)
    return reader is not None and reader.may_read(request, stored)


def is_public(stored: "StoredFile") -> bool:
    reader = _readers.get(stored.subject_type)
    return reader is not None and reader.is_public(stored)


def is_private(subject_type: str) -> bool:
    """Whether no file of such records is ever for everybody: their bytes lie sealed.

    So do those of records nobody has registered.
    """
    reader = _readers.get(subject_type)
    return reader is None or reader.given_is_public is _never
