"""When disk, line or mail fails: said in plain words, nothing lost, nothing left over."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.storage import FileSystemStorage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.mail.backends.locmem import EmailBackend
from django.test import Client
from django.urls import reverse

from portal.files.actions import store_uploads
from portal.files.models import StoredFile
from portal.outbox.actions import deliver_due
from portal.outbox.actions.deliver import MAX_ATTEMPTS
from portal.outbox.models import OutboxMessage
from portal.printing.actions import print_due
from requests_foia import actions
from requests_foia.domain.vocabulary import State
from requests_foia.models import Draft, Letter, Opinion
from tests.factories import requests_foia as cases

from .answers import CITIZEN, file_all, fill_in, step_url

pytestmark = pytest.mark.django_db
NO_SPACE = "服务器暂时存不下这个文件"


def two_files() -> list[SimpleUploadedFile]:
    return [SimpleUploadedFile(f"{n}.csv", f"a,b\n{n},2\n".encode()) for n in ("甲", "乙")]


@pytest.fixture
def disk(tmp_path: Path, settings) -> Callable[[], list[Path]]:
    """An empty disk of our own; calling it lists what lies there."""
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path / "files", "base_url": None},
        },
    }
    return lambda: [path for path in tmp_path.rglob("*") if path.is_file()]


@pytest.fixture
def full_after_one(disk, monkeypatch: pytest.MonkeyPatch) -> Callable[[], list[Path]]:
    """The same disk, which takes one file and then has no space left."""
    save, taken = FileSystemStorage._save, []

    def nearly_full(storage: FileSystemStorage, name: str, content) -> str:
        if taken:
            raise OSError(28, "No space left on device")
        taken.append(name)
        return save(storage, name, content)

    monkeypatch.setattr(FileSystemStorage, "_save", nearly_full)
    return disk


@pytest.fixture
def place(db: None, clock) -> cases.Bureau:
    clock.move_to(cases.after(days=1, hours=3))
    return cases.bureau(code="yx", name="云溪区人民政府")


def desk(person) -> Client:
    client = Client()
    client.force_login(person, backend="portal.agencies.auth.RoleBackend")
    return client


# The disk -------------------------------------------------------------------------------


def test_several_files_come_in_whole_or_not_at_all(place, disk, monkeypatch) -> None:
    kept = store_uploads(
        uploads=two_files(), subject=place.body, purpose="x", actor=None, at=cases.FILED_AT
    )
    assert len(kept) == len(disk()) == StoredFile.objects.count() == 2


def test_a_disk_that_fills_up_under_a_draft_keeps_the_words(place, full_after_one) -> None:
    case = cases.handled(place)
    said = {
        "kind": "disclosed",
        "text": "随文提供两份文件。",
        "search_note": "检索了项目档案。",
        **cases.NOT_CONVERTED,
        "converts": "no",
        "attachments": two_files(),
    }
    url = reverse("admin:requests_foia_application_step", args=[case.pk, "draft"])
    page = desk(place.drafter).post(url, said).content.decode()
    assert NO_SPACE in page
    assert "随文提供两份文件。" in page
    assert "甲.csv、乙.csv" in page, "the desk says which files have to be chosen again"
    case = cases.refreshed(case)
    assert (case.state, case.replies.count()) == (State.HANDLING, 0)
    assert not StoredFile.objects.exists()
    assert full_after_one() == []


def test_a_disk_that_fills_up_under_an_application_keeps_the_draft(
    client: Client, district, full_after_one
) -> None:
    fill_in(client, CITIZEN, upto="files")
    answer = client.post(step_url("files"), {"uploads": two_files(), "seen": "1"})
    assert answer.status_code == 422
    assert NO_SPACE in answer.content.decode()
    assert Draft.objects.get().answers["identity"]["name"] == "林知远"
    assert not StoredFile.objects.exists()
    assert full_after_one() == []


def test_a_disk_that_fills_up_under_a_correction_keeps_its_words(
    client: Client, place, full_after_one
) -> None:
    filed = cases.filed(place)
    case = filed.application
    actions.confirm_receipt(application=case, actor=place.clerk, at=cases.after(hours=2))
    actions.register(application=case, actor=place.clerk, at=cases.after(hours=3))
    actions.request_correction(
        application=case, missing="哪一期", actor=place.clerk, at=cases.after(hours=4)
    )
    client.post(reverse("requests:track"), {"number": case.number, "code": filed.code})
    url = reverse("requests:correct", args=[case.pk])
    name = next(
        name
        for name, field in client.get(url).context["form"].fields.items()
        if "ile" in type(field).__name__
    )
    answer = client.post(url, {"corrected_content": "桃源路二期工程", name: two_files()})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert NO_SPACE in page
    assert "桃源路二期工程" in page
    assert cases.refreshed(case).state == State.WAITING_CORRECTION
    assert not StoredFile.objects.exists()
    assert full_after_one() == []


def test_a_disk_that_fills_up_under_an_opinion_keeps_its_words(
    client: Client, place, full_after_one
) -> None:
    question = cases.asked(place, cases.handled(place))
    url = client.post(reverse("requests:opinion"), {"code": question.code}).url
    said = {"position": "object", "reasons": "单价是商业秘密", "attachments": two_files()}
    answer = client.post(url, said)
    assert answer.status_code == 422
    assert NO_SPACE in answer.content.decode()
    assert "单价是商业秘密" in answer.content.decode()
    assert Opinion.objects.get().state == "open"
    assert not StoredFile.objects.exists()
    assert full_after_one() == []


# The line -------------------------------------------------------------------------------


class CutLine:
    """A request whose sender vanished after the first bytes."""

    def __init__(self) -> None:
        self.first = (
            b'--xyz\r\nContent-Disposition: form-data; name="uploads"; filename="a.csv"\r\n'
        )

    def read(self, *_size: int) -> bytes:
        if self.first:
            given, self.first = self.first, b""
            return given
        raise OSError("connection reset")

    readline = read


def test_a_line_cut_in_the_middle_of_a_file_says_so_and_keeps_the_draft(
    client: Client, district, disk
) -> None:
    fill_in(client, CITIZEN, upto="files")
    answer = client.generic(
        "POST",
        step_url("files"),
        b"",
        content_type="multipart/form-data; boundary=xyz",
        **{"wsgi.input": CutLine(), "CONTENT_LENGTH": "100000"},
    )
    assert answer.status_code == 422
    assert "上传中断了，文件没有收下。请检查网络后重新选择。" in answer.content.decode()
    assert Draft.objects.get().answers["identity"]["name"] == "林知远"
    assert not StoredFile.objects.exists()
    assert disk() == []
    assert client.get(step_url("files")).status_code == 200


# The mail -------------------------------------------------------------------------------


def test_a_dead_mail_server_loses_no_application_and_the_office_is_told(
    client: Client, district, clock, monkeypatch
) -> None:
    def refuse(*_given: object) -> int:
        raise ConnectionRefusedError

    send = EmailBackend.send_messages
    monkeypatch.setattr(EmailBackend, "send_messages", refuse)
    place = cases.bureau()
    filed = cases.filed(place)
    case, at = filed.application, cases.FILED_AT
    number, _code = file_all(client)
    assert number.startswith("YXGK-"), "the citizen has the number and the code all the same"
    page = reverse("admin:requests_foia_application_change", args=[case.pk])
    clerk = desk(place.clerk)
    for _attempt in range(MAX_ATTEMPTS):
        assert "没有送到" not in clerk.get(page).content.decode()
        deliver_due(at=at, worker="test")
        at += timedelta(hours=7)
    told = clerk.get(page).content.decode()
    assert "有电子邮件没有送到" in told
    assert cases.CITIZEN.email not in told
    lost = OutboxMessage.objects.get(subject_id=str(case.pk), failed_at__isnull=False)
    again = reverse("admin:outbox_outboxmessage_change", args=[lost.pk])
    assert again in told
    assert again not in desk(place.auditor).get(page).content.decode()
    monkeypatch.setattr(EmailBackend, "send_messages", send)
    retry = reverse("admin:outbox_outboxmessage_step", args=[lost.pk, "retry"])
    assert desk(place.administrator).post(retry).status_code == 302
    deliver_due(at=at, worker="test")
    assert "没有送到" not in clerk.get(page).content.decode()


# The printer ----------------------------------------------------------------------------


def test_a_printer_out_of_order_is_told_to_the_office(place, clock, monkeypatch) -> None:
    case = cases.issued(place)
    clock.move_to(cases.after(days=3, hours=1))
    letter = Letter.objects.get()
    url = reverse("admin:requests_foia_application_letter_pdf", args=[case.pk, letter.pk])
    monkeypatch.setattr("portal.printing.paper._has_library", lambda: False)
    assert print_due(at=cases.after(days=3, hours=1), worker="test") == 0
    page = desk(place.clerk).get(url, follow=True).content.decode()
    assert "WeasyPrint" in page
    assert letter.number in page
    assert not StoredFile.objects.exists()
