"""The engine of the database in use."""

from collections.abc import Callable

from django.db import connection

from .base import SearchBackend
from .postgresql import PostgreSQLBackend
from .sqlite import SQLiteBackend

# Another engine takes the place of one of these; the recall tests are its acceptance.
_BACKENDS: dict[str, Callable[[], SearchBackend]] = {
    "postgresql": PostgreSQLBackend,
    "sqlite": SQLiteBackend,
}


def backend() -> SearchBackend:
    """The search engine of the database this process is connected to."""
    return _BACKENDS[connection.vendor]()


__all__ = ["SearchBackend", "backend"]
