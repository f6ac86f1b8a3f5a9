"""Elder mode, theme and language: kept by cookie, and no way out of the site."""

import pytest
from django.conf import settings
from django.test import Client

from portal.components.context import MODE_COOKIE, THEME_COOKIE
from portal.pages.forms import own_path
from tests.pages.reading import page, words

pytestmark = pytest.mark.django_db

FOREIGN = [
    "//evil.example/",
    "///evil.example",
    "https://evil.example/",
    "http:evil.example",
    "javascript:alert(1)",
    "\\\\evil.example",
    "/\\evil.example",
    "/%09/evil.example\t",
    "/\tevil",
    "/\n//evil.example",
    "\x00/guide/",
    "evil.example",
    "",
    " /guide/",
]


@pytest.mark.parametrize("target", FOREIGN)
def test_it_never_leads_to_another_site(client: Client, target: str) -> None:
    assert own_path(target, "/own/") == "/own/"
    if "\x00" not in target:
        answer = client.post("/preferences/", {"mode": "elder", "next": target})
        assert (answer.status_code, answer.headers["Location"]) == (302, "/preferences/")


@pytest.mark.parametrize("target", ["/", "/search/?q=%E7%94%B5%E6%A2%AF&page=2", "/指南/"])
def test_it_leads_back(target: str) -> None:
    assert own_path(target, "/own/") == target


def test_elder_mode_stays_until_left(client: Client) -> None:
    assert page(client, "/preferences/").html["data-mode"] == "standard"
    client.post("/preferences/", {"mode": "elder", "next": "/guide/"})
    assert page(client, "/guide/").html["data-mode"] == "elder"
    client.post("/preferences/", {"mode": "standard"})
    assert page(client, "/guide/").html["data-mode"] == "standard"


def test_the_cookies_are_closed(client: Client) -> None:
    client.post("/preferences/", {"mode": "elder", "theme": "dark", "language": "en"})
    for name in (MODE_COOKIE, THEME_COOKIE, settings.LANGUAGE_COOKIE_NAME):
        assert client.cookies[name]["httponly"]
        assert client.cookies[name]["samesite"] == "Lax"


def test_one_button_changes_one_thing(client: Client) -> None:
    client.post("/preferences/", {"theme": "dark"})
    assert THEME_COOKIE in client.cookies
    assert MODE_COOKIE not in client.cookies
    assert page(client, "/guide/").html["data-theme"] == "dark"


def test_the_language_is_chosen_never_guessed(client: Client) -> None:
    guessed = client.get("/guide/", headers={"Accept-Language": "en"})
    assert guessed.headers["Content-Language"] == "zh-hans"
    client.post("/preferences/", {"language": "en"})
    assert page(client, "/guide/").html["lang"] == "en"
    client.post("/preferences/", {"language": "zh-hans"})
    assert page(client, "/guide/").html["lang"] == "zh-Hans"


@pytest.mark.parametrize("field", ["mode", "theme", "language"])
def test_an_unknown_choice_is_refused_in_words(client: Client, field: str) -> None:
    answer = client.post("/preferences/", {field: "<script>"})
    assert answer.status_code == 400
    assert "还有地方需要改一改" in answer.content.decode()
    assert not answer.cookies.get(MODE_COOKIE)


def test_forged_cookies_count_as_none(client: Client) -> None:
    client.cookies[MODE_COOKIE] = '"><script>'
    client.cookies[THEME_COOKIE] = "purple"
    html = page(client, "/guide/").html
    assert (html["data-mode"], html["data-theme"]) == ("standard", "auto")


def test_another_site_cannot_switch_for_the_visitor() -> None:
    answer = Client(enforce_csrf_checks=True).post("/preferences/", {"mode": "elder"})
    assert answer.status_code == 403
    assert "没有提交成功" in answer.content.decode()


def test_the_page_shows_what_is_chosen(client: Client) -> None:
    client.post("/preferences/", {"mode": "elder", "theme": "light"})
    checked = page(client, "/preferences/").select("input[checked]")
    assert [tag["value"] for tag in checked] == ["elder", "light", "zh-hans"]
    assert "选填" not in words(page(client, "/preferences/"))
