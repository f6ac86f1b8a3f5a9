"""Anybody who holds a letter may have it confirmed, and learns nothing else."""

import hashlib

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from portal.guard.models import Allowance
from requests_foia.models import Letter
from requests_foia.queries.letters import verify_url
from tests.factories import requests_foia as cases

pytestmark = pytest.mark.django_db
FORM = "verify:form"


@pytest.fixture
def letter(clock) -> Letter:
    clock.move_to(cases.after(days=4))
    place = cases.bureau(name="云溪区教育局", number_prefix="云溪教公开")
    made = cases.delivered(place).letters.get()
    made.pdf_sha256 = hashlib.sha256(b"%PDF-1.7 paper").hexdigest()
    made.save(update_fields=["pdf_sha256"])
    return made


def words(response) -> str:
    """What the page says: the same for all who were wrong, whatever they typed."""
    return BeautifulSoup(response.content, "html.parser").find("main").get_text(" ", strip=True)


def is_confirmed(response, letter: Letter) -> bool:
    said = response.content.decode()
    return response.status_code == 200 and all(
        fact in said
        for fact in (
            "这份文书是真实的",
            letter.number,
            "2025年11月6日",
            "云溪区教育局",
            letter.sha256,
            letter.pdf_sha256,
        )
    )


def test_the_mark_leads_to_number_day_agency_and_hash_alone(client, letter):
    address = verify_url(letter)
    page = client.get(address[address.index("/verify/") :])
    assert is_confirmed(page, letter)
    said = page.content.decode()
    case = letter.application
    for kept in (case.number, case.content, case.title, "欧阳", "予以公开", "告知书"):
        assert kept not in said
    assert page["X-Robots-Tag"] == "noindex"
    assert "no-store" in page["Cache-Control"]


@pytest.mark.parametrize(
    "typed", ["云溪教公开〔2025〕第1号", " 云溪教公开[2025] 第１号 ", "云溪教公开（2025）第1号"]
)
def test_number_and_day_are_enough(client, letter, typed):
    page = client.post(reverse(FORM), {"number": typed, "issued_on": "2025-11-06"})
    assert is_confirmed(page, letter)


def test_the_file_or_a_hash_is_enough(client, letter):
    file = SimpleUploadedFile("信.pdf", b"%PDF-1.7 paper")
    assert is_confirmed(client.post(reverse(FORM), {"file": file}), letter)
    for value in (letter.sha256, letter.pdf_sha256.upper()):
        assert is_confirmed(client.post(reverse(FORM), {"sha256": value}), letter)


def test_everything_that_does_not_fit_gets_one_answer(client, letter):
    right = {"number": letter.number, "issued_on": "2025-11-06"}
    wrong = [
        right | {"issued_on": "2025-11-07"},
        right | {"number": "云溪教公开〔2025〕第2号"},
        right | {"sha256": "0" * 64},
        {"sha256": "0" * 64},
        {"sha256": "'; DROP TABLE"},
        {"file": SimpleUploadedFile("信.pdf", b"%PDF-1.7 forged")},
        {"file": SimpleUploadedFile("信.pdf", b"")},
    ]
    answers = [client.post(reverse(FORM), said) for said in wrong]
    assert {answer.status_code for answer in answers} == {422}
    assert len({words(answer) for answer in answers}) == 1, [words(a) for a in answers]
    tokens = [letter.verify_token[:-1], "x" * 24, letter.verify_token.swapcase(), "x" * 4000]
    strangers = [client.get(reverse("verify:letter", args=[token])) for token in tokens]
    assert {answer.status_code for answer in strangers} == {404}
    assert len({words(answer) for answer in [*strangers, answers[0]]}) == 1


def test_half_a_question_says_what_is_missing(client, letter):
    for said, missing in (
        ({"number": letter.number}, "请同时填写制发日期"),
        ({"issued_on": "2025-11-06"}, "请同时填写文号"),
        ({}, "请填写文号和制发日期"),
        ({"number": letter.number, "issued_on": "2025-02-30"}, "这样的格式填写日期"),
    ):
        page = client.post(reverse(FORM), said)
        assert page.status_code == 422
        assert missing in page.content.decode()
    assert not Allowance.objects.filter(scope="foi.verify").exists(), "no try was used up"


def test_trying_ends(client, letter, monkeypatch):
    monkeypatch.setattr("requests_foia.views.verify.TRIES_PER_HOUR", 3)
    address = reverse("verify:letter", args=["x" * 24])
    assert [client.get(address).status_code for _try in range(4)] == [404, 404, 404, 429]
    assert client.post(reverse(FORM), {"sha256": letter.sha256}).status_code == 429


def test_tokens_cannot_be_guessed_and_never_repeat(letter):
    made = {Letter().verify_token for _n in range(200)}
    assert len(made) == 200
    assert min(map(len, made)) >= 24
