"""The calendar's version changes with every edit, whoever makes it, and its history stays.

Both by database trigger.
"""

from django.db import migrations

TABLES = ("calendar_calendarday", "calendar_calendaryear")

POSTGRESQL = """
CREATE FUNCTION calendar_new_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO calendar_calendarversion (id, token)
    VALUES (1, replace(gen_random_uuid()::text, '-', ''))
    ON CONFLICT (id) DO UPDATE SET token = EXCLUDED.token;
    RETURN NULL;
END $$;
"""
POSTGRESQL_TRIGGER = """
CREATE TRIGGER {table}_version AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION calendar_new_version();
"""
SQLITE_TRIGGER = """
CREATE TRIGGER {table}_version_{verb} AFTER {verb} ON {table}
BEGIN
    INSERT INTO calendar_calendarversion (id, token) VALUES (1, lower(hex(randomblob(16))))
    ON CONFLICT (id) DO UPDATE SET token = excluded.token;
END;
"""

HISTORY = "calendar_calendarchange"
POSTGRESQL_HISTORY = """
CREATE FUNCTION calendar_history_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'the history is append-only' USING ERRCODE = 'restrict_violation'; END $$;
CREATE TRIGGER calendar_history_kept BEFORE UPDATE OR DELETE ON {history}
FOR EACH ROW EXECUTE FUNCTION calendar_history_is_kept();
CREATE TRIGGER calendar_history_not_emptied BEFORE TRUNCATE ON {history}
FOR EACH STATEMENT EXECUTE FUNCTION calendar_history_is_kept();
""".format(history=HISTORY)
SQLITE_HISTORY = """
CREATE TRIGGER calendar_history_{verb} BEFORE {verb} ON {history}
BEGIN SELECT RAISE(ABORT, 'the history is append-only'); END;
"""


def create(apps, schema_editor):
    execute = schema_editor.execute
    if schema_editor.connection.vendor == "postgresql":
        execute(POSTGRESQL)
        for table in TABLES:
            execute(POSTGRESQL_TRIGGER.format(table=table))
        execute(POSTGRESQL_HISTORY)
    else:
        for table in TABLES:
            for verb in ("INSERT", "UPDATE", "DELETE"):
                execute(SQLITE_TRIGGER.format(table=table, verb=verb))
        for verb in ("UPDATE", "DELETE"):
            execute(SQLITE_HISTORY.format(history=HISTORY, verb=verb))


def drop(apps, schema_editor):
    execute = schema_editor.execute
    if schema_editor.connection.vendor == "postgresql":
        for table in TABLES:
            execute(f"DROP TRIGGER {table}_version ON {table}")
        execute("DROP FUNCTION calendar_new_version()")
        execute("DROP FUNCTION calendar_history_is_kept() CASCADE")
    else:
        for table in TABLES:
            for verb in ("INSERT", "UPDATE", "DELETE"):
                execute(f"DROP TRIGGER {table}_version_{verb}")
        for verb in ("UPDATE", "DELETE"):
            execute(f"DROP TRIGGER calendar_history_{verb}")


class Migration(migrations.Migration):
    dependencies = [("calendar", "0001_initial")]
    operations = [migrations.RunPython(create, drop)]
