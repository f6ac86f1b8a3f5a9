"""Who knows how to print what: the app that owns a kind says so once, at start-up."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from django.db.models import Model
from django.utils.module_loading import import_string

if TYPE_CHECKING:  # app configurations register before any model can be imported
    from portal.files.models import StoredFile

    from .models import PrintJob


@dataclass(frozen=True, slots=True)
class Printed:
    """The finished PDF, the name people see, and the record whose file it becomes.

    ``kept`` is called with the stored file in the transaction that marks the job.
    """

    content: bytes
    filename: str
    subject: Model
    kept: Callable[["StoredFile"], object] | None = None


Maker = Callable[["PrintJob"], Printed]
_makers: dict[str, str] = {}


def register_maker(kind: str, maker: str) -> None:
    """Called from ``AppConfig.ready`` with the dotted name of a function.

    It gets the job and answers with the PDF. It may take its time: no transaction is open
    while it runs. Whatever it raises makes the job wait for another turn.
    """
    _makers[kind] = maker


def maker_of(kind: str) -> Maker:
    """Raises ``KeyError`` for a kind nobody prints."""
    return cast(Maker, import_string(_makers[kind]))
