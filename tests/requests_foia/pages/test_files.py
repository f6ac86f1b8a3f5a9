"""Files that go with an application: from their page of the form to the case."""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from portal.audit.models import AuditEntry
from portal.calendar import moment
from portal.files.models import StoredFile
from requests_foia.actions.draft import forget_drafts
from requests_foia.models import Application, Draft
from requests_foia.queries.sent_files import identity_files, sent_files
from tests.files.samples import pdf

from .answers import CITIZEN, file_all, filing_fields, fill_in, step_url

pytestmark = pytest.mark.django_db
CANARY = "林知远的拆迁通知.pdf"


def upload(name: str = CANARY, content: bytes | None = None) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, pdf() if content is None else content)


def send(client: Client, *files: SimpleUploadedFile, field: str = "uploads", **said: str):
    """What the browser sends from the page of files, staying on it."""
    return client.post(step_url("files"), {field: list(files), "seen": "1", **said})


@pytest.fixture
def on_the_page(client: Client, district) -> Client:
    fill_in(client, CITIZEN, upto="files")
    return client


def file_the_rest(client: Client) -> Application:
    fill_in(client, {page: CITIZEN[page] for page in ("delivery", "help")})
    assert client.post(reverse("requests:check"), filing_fields(client)).status_code == 303
    return Application.objects.get()


def test_what_was_attached_belongs_to_the_case_once_filed(on_the_page: Client) -> None:
    client = on_the_page
    assert CANARY in client.get(send(client, upload(), upload=1).url).content.decode()
    assert send(client, upload("图纸.csv", b"a,b\n1,2\n")).url == step_url("delivery")
    fill_in(client, {page: CITIZEN[page] for page in ("delivery", "help")})
    assert f"{CANARY}、图纸.csv" in client.get(reverse("requests:check")).content.decode()

    case = file_the_rest(client)
    assert {stored.name for stored in sent_files(case)} == {CANARY, "图纸.csv"}
    assert not StoredFile.objects.filter(subject_type="requests_foia.draft").exists()
    stored = next(one for one in sent_files(case) if one.name == CANARY)
    receipt = client.get(reverse("requests:filed")).context["receipt"]
    assert client.get(stored.url).status_code == 404  # the receipt alone opens nothing
    client.post(reverse("requests:track"), {"number": receipt.number, "code": receipt.code})
    tracked = client.get(reverse("requests:tracked", args=[case.pk])).content.decode()
    assert CANARY in tracked
    assert client.get(stored.url).status_code == 200
    assert Client().get(stored.url).status_code == 404


def test_a_stranger_with_another_case_gets_404(on_the_page: Client) -> None:
    send(on_the_page, upload())
    case = file_the_rest(on_the_page)
    stranger = Client()
    number, code = file_all(stranger)
    stranger.post(reverse("requests:track"), {"number": number, "code": code})
    assert stranger.get(sent_files(case).get().url).status_code == 404


def test_nobody_opens_a_file_that_is_not_filed_yet(on_the_page: Client) -> None:
    send(on_the_page, upload())
    assert on_the_page.get(StoredFile.objects.get().url).status_code == 404


def test_the_sound_file_stays_when_the_other_is_refused(on_the_page: Client) -> None:
    answer = send(on_the_page, upload(), upload("假.pdf", b"<html><script>"), upload("病毒.exe"))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "“假.pdf”没有收下" in page
    assert "“病毒.exe”没有收下：不接收这种格式的文件" in page
    assert [stored.name for stored in StoredFile.objects.all()] == [CANARY]
    assert page.count(CANARY) == 2  # listed, and named again for its button
    assert Draft.objects.get().answers["information"]["title"] == "征收补偿安置方案"


def test_the_same_file_twice_is_one_file(on_the_page: Client) -> None:
    for _ in range(2):
        send(on_the_page, upload(), upload=1)
    assert StoredFile.objects.count() == 1


