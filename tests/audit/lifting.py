"""Lets a test database be emptied: takes its triggers away for the while."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

_LIST = {
    "postgresql": (
        "SELECT tgname, relname, pg_get_triggerdef(pg_trigger.oid) FROM pg_trigger"
        " JOIN pg_class ON pg_class.oid = tgrelid WHERE NOT tgisinternal"
    ),
    "sqlite": "SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'trigger'",
}
_DROP = {
    "postgresql": 'DROP TRIGGER "{name}" ON "{table}"',
    "sqlite": 'DROP TRIGGER "{name}"',
}


@contextmanager
def triggers_lifted() -> Iterator[None]:
    """Drop every trigger of the test database and set it up again afterwards."""
    with connection.cursor() as cursor:
        cursor.execute(_LIST[connection.vendor])
        triggers = cursor.fetchall()
        for name, table, _definition in triggers:
            cursor.execute(_DROP[connection.vendor].format(name=name, table=table))
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            for _name, _table, definition in triggers:
                cursor.execute(definition)
