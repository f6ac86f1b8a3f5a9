"""SQL that makes the database itself refuse to change what has been written down."""

from collections.abc import Callable, Mapping

from django.apps.registry import Apps
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

Operation = Callable[[Apps, BaseDatabaseSchemaEditor], None]

_POSTGRESQL = (
    """
    CREATE FUNCTION {table}_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION '{table} is append-only' USING ERRCODE = 'restrict_violation'; END $$
    """,
    """
    CREATE TRIGGER {table}_refuse_change BEFORE UPDATE OR DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION {table}_is_append_only()
    """,
    """
    CREATE TRIGGER {table}_refuse_truncate BEFORE TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION {table}_is_append_only()
    """,
)
_POSTGRESQL_DROP = ("DROP FUNCTION {table}_is_append_only() CASCADE",)

# Unless recursive triggers are on, as in our own settings, INSERT OR REPLACE removes a row
# without firing its delete trigger; the third stops that for whoever else writes.
_SQLITE = (
    """
    CREATE TRIGGER {table}_refuse_update BEFORE UPDATE ON {table}
    BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END
    """,
    """
    CREATE TRIGGER {table}_refuse_delete BEFORE DELETE ON {table}
    BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END
    """,
    """
    CREATE TRIGGER {table}_refuse_replace BEFORE INSERT ON {table}
    WHEN EXISTS (SELECT 1 FROM {table} WHERE {key} = NEW.{key})
    BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END
    """,
)
_SQLITE_DROP = (
    "DROP TRIGGER {table}_refuse_update",
    "DROP TRIGGER {table}_refuse_delete",
    "DROP TRIGGER {table}_refuse_replace",
)


def replaced_by_delete_trigger(table: str, key: str) -> tuple[Operation, Operation]:
    """For ``RunPython``: where many rows are added at once the third trigger costs a third of
    the time; the delete trigger alone then refuses a replacement."""
    third, drop_third = _SQLITE[2], _SQLITE_DROP[2]
    return (
        by_vendor({"postgresql": (), "sqlite": (drop_third,)}, table=table),
        by_vendor({"postgresql": (), "sqlite": (third,)}, table=table, key=key),
    )


def append_only(table: str, key: str) -> tuple[Operation, Operation]:
    """For ``RunPython``: rows of ``table``, with primary key ``key``, can only be added."""
    return (
        by_vendor({"postgresql": _POSTGRESQL, "sqlite": _SQLITE}, table=table, key=key),
        by_vendor({"postgresql": _POSTGRESQL_DROP, "sqlite": _SQLITE_DROP}, table=table),
    )


def by_vendor(statements: Mapping[str, tuple[str, ...]], **names: str) -> Operation:
    """For ``RunPython``: execute the statements of the database at hand, ``names`` filled in."""

    def run(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
        for statement in statements[schema_editor.connection.vendor]:
            schema_editor.execute(statement.format(**names), params=None)

    return run
