"""A letter as a PDF: printed after the act, downloaded by its applicant, never by another."""

import hashlib
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from portal.audit.models import AuditEntry
from portal.files.contents import read_content
from portal.guard import tokens
from portal.printing import paper
from portal.printing.actions import print_due
from portal.printing.models import PrintJob
from portal.printing.queries import print_of
from requests_foia.models import Letter
from tests.factories import requests_foia as cases
from tests.printing.reading import pages, unpacked

pytestmark = pytest.mark.django_db
NAMES = ("letter", "letter_pdf")


def printed(letter: Letter) -> bytes:
    """The letter's file, printed as the worker does it."""
    print_due(at=letter.issued_at, worker="test")
    letter.refresh_from_db()
    return read_content(print_of(letter, "foi.letter").file)


def test_issuing_asks_for_the_paper_and_waits_for_nothing(monkeypatch):
    def never(*_args, **_more):
        raise AssertionError("printed inside the act")

    monkeypatch.setattr(paper, "pdf_of_all", never)
    letter = cases.delivered(cases.bureau()).letters.get()
    assert print_of(letter, "foi.letter").state is PrintJob.State.WAITING
    assert letter.pdf_sha256 == ""


def test_the_file_is_small_and_its_hash_is_recorded():
    letter = cases.delivered(cases.bureau(name="云溪区住房和城乡建设局")).letters.get()
    content = printed(letter)
    assert letter.pdf_sha256 == hashlib.sha256(content).hexdigest()
    assert len(content) <= 500_000
    assert pages(content) <= 2
    assert b"+Noto-Serif-CJK-SC" in unpacked(content)
    assert print_due(at=letter.issued_at, worker="test") == 0


@pytest.fixture
def opened(client, clock):
    """A case with a letter, opened by its applicant; the addresses of its two faces."""
    clock.move_to(cases.after(days=4))
    case = cases.delivered(cases.bureau())
    code = tokens.new_code()
    type(case).objects.filter(pk=case.pk).update(code_hash=tokens.hash_code(code))
    client.post(reverse("requests:track"), {"number": case.number, "code": code})
    letter = case.letters.get()
    return letter, [reverse(f"requests:{name}", args=[case.pk, letter.pk]) for name in NAMES]


def test_the_applicant_takes_the_file_home_and_it_is_written_down(client, opened):
    letter, (page, file) = opened
    assert file not in client.get(page).content.decode()
    waits = client.get(file)
    assert (waits.status_code, waits["Retry-After"]) == (202, "60")
    content = printed(letter)
    assert file in client.get(page).content.decode()
    got = client.get(file)
    assert b"".join(got.streaming_content) == content
    assert "attachment" in got["Content-Disposition"]
    assert "no-store" in got["Cache-Control"]
    entries = AuditEntry.objects.filter(action="requests_foia.download_letter")
    assert entries.count() == 1, "a file that was not there is no download"
    assert letter.number in entries.get().reason


def test_strangers_get_no_file_by_any_address(client, opened):
    letter, (_page, file) = opened
    printed(letter)
    stored = print_of(letter, "foi.letter").file
    assert Client().get(file).status_code == 404
    for asking in (client, Client()):
        assert asking.get(stored.url).status_code == 404, "the way round the log"


def test_letters_to_others_are_not_the_applicants_to_read(client, opened):
    letter, (page, file) = opened
    printed(letter)
    Letter.objects.filter(pk=letter.pk).update(to_applicant=False)
    assert client.get(page).status_code == client.get(file).status_code == 404
    tracked = client.get(reverse("requests:tracked", args=[letter.application_id]))
    assert page not in tracked.content.decode()


def test_a_printer_that_fails_leaves_the_letter_valid_and_tries_again(client, opened, monkeypatch):
    letter, (page, file) = opened
    with monkeypatch.context() as broken:
        broken.setattr(paper, "_has_library", lambda: False)
        assert print_due(at=letter.issued_at, worker="test") == 0
    assert "WeasyPrint" in print_of(letter, "foi.letter").last_error
    assert client.get(file).status_code == 202
    read = client.get(page).content.decode()
    assert "PDF 正在准备" in read
    assert "欧阳雪见" in read
    assert print_due(at=letter.issued_at + timedelta(minutes=2), worker="test") == 1
    assert client.get(file).status_code == 200
