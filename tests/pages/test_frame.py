"""Header and footer, on every page."""

import pytest
from django.test import Client
from pytest_django import Settings

from tests.pages.reading import page, words

pytestmark = pytest.mark.django_db

EVERY_PAGE = [
    "/",
    "/guide/",
    "/rules/",
    "/reports/",
    "/organisations/",
    "/search/?q=电梯",
    "/sitemap/",
    "/preferences/",
]
EMPTY_SITE = {
    "domain": "",
    "id_code": "",
    "organiser": "",
    "phone": "",
    "address": "",
    "icp": "",
    "police_no": "",
    "error_report_url": "",
}


@pytest.mark.parametrize("address", EVERY_PAGE)
def test_every_page_has_one_h1_a_title_and_landmarks(client: Client, address: str) -> None:
    soup = page(client, address)
    assert len(soup.find_all("h1")) == 1
    assert words(soup.title)
    assert soup.select_one('a.skip-link[href="#main"]')
    assert soup.select_one("main#main")
    assert soup.header
    assert soup.footer
    ids = [tag["id"] for tag in soup.select("[id]")]
    assert len(ids) == len(set(ids)), "an id stands twice"


@pytest.mark.parametrize("address", EVERY_PAGE)
def test_pages_survive_strange_parameters(client: Client, address: str) -> None:
    joint = "&" if "?" in address else "?"
    for strange in ("page=10000000000", "page=-1", "page=x", "kind=%3Cb%3E", "q=%25_%5C", "q="):
        assert client.get(f"{address}{joint}{strange}").status_code == 200


def test_empty_settings_leave_no_trace(client: Client, settings: Settings) -> None:
    settings.PORTAL_SITE = EMPTY_SITE | {"name": "平台"}
    footer = page(client, "/guide/").footer
    for label in ("主办单位", "联系电话", "地址", "网站标识码", "ICP", "公安备案", "找错"):
        assert label not in words(footer)
    assert not footer.select("dd")


def test_full_settings_are_told(client: Client, settings: Settings) -> None:
    settings.PORTAL_SITE = {name: f"〔{name}〕" for name in EMPTY_SITE} | {"name": "平台"}
    footer = words(page(client, "/guide/").footer)
    for name in ("id_code", "organiser", "phone", "address", "icp", "police_no"):
        assert f"〔{name}〕" in footer
    assert "我为政府网站找错" in footer


def test_the_door_you_stand_in_is_marked(client: Client) -> None:
    soup = page(client, "/guide/")
    assert [words(link) for link in soup.select(".doors a[aria-current]")] == ["提申请"]


def test_a_200_character_name_breaks_nothing(client: Client, settings: Settings) -> None:
    settings.PORTAL_SITE = EMPTY_SITE | {"name": "云" * 200, "organiser": "<b>" * 60}
    assert not page(client, "/guide/").footer.find_all("b")
