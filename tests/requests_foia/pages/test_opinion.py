"""The pages of those who are asked: a code opens one question, once, and names nobody."""

from importlib import import_module

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from portal.files.queries import files_of
from portal.guard.models import Allowance
from requests_foia import actions
from requests_foia.domain.opinions import OpinionState
from requests_foia.models import Opinion
from tests.factories import requests_foia as cases

pytestmark = pytest.mark.django_db
CODE = "requests:opinion"


@pytest.fixture
def place(db: None, clock) -> cases.Bureau:
    clock.move_to(cases.after(days=2))
    return cases.bureau(code="yx", name="云溪区人民政府")


@pytest.fixture
def question(place) -> actions.Asked:
    return cases.asked(place, cases.handled(place))


def text_of(response) -> str:
    return " ".join(BeautifulSoup(response.content, "html.parser").get_text(" ").split())


def opened(client: Client, code: str) -> str:
    response = client.post(reverse(CODE), {"code": code})
    assert response.status_code == 303
    return response.url


def test_the_page_shows_what_was_asked_and_by_when_but_not_who_applied(client, question):
    response = client.get(opened(client, question.code))
    text = text_of(response)
    assert "施工合同及工程量清单" in text
    assert "是否同意公开合同中的单价" in text
    # Opened on 5 November, which proves receipt: 15 working days on.
    assert "请在 2025年11月26日（星期三） 前答复" in text
    assert "第三十二条" in text
    for hidden in (cases.CITIZEN.name, cases.CITIZEN.phone, cases.CONTENT.content):
        assert hidden not in text
    assert b'<meta name="robots" content="noindex">' in response.content
    assert "no-store" in response["Cache-Control"]
    assert response["Referrer-Policy"] == "same-origin"
    assert question.code not in response.content.decode()


def test_an_answer_with_a_file_is_taken_in_and_ends_the_code(client, question):
    url = opened(client, question.code)
    proof = SimpleUploadedFile("证明.csv", "项目,单价\n路基,100\n".encode())
    said = {"position": "object", "reasons": "单价是商业秘密", "attachments": [proof]}
    response = client.post(url, said)
    assert (response.status_code, response.url) == (303, reverse("requests:opinion_done"))
    done = client.get(response.url)
    assert question.opinion.letter.number in text_of(done)
    opinion = Opinion.objects.get()
    assert (opinion.state, opinion.position) == (OpinionState.ANSWERED, "object")
    assert opinion.reasons == "单价是商业秘密"
    assert client.get(url).status_code == 404
    assert client.post(reverse(CODE), {"code": question.code}).status_code == 422
    stored = files_of(opinion).get()
    assert client.get(stored.url).status_code == 404


def test_what_was_typed_stays_when_something_is_missing(client, question):
    url = opened(client, question.code)
    response = client.post(url, {"position": "partly", "reasons": ""})
    assert response.status_code == 422
    assert "请说明理由" in text_of(response)
    response = client.post(url, {"position": "", "reasons": "不能公开单价"})
    assert response.status_code == 422
    assert "不能公开单价" in response.content.decode()
    wrong = SimpleUploadedFile("证明.exe", b"MZ")
    said = {"position": "object", "reasons": "商业秘密", "attachments": [wrong]}
    response = client.post(url, said)
    assert response.status_code == 422
    assert "不接收这种格式的文件" in text_of(response)
    assert Opinion.objects.get().state == OpinionState.OPEN


def test_wrong_used_and_withdrawn_codes_get_one_answer(client, place, question):
    other = cases.asked(place, cases.handled(place, key="other"))
    actions.withdraw_question(
        application=other.opinion.application,
        opinion=other.opinion,
        reason="不再需要",
        actor=place.clerk,
        at=cases.after(days=2),
    )
    answers = set()
    for code in ("", other.code, "AAAA-BBBB", "=1+1", "Z" * 3000):
        response = client.post(reverse(CODE), {"code": code})
        assert response.status_code == 422
        if code:
            answers.add(BeautifulSoup(response.content, "html.parser").find("main").get_text())
    assert len(answers) == 1


def test_another_browser_has_nothing_open(client, question):
    url = opened(client, question.code)
    assert Client().get(url).status_code == 404
    assert Client().post(url, {"position": "agree"}).status_code == 404
    assert Client().get(reverse("requests:opinion_done")).status_code == 303


def test_a_page_left_open_while_the_question_is_withdrawn_says_so(client, place, question):
    url = opened(client, question.code)
    actions.withdraw_question(
        application=question.opinion.application,
        opinion=question.opinion,
        reason="不再需要",
        actor=place.clerk,
        at=cases.after(days=2),
    )
    response = client.post(url, {"position": "agree", "reasons": ""})
    assert response.status_code == 410
    assert "不需要再答复" in text_of(response)


def test_guessing_is_slowed_down(client, place, monkeypatch):
    monkeypatch.setattr(import_module("requests_foia.views.opinion"), "TRIES_PER_HOUR", 3)
    for _n in range(3):
        client.post(reverse(CODE), {"code": "AAAA"})
    assert client.post(reverse(CODE), {"code": "AAAA"}).status_code == 429
    assert Allowance.objects.filter(scope="foi.opinion").exists()


def test_an_hour_later_the_page_is_closed(client, question, clock):
    url = opened(client, question.code)
    clock.shift(61 * 60)
    assert client.get(url).status_code == 404


def test_the_applicant_sees_the_pause_and_no_name(client, place, question):
    case = question.opinion.application
    code = cases.new_code_of(case)
    response = client.post(reverse("requests:track"), {"number": case.number, "code": code})
    response = client.get(response.url)
    text = text_of(response)
    assert "等待：第三方" in text
    assert "征求第三方意见：" in text
    assert "征求意见，期间不计入答复期限" in text
    assert cases.PARTY.name not in text
    letters = case.letters.order_by("number")
    for letter, status in zip(letters, (404, 200), strict=True):
        url = reverse("requests:letter", args=[case.pk, letter.pk])
        assert client.get(url).status_code == status
