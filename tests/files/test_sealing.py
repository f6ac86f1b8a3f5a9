"""Bytes on the disk: sealed where they are private, whole or not at all, and rotatable."""

import hashlib
import io
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from django.conf import settings as current
from django.core.management import call_command
from django.test import Client

from portal.files.actions import renew_contents
from portal.files.contents import open_content, read_content
from portal.files.models import StoredFile
from portal.files.reconciliation import reconcile
from portal.privacy.ciphers import Unreadable
from portal.privacy.sealing import MARK, PIECE, OpenedFile, is_under_newest_key, opened, sealed
from tests.files.conftest import AT
from tests.files.samples import pdf

NEW, OLD = Fernet.generate_key().decode(), Fernet.generate_key().decode()
SIZES = (0, 1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE, 3 * PIECE + 7)


def seal(content: bytes) -> bytes:
    return b"".join(sealed([content]))


def unseal(stream: bytes) -> bytes:
    return b"".join(opened(io.BytesIO(stream)))


def lies(root: Path, stored: StoredFile) -> Path:
    return root / stored.storage_name


# The stream ---------------------------------------------------------------------------


@pytest.mark.parametrize("size", SIZES)
def test_what_is_sealed_comes_back_and_is_seen_nowhere(size):
    content = bytes(range(256)) * (size // 256) + b"x" * (size % 256)
    stream = seal(content)
    assert stream.startswith(MARK)
    assert unseal(stream) == content
    assert size < 16 or content[:16] not in stream
    assert seal(content) != stream
    in_bits = sealed(content[start : start + 1000] for start in range(0, size, 1000))
    assert unseal(b"".join(in_bits)) == content


def test_nothing_can_be_changed_moved_left_out_or_cut_off():
    content = b"".join(bytes([number]) * PIECE for number in range(3))
    stream = seal(content)
    head, piece = len(MARK) + 16, PIECE + 16
    first, second = stream[head : head + piece], stream[head + piece : head + 2 * piece]
    rest = stream[head + 2 * piece :]
    flipped = bytearray(stream)
    flipped[head + piece + 5] ^= 1
    damaged = {
        "changed": bytes(flipped),
        "moved": stream[:head] + second + first + rest,
        "left out": stream[:head] + first + rest,
        "cut off": stream[: head + 2 * piece],
        "cut inside": stream[:-1],
        "head alone": stream[:head],
        "salt": stream[: len(MARK)] + b"\0" * 16 + stream[head:],
    }
    for one in damaged.values():
        with pytest.raises(Unreadable):
            unseal(one)


def test_every_configured_key_opens_and_the_first_seals(settings):
    settings.PORTAL_FIELD_KEY = [OLD]
    stream = seal(b"content")
    settings.PORTAL_FIELD_KEY = [NEW, OLD]
    assert unseal(stream) == b"content"
    assert not is_under_newest_key(io.BytesIO(stream))
    assert is_under_newest_key(io.BytesIO(seal(b"content")))
    settings.PORTAL_FIELD_KEY = [NEW]
    with pytest.raises(Unreadable):
        unseal(stream)


def test_fifty_megabytes_pass_without_standing_in_memory(tmp_path):
    def much() -> Iterator[bytes]:
        for _turn in range(800):
            yield b"m" * PIECE

    path = tmp_path / "large"
    tracemalloc.start()
    with path.open("wb") as target:
        for piece in sealed(much()):
            target.write(piece)
    with path.open("rb") as source:
        read = 0
        content = OpenedFile(source)
        while piece := content.read(PIECE):
            read += len(piece)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert read == 800 * PIECE
    assert peak < 2 * 2**20


# The files ----------------------------------------------------------------------------


def test_private_bytes_lie_sealed_and_public_ones_as_they_are(store, storage_root, doorkeeper):
    public = store("公开.pdf")
    assert lies(storage_root, public).read_bytes() == pdf()
    doorkeeper.forget()
    private = store("私人.pdf")
    stream = lies(storage_root, private).read_bytes()
    assert stream.startswith(MARK)
    assert pdf()[:30] not in stream
    for stored in (public, private):
        assert read_content(stored) == pdf()
        assert stored.sha256 == hashlib.sha256(pdf()).hexdigest()
        assert stored.size == len(pdf())


def test_a_sealed_file_is_served_whole(store, monkeypatch):
    stored = store("私人.pdf")
    monkeypatch.setattr("portal.files.permissions.may_read", lambda *_: True)
    response = Client().get(stored.url)
    assert response.getvalue() == pdf()
    assert response["Content-Length"] == str(len(pdf()))
    assert response["Cache-Control"] == "private, no-store"


def test_damaged_bytes_are_told_and_not_served(store, storage_root, monkeypatch, caplog):
    stored = store("私人.pdf")
    monkeypatch.setattr("portal.files.permissions.may_read", lambda *_: True)
    path = lies(storage_root, stored)
    path.write_bytes(path.read_bytes()[:-1] + b"?")
    with pytest.raises(Unreadable):
        open_content(stored)
    assert Client().get(stored.url).status_code == 404
    assert str(stored.pk) in caplog.text


def test_rotation_seals_what_lay_in_clear_and_renews_the_rest(
    store, storage_root, settings, capsys, django_capture_on_commit_callbacks
):
    first = current.PORTAL_FIELD_KEY[0]
    kept, clear = store("一.pdf"), store("二.pdf")
    lies(storage_root, clear).write_bytes(pdf())
    assert read_content(clear) == pdf()
    settings.PORTAL_FIELD_KEY = [NEW, first]
    with django_capture_on_commit_callbacks(execute=True):
        call_command("rotate_field_keys")
    assert "files.StoredFile（内容）：2 行" in capsys.readouterr().out
    settings.PORTAL_FIELD_KEY = [NEW]
    for stored in (kept, clear):
        stored.refresh_from_db()
        assert lies(storage_root, stored).read_bytes().startswith(MARK)
        assert read_content(stored) == pdf()
    assert len([path for path in storage_root.rglob("*") if path.is_file()]) == 2
    assert renew_contents() == 0


def test_an_interrupted_rotation_is_repeated_and_leaves_nothing(
    store, storage_root, settings, monkeypatch, django_capture_on_commit_callbacks
):
    stored = store("一.pdf")
    first = current.PORTAL_FIELD_KEY[0]
    settings.PORTAL_FIELD_KEY = [NEW, first]

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("portal.files.actions.sealing.transaction.atomic", killed)
        with pytest.raises(KeyboardInterrupt):
            renew_contents()
    stored.refresh_from_db()
    assert read_content(stored) == pdf()
    with django_capture_on_commit_callbacks(execute=True):
        assert renew_contents() == 1
    stored.refresh_from_db()
    reconcile(at=AT.replace(year=2100))
    assert len([path for path in storage_root.rglob("*") if path.is_file()]) == 1
    assert read_content(stored) == pdf()


def test_bytes_that_are_not_what_was_stored_are_never_sealed_over(store, storage_root, caplog):
    stored = store("一.pdf")
    lies(storage_root, stored).write_bytes(b"something else")
    assert renew_contents() == 0
    assert lies(storage_root, stored).read_bytes() == b"something else"
    assert str(stored.pk) in caplog.text
