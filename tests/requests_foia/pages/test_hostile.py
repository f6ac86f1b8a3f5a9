"""Whatever is typed: never a server error, always a sentence that helps, nothing lost."""

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse

from requests_foia.forms import Journey
from requests_foia.models import Application, Draft

from .answers import BUSINESS, CITIZEN, fill_in, step_url

pytestmark = pytest.mark.django_db

HOSTILE = {
    "empty": "",
    "blank": " \u3000\t ",
    "over-long": "长" * 6000,
    "html": "<script>alert(1)</script>",
    "attribute": '"><img src=x onerror=alert(1)>',
    "formula": '=HYPERLINK("http://x","y")',
    "formula-at": "@SUM(A1)",
    "template": "{{ settings.SECRET_KEY }}{% now 'Y' %}",
    "newlines": "甲\r\nBcc: x@example.com\r\n",
    "bidi": "\u202etxt.exe",
    "replacement": "\ufffd\ufffd",
    "noncharacter": "\uffff",
    "astral": "𠮷😀" * 20,
    "number": "-1",
    "huge-number": "9" * 500,
    "list": "['a', 'b']",
    "json": '{"a": null}',
    "percent": "%00%s%(x)s",
    "sql": "' OR 1=1 --",
}
FIELDS = [
    *((CITIZEN, page, name) for page in CITIZEN for name in CITIZEN[page]),
    *((BUSINESS, "identity", name) for name in BUSINESS["identity"]),
    (BUSINESS, "help", "help_note"),
]


@pytest.mark.parametrize(
    ("answers", "page", "name"), FIELDS, ids=[f"{page}-{name}" for _, page, name in FIELDS]
)
def test_a_hostile_value_is_answered_in_plain_words(
    client: Client, district, answers, page: str, name: str
) -> None:
    fill_in(client, answers, upto=page)
    for kind, value in HOSTILE.items():
        posted = answers[page] | {name: value}
        response = client.post(step_url(page), posted)
        assert response.status_code in (303, 422), kind
        if response.status_code == 303:
            assert_harmless(client.get(response.url))
        else:
            assert_harmless(response, status=422)
            assert_explained(response)
            assert_typed_back(response, posted)


def assert_harmless(response, status: int = 200) -> None:
    assert response.status_code == status
    assert b"<script>alert" not in response.content
    assert b"<img src=x" not in response.content


def assert_explained(response) -> None:
    """Each error in Chinese, and linked from the summary to something on the page."""
    page = BeautifulSoup(response.content, "html.parser")
    links = [link["href"] for link in page.select("#error-summary a")]
    assert links
    assert all(page.find(id=link.removeprefix("#")) for link in links)
    for messages in response.context["form"].errors.values():
        assert all(any("\u4e00" <= letter <= "\u9fff" for letter in text) for text in messages)


def assert_typed_back(response, posted: dict[str, str]) -> None:
    page = BeautifulSoup(response.content, "html.parser")
    for name, typed in posted.items():
        field = page.find(attrs={"name": name})
        if field is None or field.get("type") == "radio":
            continue
        back = field.get("value", "") if field.name == "input" else field.text.removeprefix("\n")
        assert back.split("\r\n") == typed.split("\r\n") or back.split() == typed.split()


@pytest.mark.parametrize("name", sorted(CITIZEN["identity"]))
def test_a_missing_field_is_no_error_of_ours(client: Client, district, name: str) -> None:
    fill_in(client, CITIZEN, upto="identity")
    posted = {key: value for key, value in CITIZEN["identity"].items() if key != name}
    assert client.post(step_url("identity"), posted).status_code in (303, 422)


def test_nul_and_broken_encodings_are_refused_before_the_form(client: Client, district) -> None:
    fill_in(client, CITIZEN, upto="information")
    form = "application/x-www-form-urlencoded"
    for body in (b"content=a%00b", b"content=%ff%fe", b"content=%ed%a0%80"):
        assert client.post(step_url("information"), body, content_type=form).status_code == 400
    assert "information" not in Draft.objects.get().answers