def test_a_file_can_be_taken_out_again(on_the_page: Client, django_capture_on_commit_callbacks):
    send(on_the_page, upload(), upload=1)
    stored = StoredFile.objects.get()
    with django_capture_on_commit_callbacks(execute=True):
        on_the_page.post(step_url("files"), {"remove": str(stored.pk)})
        on_the_page.post(step_url("files"), {"remove": "nonsense"})
    assert not StoredFile.objects.exists()
    assert not default_storage.exists(stored.storage_name)
    fill_in(on_the_page, {page: CITIZEN[page] for page in ("files", "delivery", "help")})
    assert CANARY not in on_the_page.get(reverse("requests:check")).content.decode()


def test_a_file_added_after_the_check_is_not_filed_unseen(on_the_page: Client) -> None:
    fill_in(on_the_page, {page: CITIZEN[page] for page in ("files", "delivery", "help")})
    seen = filing_fields(on_the_page)
    send(on_the_page, upload())
    assert on_the_page.post(reverse("requests:check"), seen).status_code == 409
    assert not Application.objects.exists()


def test_an_upload_that_was_cut_short_keeps_nothing(on_the_page: Client) -> None:
    whole = (
        b'--xyz\r\nContent-Disposition: form-data; name="uploads"; filename="a.csv"\r\n\r\na,b\n1'
    )
    answer = on_the_page.generic(
        "POST", step_url("files"), whole, content_type="multipart/form-data; boundary=xyz"
    )
    assert answer.status_code == 422
    assert "上传中断了" in answer.content.decode()
    assert not StoredFile.objects.exists()


def test_a_full_disk_says_so_and_loses_nothing(on_the_page: Client, monkeypatch) -> None:
    def full(*_args: object) -> str:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("django.core.files.storage.FileSystemStorage._save", full)
    answer = send(on_the_page, upload())
    assert answer.status_code == 422
    assert "服务器暂时存不下这个文件" in answer.content.decode()
    assert not StoredFile.objects.exists()
    assert Draft.objects.get().answers["identity"]["name"] == "林知远"


def test_too_many_files_are_refused_together(on_the_page: Client) -> None:
    files = [upload(f"{n}.csv", f"a,{n}\n".encode()) for n in range(11)]
    answer = send(on_the_page, *files)
    assert "最多 10 个文件" in answer.content.decode()
    assert not StoredFile.objects.exists()


@pytest.mark.parametrize("by_time", [True, False])
def test_files_go_with_the_draft(
    on_the_page: Client, by_time, django_capture_on_commit_callbacks
) -> None:
    send(on_the_page, upload())
    stored = StoredFile.objects.get()
    orphan = default_storage.save("aa/unrelated", ContentFile(b"x"))
    with django_capture_on_commit_callbacks(execute=True):
        if by_time:
            assert forget_drafts(at=moment.now() + timedelta(hours=25)) == 1
        else:
            on_the_page.post(reverse("requests:discard"))
    assert not Draft.objects.exists()
    assert not StoredFile.objects.exists()
    assert not default_storage.exists(stored.storage_name)
    assert default_storage.exists(orphan)
    assert CANARY not in str(list(AuditEntry.objects.values_list("after", "reason")))


def test_a_proof_of_identity_is_asked_for_only_where_the_body_wants_it(
    on_the_page: Client, district
) -> None:
    assert "identity" not in on_the_page.get(step_url("files")).context["form"].fields
    district.asks_identity_document = True
    district.save()
    assert "核验后删除" in on_the_page.get(step_url("files")).content.decode()
    send(on_the_page, upload("身份证.pdf"), field="identity")
    case = file_the_rest(on_the_page)
    assert identity_files(case).count() == 1
    assert not sent_files(case).exists()


def test_a_proof_that_nobody_wants_any_more_is_not_kept(on_the_page: Client, district) -> None:
    district.asks_identity_document = True
    district.save()
    send(on_the_page, upload("身份证.pdf"), field="identity")
    district.asks_identity_document = False
    district.save()
    file_the_rest(on_the_page)
    assert not StoredFile.objects.exists()
