"""Everything the portal has kept, as bytes: rows as they lie on the disk and as they read."""

from django.apps import apps
from django.conf import settings
from django.db import connection

from portal.files.contents import read_content
from portal.files.models import StoredFile
from tests.factories.canaries import Canary, has_stem, spellings


def rows_on_disk() -> bytes:
    """Every column of every table as the database has it."""
    parts: list[str] = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            parts.extend(str(value) for row in cursor.fetchall() for value in row)
    return "\n".join(parts).encode("utf-8", "replace")


def rows_of_all_tables() -> bytes:
    """The same, and once more as the models read it (decrypted)."""
    parts = [rows_on_disk().decode()]
    for model in apps.get_models(include_auto_created=True):
        for row in model._base_manager.values_list():
            parts.extend(str(value) for value in row)
    return "\n".join(parts).encode("utf-8", "replace")


def stored_contents() -> bytes:
    """What the files of all rows say when they are opened."""
    return b"\n".join(map(read_content, StoredFile.objects.all()))


def stored_bytes() -> bytes:
    """What lies in the file store, names included."""
    found = []
    for path in sorted(settings.PORTAL_FILES_ROOT.rglob("*")):
        found.append(str(path.relative_to(settings.PORTAL_FILES_ROOT)).encode())
        if path.is_file():
            found.append(path.read_bytes())
    return b"\n".join(found)


def traces(canaries: list[Canary], haystack: bytes) -> list[str]:
    """Which pieces of whom stand in it."""
    if not has_stem(haystack):
        return []
    return [
        f"{one.name}: {name}"
        for one in canaries
        for name, piece in one.pieces.items()
        if any(spelling in haystack for spelling in spellings(piece))
    ]
