"""Encrypted columns: unreadable in the database, unsearchable, rotatable."""

from typing import Any

import pytest
from cryptography.fernet import Fernet
from django.core.exceptions import FieldError, ValidationError
from django.core.management import call_command
from django.db import connection

from portal.privacy import rotation
from portal.privacy.checks import check_field_keys
from portal.privacy.ciphers import Unreadable, decrypt, encrypt, renew
from tests.privacy.vault import Secret

OLD, NEW = Fernet.generate_key().decode(), Fernet.generate_key().decode()


@pytest.fixture(scope="session")
def _vault_table(django_db_setup: None, django_db_blocker: Any) -> None:
    with django_db_blocker.unblock(), connection.schema_editor() as editor:
        editor.create_model(Secret)


@pytest.fixture
def vault(db: None, _vault_table: None, settings: Any) -> type[Secret]:
    settings.PORTAL_FIELD_KEY = [OLD]
    return Secret


def stored() -> list[tuple[str, str | None]]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT words, note FROM {Secret._meta.db_table} ORDER BY id")
        return cursor.fetchall()


def test_the_database_sees_no_plain_text(vault):
    secret = vault.objects.create(words="张三", note=None)
    ((words, note),) = stored()
    assert "张三" not in words
    assert note is None
    assert decrypt(words) == "张三"
    assert vault.objects.get(pk=secret.pk).words == "张三"


def test_equal_values_look_different(vault):
    vault.objects.create(words="同", note="同")
    ((words, note),) = stored()
    assert words != note


def test_empty_stays_empty_and_null_can_be_asked_for(vault):
    vault.objects.create(words="", note=None)
    assert stored() == [("", None)]
    assert vault.objects.filter(note__isnull=True).count() == 1


@pytest.mark.parametrize(
    "lookup", ["words", "words__contains", "words__in", "words__gt", "words__startswith"]
)
def test_it_cannot_be_searched(vault, lookup):
    with pytest.raises(FieldError):
        list(vault.objects.filter(**{lookup: ["a"] if lookup.endswith("in") else "a"}))


def test_length_counts_plain_characters(vault):
    vault(words="一" * 20).full_clean(exclude=["note"])
    with pytest.raises(ValidationError):
        vault(words="一" * 21).full_clean(exclude=["note"])


def test_a_foreign_key_gives_a_clear_error(vault, settings):
    vault.objects.create(words="张三")
    settings.PORTAL_FIELD_KEY = [NEW]
    with pytest.raises(Unreadable):
        list(vault.objects.all())


def test_rotation_reencrypts_every_row_once(vault, settings, monkeypatch, capsys):
    for number in range(7):
        vault.objects.create(words=f"第{number}", note=None if number % 2 else f"注{number}")
    monkeypatch.setattr(
        "portal.privacy.management.commands.rotate_field_keys.encrypted_fields",
        lambda: {Secret: ["words", "note"]},
    )
    settings.PORTAL_FIELD_KEY = [NEW, OLD]
    call_command("rotate_field_keys", batch=3)
    assert "共重新加密 7 行" in capsys.readouterr().out
    settings.PORTAL_FIELD_KEY = [NEW]
    rows = vault.objects.order_by("pk")
    assert [row.words for row in rows] == [f"第{number}" for number in range(7)]
    assert [row.note for row in rows][:2] == ["注0", None]
    call_command("rotate_field_keys")
    assert "共重新加密 0 行" in capsys.readouterr().out


def test_rotation_finds_the_fields_of_every_app():
    found = {model._meta.label: names for model, names in rotation.encrypted_fields().items()}
    assert found["guard.RememberedAnswer"] == ["answer"]
    assert found["files.StoredFile"] == ["original_name"]


def test_renew_keeps_what_is_new(settings):
    settings.PORTAL_FIELD_KEY = [NEW, OLD]
    assert renew(encrypt("新")) is None
    settings.PORTAL_FIELD_KEY = [OLD]
    token = encrypt("旧")
    settings.PORTAL_FIELD_KEY = [NEW, OLD]
    assert decrypt(renew(token) or "") == "旧"
    settings.PORTAL_FIELD_KEY = [NEW]
    with pytest.raises(Unreadable):
        renew(token)


@pytest.mark.parametrize(
    ("keys", "ids"),
    [
        ([], ["privacy.E001"]),
        (["short"], ["privacy.E002"]),
        ([NEW], []),
        ([NEW, "x"], ["privacy.E002"]),
    ],
)
def test_keys_are_checked_at_start(settings, keys, ids):
    settings.PORTAL_FIELD_KEY = keys
    assert [fault.id for fault in check_field_keys(None)] == ids