@pytest.mark.parametrize("text", ["a\x00b", "\ud800", "a\udfffb", "\x07"])
def test_a_form_survives_what_should_never_reach_it(district, text: str) -> None:
    journey = Journey({"applicant": {"applicant_class": "citizen"}})
    for page, values in CITIZEN.items():
        for name in values.keys() - {"seen"}:  # a hidden flag: whatever is sent is yes
            form = journey.form(page, values | {name: text})
            assert not form.is_valid()
            assert name in form.errors


@pytest.mark.parametrize("charset", ["utf-7", "utf-16", "nonsense", "gb18030", "rot13"])
def test_an_odd_charset_is_no_server_error(client: Client, district, charset: str) -> None:
    fill_in(client, CITIZEN, upto="information")
    boundary = "xyz"
    part = b'--xyz\r\nContent-Disposition: form-data; name="content"\r\n\r\n+2AA-\r\n--xyz--\r\n'
    response = client.generic(
        "POST",
        step_url("information"),
        part,
        content_type=f"multipart/form-data; boundary={boundary}; charset={charset}",
    )
    assert response.status_code < 500


def test_repeated_and_unknown_parameters_do_no_harm(client: Client, district) -> None:
    fill_in(client, CITIZEN, upto="information")
    posted = {"content": ["甲", "乙"], "number": "X", "state": "delivered", "organisation": "zz"}
    assert client.post(step_url("information"), posted).status_code == 303
    assert Draft.objects.get().answers["information"].keys() == {
        "content",
        "title",
        "document_number",
    }


@pytest.mark.parametrize(
    ("number", "sentence"),
    [
        ("11010519491231002", "18 位"),
        ("1101051949123100XX", "前 17 位是数字"),
        ("110105194913310021", "出生日期"),
        ("110105194912310021", "校验位"),
    ],
)
def test_a_wrong_id_card_number_is_explained(client, district, number: str, sentence: str) -> None:
    fill_in(client, CITIZEN, upto="identity")
    response = client.post(step_url("identity"), CITIZEN["identity"] | {"id_number": number})
    assert sentence in str(response.context["form"].errors["id_number"])


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("１１０１０５１９４９１２３１００２ｘ", "11010519491231002X"),
        (" 110105 19491231 002x ", "11010519491231002X"),
        ("\u200b110105-19491231-002X", "11010519491231002X"),
    ],
)
def test_what_an_input_method_adds_is_forgiven(client, district, typed: str, kept: str) -> None:
    fill_in(client, CITIZEN, upto="identity")
    posted = CITIZEN["identity"] | {"id_number": typed, "phone": "１３８ ００１３ ８０００"}
    assert client.post(step_url("identity"), posted).status_code == 303
    answers = Draft.objects.get().answers["identity"]
    assert (answers["id_number"], answers["phone"]) == (kept, "13800138000")


@pytest.mark.parametrize(
    ("way", "field"), [("email", "email"), ("fax", "fax")], ids=["e-mail", "fax"]
)
def test_a_way_without_its_address_asks_for_it(client, district, way: str, field: str) -> None:
    fill_in(client, BUSINESS, upto="delivery")
    posted = BUSINESS["delivery"] | {"wanted_way": way}
    response = client.post(step_url("delivery"), posted)
    assert response.status_code == 422
    assert field in response.context["form"].errors


def test_help_must_be_named_when_it_is_needed(client: Client, district) -> None:
    fill_in(client, CITIZEN, upto="help")
    response = client.post(step_url("help"), {"needs_help": "yes", "help_note": ""})
    assert "help_note" in response.context["form"].errors


def test_nothing_unusual_is_stored_about_the_person_in_the_open(client, district) -> None:
    fill_in(client, CITIZEN)
    row = Draft.objects.values().get()
    with_cipher = {key: str(value) for key, value in row.items() if key != "payload"}
    assert "林知远" not in str(with_cipher)
    assert "sessionid" not in client.cookies


def test_methods_other_than_get_and_post_are_refused(client: Client, district) -> None:
    for url in (step_url("body"), reverse("requests:check"), reverse("requests:track")):
        assert client.put(url).status_code == 405
        assert client.delete(url).status_code == 405
    assert client.get(reverse("requests:discard")).status_code == 405
    assert Application.objects.count() == 0


def test_posting_without_the_page_is_refused(district) -> None:
    strict = Client(enforce_csrf_checks=True)
    for url in (step_url("body"), reverse("requests:check"), reverse("requests:track")):
        assert strict.post(url, {}).status_code == 403
