"""The counter: what is new, what is open, how we are doing; at a price that does not grow."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from interpretation.models import Consultation
from tests.pages.content import NOON, consultation, document
from tests.pages.reading import page, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_noon")]


@pytest.fixture
def _noon():
    with time_machine.travel(NOON, tick=False):
        yield


def _queries(client: Client) -> int:
    with CaptureQueriesContext(
        connection,
    ) as caught:
        page(client, "/")
    return len(caught)


def test_queries_do_not_grow_with_content(client: Client) -> None:
    document(1)
    consultation()
    _queries(client)  # What a process reads once must not count as what grows.
    few = _queries(client)
    for number in range(2, 30):
        document(number)
        consultation()
    assert _queries(client) == few


def test_an_empty_house_says_so(client: Client) -> None:
    soup = page(client, "/")
    assert "还没有公开的文件" in words(soup)
    assert "现在没有正在征求意见的草案" in words(soup)


def test_newest_documents_come_first(client: Client) -> None:
    for number in range(1, 12):
        document(number)
    titles = [words(link) for link in page(client, "/").select(".newest a")]
    assert titles == [f"云溪区文件{number}" for number in range(11, 3, -1)]


def test_only_open_consultations_are_called_open(client: Client) -> None:
    consultation(title="还开着")
    consultation(title="没开始", opens_at=NOON + timedelta(days=1))
    consultation(title="已结束", closes_at=NOON - timedelta(hours=1))
    consultation(title="没发布", state=Consultation.States.READY, published_at=None)
    assert [words(row.a) for row in page(client, "/").select(".now-open li")] == ["还开着"]


def test_examples_find_something(client: Client) -> None:
    document(1, title="云溪区既有住宅加装电梯管理办法", keywords="老旧小区 加装电梯 补贴")
    document(2, title="云溪区供热办法", keywords="民生")
    assert [words(link) for link in page(client, "/").select(".home-examples a")] == ["加装电梯"]


def test_five_doors_lead_somewhere(client: Client) -> None:
    doors = [link["href"] for link in page(client, "/").select(".home-doors a")]
    assert doors == [
        "/disclosure/",
        "/requests/new/",
        "/requests/track/",
        "/interpretation/",
        "/consultations/",
    ]


def test_figures_link_to_what_they_count(client: Client) -> None:
    document(1)
    figures = page(client, "/").select(".figure")
    assert all(figure.a for figure in figures)
    assert "1 份" in words(figures[-1])


def test_home_carries_the_three_head_tags(client: Client) -> None:
    names = [tag["name"] for tag in page(client, "/").select("meta[name^=Site]")]
    assert set(names) <= {"SiteName", "SiteDomain", "SiteIDCode"}
    assert names[:2] == ["SiteName", "SiteDomain"]
