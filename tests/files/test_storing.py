"""Taking files in, and letting them go with their record."""

import hashlib
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile, TemporaryUploadedFile
from django.db import connection, transaction

from portal.agencies.models import Organisation
from portal.audit.models import AuditEntry
from portal.files.actions import (
    UploadRefused,
    check_upload,
    destroy_files,
    store_upload,
    withdraw_files,
)
from portal.files.contents import read_content
from portal.files.models import StoredFile
from portal.files.queries import files_of, released_files_of
from tests.files.conftest import AT
from tests.files.hostile import HOSTILE
from tests.files.samples import docx, pdf

pytestmark = pytest.mark.django_db


def on_disk(root: Path) -> list[Path]:
    return [path for path in root.rglob("*") if path.is_file()] if root.exists() else []


def refusals(upload: SimpleUploadedFile, **facts: object) -> UploadRefused:
    with pytest.raises(UploadRefused) as refusal:
        check_upload(upload=upload, **facts)  # type: ignore[arg-type]
    return refusal.value


def test_a_stored_file_knows_itself(store, storage_root, subject):
    stored = store()
    assert stored.extension == "pdf"
    assert stored.mime == "application/pdf"
    assert stored.size == len(pdf())
    assert stored.sha256 == hashlib.sha256(pdf()).hexdigest()
    assert (stored.subject_type, stored.subject_id) == ("agencies.organisation", str(subject.pk))
    assert stored.scan_state == "unscanned"
    assert stored.name == "通知.pdf"
    assert stored.url == f"/files/{stored.pk}/"
    (path,) = on_disk(storage_root)
    assert pdf()[:20] not in path.read_bytes()
    assert read_content(stored) == pdf()
    assert str(path.relative_to(storage_root)) == stored.storage_name
    assert path.suffix == ""
    assert list(files_of(subject)) == [stored]


def test_names_of_files_are_personal_data(store):
    store("张三身份证.pdf")
    with connection.cursor() as cursor:
        cursor.execute("SELECT original_name, storage_name FROM files_storedfile")
        assert "张三" not in str(cursor.fetchall())
    assert "张三" not in str(list(AuditEntry.objects.values()))
    assert StoredFile.objects.get().original_name == "张三身份证.pdf"


def test_hostile_names_are_cleaned(store):
    assert store("../../a\r\nb\u202e.pdf").original_name == "ab.pdf"


def test_refused_files_leave_nothing_behind(store, storage_root):
    for name, content, reasons in HOSTILE.values():
        with pytest.raises(UploadRefused) as refusal:
            store(name, content)
        assert refusal.value.codes == reasons
        assert len(refusal.value.reasons) == len(reasons)
    assert StoredFile.objects.count() == 0
    assert on_disk(storage_root) == []


@pytest.mark.parametrize(("surplus", "is_taken"), [(-1, True), (0, True), (1, False)])
def test_the_limit_to_the_byte(store, settings, surplus, is_taken):
    settings.PORTAL_UPLOAD_MAX_BYTES = 4 * 2**20
    content = pdf(b"\n" * (4 * 2**20 + surplus - len(pdf())))
    if is_taken:
        assert store(content=content).size == len(content)
    else:
        with pytest.raises(UploadRefused, match="4 MB"):
            store(content=content)


def test_a_huge_file_is_refused_without_being_read(settings):
    class Endless(SimpleUploadedFile):
        def read(self, *_size: int) -> bytes:
            raise AssertionError("must not be read")

    upload = Endless("a.pdf", b"")
    upload.size = 2 * 2**30
    assert {str(code) for code in refusals(upload).codes} == {"too_large"}


def test_an_upload_that_lies_about_its_size(settings):
    settings.PORTAL_UPLOAD_MAX_BYTES = 1000
    upload = SimpleUploadedFile("a.txt", b"x" * 5000)
    upload.size = 10
    assert "too_large" in refusals(upload).codes


def test_uploads_on_disk_are_taken_too(subject):
    upload = TemporaryUploadedFile("方案.docx", "application/zip", 0, "utf-8")
    upload.write(docx())
    upload.size = len(docx())
    stored = store_upload(upload=upload, subject=subject, purpose="x", actor=None, at=AT)
    assert stored.size == len(docx())


def test_checking_first_leaves_the_upload_whole(subject):
    upload = SimpleUploadedFile("a.pdf", pdf())
    check_upload(upload=upload)
    assert store_upload(upload=upload, subject=subject, purpose="x", actor=None, at=AT).size


def test_extensions_can_be_narrowed():
    upload = SimpleUploadedFile("a.pdf", pdf())
    check_upload(upload=upload, extensions={"pdf", "png"})
    assert refusals(upload, extensions={"png"}).codes == {"extension"}


def test_a_failed_row_takes_its_bytes_with_it(store, storage_root, monkeypatch):
    monkeypatch.setattr("portal.files.actions.storing.record", lambda **_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        store()
    assert StoredFile.objects.count() == 0
    assert on_disk(storage_root) == []


def test_a_full_disk_leaves_no_row(store, monkeypatch):
    def full(*_args: object) -> str:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("django.core.files.storage.FileSystemStorage._save", full)
    with pytest.raises(UploadRefused, match="存不下"):
        store()
    assert StoredFile.objects.count() == 0


def test_an_outer_failure_leaves_no_row(store, storage_root):
    def filing() -> None:
        with transaction.atomic():
            store()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        filing()
    assert StoredFile.objects.count() == 0
    assert len(on_disk(storage_root)) == 1  # reconcile's business


def test_storing_is_audited(store, subject):
    stored = store()
    entry = AuditEntry.objects.get()
    assert (entry.action, entry.subject_id) == ("files.store", str(stored.pk))
    assert stored.sha256 in entry.after


def test_withdrawing_hides_every_file_of_the_record_and_no_other(store, subject):
    other = Organisation.objects.create(code="other", name="其他", kind="government")
    store()
    store()
    kept = store(subject=other)
    assert withdraw_files(subject=subject, actor=None, at=AT, reason="发布有误") == 2
    assert not files_of(subject).exists()
    assert list(files_of(other)) == [kept]
    assert AuditEntry.objects.filter(action="files.withdraw").count() == 1
    assert withdraw_files(subject=subject, actor=None, at=AT, reason="") == 0


def test_destroying_takes_rows_and_bytes_also_of_withdrawn_files(
    store, subject, storage_root, django_capture_on_commit_callbacks
):
    store()
    withdraw_files(subject=subject, actor=None, at=AT, reason="")
    store()
    with django_capture_on_commit_callbacks(execute=True):
        assert destroy_files(subject=subject, actor=None, at=AT, reason="保存期满") == 2
        assert len(on_disk(storage_root)) == 2
    assert on_disk(storage_root) == []
    assert StoredFile.objects.count() == 0


def test_held_files_are_not_released(store, subject):
    stored = store()
    StoredFile.objects.filter(pk=stored.pk).update(scan_state="pending")
    assert files_of(subject).exists()
    assert not released_files_of(subject).exists()


def test_the_storage_has_no_address_of_its_own(store, client):
    name = store().storage_name
    for address in (default_storage.url(name), f"/media/{name}", f"/static/{name}"):
        assert client.get(address).status_code == 404
