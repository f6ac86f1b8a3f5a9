"""The one way out: asked every time, run never, kept by nobody who should not."""

from urllib.parse import quote

import pytest

from portal.files import permissions
from portal.files.actions import withdraw_files
from portal.files.models import StoredFile
from tests.files.conftest import AT
from tests.files.samples import pdf

pytestmark = pytest.mark.django_db


def content(answer) -> bytes:
    return b"".join(answer.streaming_content)


def test_a_permitted_file(client, store, doorkeeper):
    answer = client.get(store().url)
    assert answer.status_code == 200
    assert content(answer) == pdf()
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Length"] == str(len(pdf()))
    assert answer["Content-Disposition"] == f"attachment; filename*=utf-8''{quote('通知.pdf')}"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer["Cache-Control"] == "private, no-store"
    assert "ETag" not in answer


def test_head(client, store, doorkeeper):
    answer = client.head(store().url)
    assert answer.status_code == 200
    assert answer["Content-Length"] == str(len(pdf()))


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nothing_else(client, store, doorkeeper, method):
    assert getattr(client, method)(store().url).status_code in (403, 405)


def test_who_may_not_read_cannot_tell_whether_it_exists(client, store, doorkeeper):
    doorkeeper.lets_in = False
    refused = client.get(store().url)
    absent = client.get("/files/00000000-0000-4000-8000-000000000000/")
    assert refused.status_code == absent.status_code == 404


def test_a_record_nobody_answers_for_is_closed(client, store, monkeypatch):
    monkeypatch.setattr(permissions, "_readers", {})
    assert client.get(store().url).status_code == 404


def test_a_reader_may_be_named(client, store, monkeypatch):
    monkeypatch.setattr(permissions, "_readers", {})
    permissions.register_reader("agencies.organisation", "tests.files.test_serving.lets_in")
    assert client.get(store().url).status_code == 200


def lets_in(_request, _stored) -> bool:
    return True


def test_withdrawn_with_its_record(client, store, subject, doorkeeper):
    stored = store()
    doorkeeper.is_public = True
    etag = client.get(stored.url)["ETag"]
    withdraw_files(subject=subject, actor=None, at=AT, reason="发布有误")
    assert client.get(stored.url).status_code == 404
    assert client.get(stored.url, HTTP_IF_NONE_MATCH=etag).status_code == 404


def test_a_public_file_may_be_kept_but_is_asked_for_again(client, store, doorkeeper):
    doorkeeper.is_public = True
    stored = store()
    answer = client.get(stored.url)
    assert answer["Cache-Control"] == "public, no-cache"
    assert answer["ETag"] == f'"{stored.sha256}"'
    again = client.get(stored.url, HTTP_IF_NONE_MATCH=answer["ETag"])
    assert again.status_code == 304
    assert again["Content-Security-Policy"] == "sandbox; default-src 'none'"
    doorkeeper.lets_in = False
    assert client.get(stored.url, HTTP_IF_NONE_MATCH=answer["ETag"]).status_code == 404


def test_a_held_file_says_so(client, store, doorkeeper):
    stored = store()
    StoredFile.objects.filter(pk=stored.pk).update(scan_state="pending")
    answer = client.get(stored.url)
    assert answer.status_code == 503
    assert answer["Retry-After"] == "300"
    assert "还没有通过病毒检查" in answer.content.decode()
    doorkeeper.lets_in = False
    assert client.get(stored.url).status_code == 404


def test_an_infected_file_is_gone(client, store, doorkeeper):
    stored = store()
    StoredFile.objects.filter(pk=stored.pk).update(scan_state="infected", scanned_at=AT)
    assert client.get(stored.url).status_code == 404


def test_lost_bytes_are_an_error_in_the_log_and_a_404_outside(
    client, store, doorkeeper, storage_root, caplog
):
    stored = store()
    (storage_root / stored.storage_name).unlink()
    assert client.get(stored.url).status_code == 404
    assert str(stored.pk) in caplog.text


@pytest.mark.parametrize(
    ("name", "header"),
    [
        ("report.pdf", 'attachment; filename="report.pdf"'),
        ('a";x=".pdf', 'attachment; filename="a_;x=_.pdf"'),
        ("a\r\nX-Evil: 1.pdf", 'attachment; filename="aX-Evil_ 1.pdf"'),
    ],
)
def test_names_in_the_header(client, store, doorkeeper, name, header):
    answer = client.get(store(name).url)
    assert answer["Content-Disposition"] == header
    assert "X-Evil" not in answer.headers


@pytest.mark.parametrize("address", ["/files/1/", "/files/../etc/passwd/", "/files/x%00/"])
def test_no_other_address(client, db, address):
    assert client.get(address).status_code in (400, 404)
