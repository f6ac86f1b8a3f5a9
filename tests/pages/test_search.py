"""One search over everything public, sorted by kind."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from portal.search.actions import take_in_waiting
from tests.pages.content import indexed
from tests.pages.reading import page, words

pytestmark = pytest.mark.django_db


def test_results_are_classified_with_counts(client: Client) -> None:
    indexed(1, "电梯管理办法")
    indexed(2, "电梯补贴")
    indexed(3, "电梯办法解读", kind="interpretation")
    tabs = page(client, "/search/?q=电梯").select(".tabs a")
    assert [words(tab) for tab in tabs] == ["全部 3", "公开文件 2", "政策解读 1"]
    narrowed = page(client, tabs[2]["href"])
    assert [row.get_text() for row in narrowed.select(".record-title a")] == ["电梯办法解读"]


def test_hits_are_marked_and_nothing_else_is_markup(client: Client) -> None:
    indexed(1, "<script>alert(1)</script>电梯", body="<img src=x onerror=alert(1)>电梯在此")
    soup = page(client, "/search/?q=电梯")
    assert {words(mark) for mark in soup.find_all("mark")} == {"电梯"}
    assert not soup.select("main script, main img")
    assert "<script>alert(1)</script>" in words(soup)


def test_nothing_found_says_what_to_do(client: Client) -> None:
    soup = page(client, "/search/?q=<b>没有</b>%26x=1")
    assert "没有找到“<b>没有</b>&x=1”" in words(soup)
    link = soup.select_one('main a[href^="/requests/new/"]')["href"]
    assert parse_qs(urlsplit(link).query) == {"about": ["<b>没有</b>&x=1"]}


def test_nothing_found_offers_what_is_alike(client: Client) -> None:
    indexed(1, "既有住宅加装电梯补贴办法")
    take_in_waiting()
    soup = page(client, "/search/?q=住宅加装电梯怎么补贴")
    assert [words(row) for row in soup.select(".record-title a")] == ["既有住宅加装电梯补贴办法"]


def test_an_unknown_kind_means_all(client: Client) -> None:
    indexed(1, "电梯管理办法")
    for kind in ("interpretation", "x", "<b>"):
        soup = page(client, f"/search/?q=电梯&kind={kind}&page=x")
        assert len(soup.select(".record")) == 1


def test_without_a_question_it_explains_itself(client: Client) -> None:
    assert "写一个词" in words(page(client, "/search/"))


def test_a_very_long_question_is_cut_and_says_so(client: Client) -> None:
    assert "只用了前 100 个字" in words(page(client, f"/search/?q={'电梯' * 5000}"))


def test_the_answer_is_not_for_search_engines(client: Client) -> None:
    assert page(client, "/search/?q=电梯").select_one('meta[name=robots][content="noindex"]')


def test_pages_keep_the_question(client: Client) -> None:
    for number in range(1, 45):
        indexed(number, f"电梯{number}")
    second = page(client, "/search/?q=电梯&kind=document").select_one("a[rel=next]")["href"]
    assert len(page(client, f"/search/{second}").select(".record")) == 20
