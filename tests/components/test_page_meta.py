"""The head tags of 政府网站发展指引: 3 on the home page, 7 on a column, 10 on an article."""

from datetime import UTC, datetime

import pytest
from bs4 import BeautifulSoup
from pytest_django import Settings

from tests.components.drawing import draw

SITE = ["SiteName", "SiteDomain", "SiteIDCode"]
COLUMN = ["ColumnName", "ColumnDescription", "ColumnKeywords", "ColumnType"]
ARTICLE = ["ArticleTitle", "PubDate", "ContentSource"]


@pytest.fixture(autouse=True)
def _site(settings: Settings) -> None:
    settings.PORTAL_SITE = {
        "name": "云溪区政务公开平台",
        "domain": "yunxi.example",
        "id_code": "9900000001",
        "organiser": "云溪区人民政府办公室",
    }


def _names(soup: BeautifulSoup) -> list[str]:
    return [tag["name"] for tag in soup.find_all("meta")]


def test_home_has_three() -> None:
    assert _names(draw("{% page_meta %}")) == SITE


def test_a_column_has_seven() -> None:
    soup = draw('{% page_meta column="政策解读" %}')
    assert _names(soup) == SITE + COLUMN
    assert all(tag["content"] for tag in soup.find_all("meta"))


def test_an_article_has_ten() -> None:
    soup = draw(
        '{% page_meta column="文件" title="标题" published_at=at %}',
        at=datetime(2026, 11, 20, 1, 5, tzinfo=UTC),
    )
    assert _names(soup) == SITE + COLUMN + ARTICLE
    content = {tag["name"]: tag["content"] for tag in soup.find_all("meta")}
    assert content["PubDate"] == "2026-11-20 09:05"
    assert content["ContentSource"] == "云溪区人民政府办公室"


def test_unset_settings_give_no_empty_tags(settings: Settings) -> None:
    settings.PORTAL_SITE = {**settings.PORTAL_SITE, "id_code": ""}
    assert _names(draw("{% page_meta %}")) == SITE[:2]
