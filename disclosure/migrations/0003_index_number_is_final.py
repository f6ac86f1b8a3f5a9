"""An index number, once given, never changes: the database itself refuses."""

from django.db import migrations

_POSTGRESQL = """
CREATE FUNCTION disclosure_document_keeps_its_number() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'an index number never changes' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER disclosure_document_number_is_final BEFORE UPDATE ON disclosure_document
    FOR EACH ROW WHEN (OLD.index_no <> '' AND OLD.index_no IS DISTINCT FROM NEW.index_no)
    EXECUTE FUNCTION disclosure_document_keeps_its_number();
"""
_SQLITE = """
CREATE TRIGGER disclosure_document_number_is_final BEFORE UPDATE ON disclosure_document
    WHEN OLD.index_no <> '' AND OLD.index_no <> NEW.index_no
    BEGIN SELECT RAISE(ABORT, 'an index number never changes'); END
"""
_DROP = {
    "postgresql": "DROP TRIGGER disclosure_document_number_is_final ON disclosure_document;"
    " DROP FUNCTION disclosure_document_keeps_its_number();",
    "sqlite": "DROP TRIGGER disclosure_document_number_is_final",
}


def set_up(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    schema_editor.execute(_POSTGRESQL if vendor == "postgresql" else _SQLITE, params=None)


def take_down(apps, schema_editor):
    schema_editor.execute(_DROP[schema_editor.connection.vendor], params=None)


class Migration(migrations.Migration):
    dependencies = [("disclosure", "0002_catalogue")]

    operations = [migrations.RunPython(set_up, take_down)]
