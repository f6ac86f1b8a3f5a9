"""Letters for the printer: one file in order, every letter on its own sheet or named."""

import io
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader, PdfWriter

from portal.audit.models import AuditEntry
from portal.files.contents import open_content
from portal.printing.actions import print_due
from portal.printing.models import PrintJob
from portal.printing.queries import print_of
from requests_foia import actions
from requests_foia.actions.batches import MOST_LETTERS
from requests_foia.models import PrintBatch
from requests_foia.queries.letters import BATCH_PRINT
from tests.factories import requests_foia as cases

from .printed import with_pdf

pytestmark = pytest.mark.django_db

ISSUED = cases.after(days=3)
LATER = cases.after(days=3, hours=4)
URL = reverse("admin:requests_foia_application_letters")


def pdf_of(pages: int, width: int) -> bytes:
    """Blank pages whose width, in points, tells one letter from another."""
    writer = PdfWriter()
    for _number in range(pages):
        writer.add_blank_page(width=width, height=842)
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


def letter_of(place, key: str, content: bytes | None = None):
    letter = cases.issued(place, key=key).letters.get()
    return with_pdf(letter, content) if content else letter


def desk(person) -> Client:
    client = Client()
    client.force_login(person, backend="portal.agencies.auth.RoleBackend")
    return client


def joined(person, *letters) -> PrintBatch:
    """A batch, joined by the worker; letters that wait for their own turn keep waiting."""
    PrintJob.objects.filter(kind="foi.letter", made_at=None).update(
        available_at=LATER + timedelta(days=9)
    )
    keys = [letter.pk for letter in letters]
    batch = actions.request_batch(letters=keys, actor=person, at=LATER)
    assert print_due(at=LATER, worker="test") == 1
    batch.refresh_from_db()
    return batch


def file_of(batch: PrintBatch) -> bytes:
    return open_content(print_of(batch, BATCH_PRINT).file).read()


def outcomes(batch: PrintBatch) -> list[str]:
    return list(batch.items.values_list("outcome", flat=True))


def test_letters_are_joined_in_order_each_on_its_own_sheet():
    place = cases.bureau()
    first = letter_of(place, "a", pdf_of(1, 501))
    second = letter_of(place, "b", pdf_of(2, 502))
    third = letter_of(place, "c", pdf_of(3, 503))
    batch = joined(place.clerk, third, first, second)
    pages = PdfReader(io.BytesIO(file_of(batch))).pages
    by_issue = sorted((first, second, third), key=lambda one: (one.issued_at, str(one.pk)))
    widths = {first.pk: [501] * 2, second.pk: [502] * 2, third.pk: [503] * 4}
    expected = [width for letter in by_issue for width in widths[letter.pk]]
    assert [int(page.mediabox.width) for page in pages] == expected
    assert outcomes(batch) == ["joined"] * 3
    assert timedelta(0) <= batch.expires_at - (LATER + timedelta(days=3)) < timedelta(minutes=1)


def test_a_letter_without_a_readable_pdf_is_named():
    place = cases.bureau()
    good = letter_of(place, "a", pdf_of(1, 501))
    waiting, broken = letter_of(place, "b"), letter_of(place, "c", b"no pdf at all")
    batch = joined(place.clerk, good, waiting, broken)
    assert len(PdfReader(io.BytesIO(file_of(batch))).pages) == 2
    assert sorted(outcomes(batch)) == ["joined", "not_printed", "unreadable"]
    with time_machine.travel(LATER, tick=False):
        page = desk(place.clerk).get(f"{URL}?day=2025-01-01").content.decode()
    named = page[page.index("我的合并打印") :]
    assert waiting.number in named
    assert broken.number in named
    assert good.number not in named


def test_the_clerk_chooses_waits_and_takes_it():
    place = cases.bureau()
    letter = letter_of(place, "a", pdf_of(1, 501))
    client = desk(place.clerk)
    with time_machine.travel(LATER, tick=False):
        register = reverse("admin:requests_foia_application_changelist")
        assert URL in client.get(register).content.decode()

        assert letter.number in client.get(f"{URL}?day=2025-11-06").content.decode()
        assert letter.number not in client.get(f"{URL}?day=2025-11-05").content.decode()
        assert client.get(f"{URL}?day=nonsense").status_code == 200
        assert "请先勾选" in client.post(URL, {"letter": ["x"]}).content.decode()
        assert client.post(URL, {"letter": [str(letter.pk)]}).status_code == 302
        assert "正在准备" in client.get(URL).content.decode()
        print_due(at=LATER, worker="test")
        batch = PrintBatch.objects.get()
        assert str(batch.pk) in client.get(URL).content.decode()
        answer = client.post(URL, {"take": str(batch.pk)})
        assert answer["Content-Type"] == "application/pdf"
        assert b"".join(answer.streaming_content) == file_of(batch)
        again = client.get(f"{URL}?day=2025-11-06").content.decode()
        assert "已合并打印过" in again
        for take in ("", "x", "00000000-0000-0000-0000-000000000000"):
            assert client.post(URL, {"take": take}).status_code == 404
        # Not even to a colleague of the same office.
        assert desk(place.second_clerk).post(URL, {"take": str(batch.pk)}).status_code == 404
    entry = AuditEntry.objects.get(action="requests_foia.print_letter")
    assert (entry.subject_id, entry.reason) == (str(letter.application_id), letter.number)


def test_every_reason_against_a_batch_is_told(settings):
    place, elsewhere = cases.bureau(), cases.bureau()
    foreign = letter_of(elsewhere, "x", pdf_of(1, 501))
    waiting = letter_of(place, "a")

    def reasons(person, *keys) -> list[str]:
        with pytest.raises(actions.BatchRefused) as refused:
            actions.request_batch(letters=keys, actor=person, at=LATER)
        return refused.value.reasons

    assert len(reasons(place.clerk)) == 1
    assert len(reasons(place.clerk, foreign.pk, waiting.pk)) == 2
    for person in (place.auditor, place.secrecy, elsewhere.clerk):
        assert any("不由您办理" in one for one in reasons(person, waiting.pk))
    many = [foreign.application_id.__class__(int=number) for number in range(MOST_LETTERS + 1)]
    assert any(str(MOST_LETTERS) in one for one in reasons(place.clerk, *many))
    assert not PrintBatch.objects.exists()


def test_who_may_know_no_applicant_opens_no_page():
    place = cases.bureau()
    with time_machine.travel(LATER, tick=False):
        for person in (place.auditor, place.secrecy, place.administrator):
            assert desk(person).get(URL).status_code == 403
        assert Client().get(URL).status_code == 302


def test_the_file_is_destroyed_when_its_days_are_over():
    place = cases.bureau()
    batch = joined(place.clerk, letter_of(place, "a", pdf_of(2, 501)))
    assert actions.destroy_batches(at=batch.expires_at - timedelta(seconds=1)) == 0
    assert actions.destroy_batches(at=batch.expires_at) == 1
    assert print_of(batch, BATCH_PRINT).state is PrintJob.State.FORGOTTEN
    batch.refresh_from_db()
    with pytest.raises(actions.BatchRefused):
        actions.open_batch(batch=batch, actor=place.clerk, at=LATER)
