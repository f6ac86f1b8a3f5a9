"""Refusals and breakdowns wear the same dress and say what to do."""

from unittest import mock

import pytest
from django.db import DatabaseError
from django.test import Client, RequestFactory, override_settings

from portal.pages.views import errors
from tests.pages.reading import page, words


@pytest.mark.django_db
def test_not_found_offers_search(client: Client) -> None:
    soup = page(client, "/nothing/here/", status=404)
    assert words(soup.h1) == "没有找到这一页"
    assert soup.select_one("main form[role=search]")


@pytest.mark.django_db
def test_hostile_addresses_are_bad_requests(client: Client) -> None:
    soup = page(client, "/search/?q=%00", status=400)
    assert words(soup.h1) == "这个请求我们读不懂"


@pytest.mark.parametrize(
    ("view", "status"),
    [(errors.bad_request, 400), (errors.permission_denied, 403), (errors.page_not_found, 404)],
)
def test_each_refusal_is_complete_without_a_session(view, status: int) -> None:
    answer = view(RequestFactory().get("/x/"), Exception("secret detail"))
    assert answer.status_code == status
    assert "secret detail" not in answer.content.decode()
    assert "<h1>" in answer.content.decode()


def test_a_breakdown_needs_no_database() -> None:
    request = RequestFactory().get("/x/")
    request.request_id = "abc-123"
    broken = mock.Mock(side_effect=DatabaseError("down"))
    with mock.patch("django.db.backends.base.base.BaseDatabaseWrapper.cursor", broken):
        answer = errors.server_error(request)
    assert answer.status_code == 500
    assert "abc-123" in answer.content.decode()
    assert "没有提交成功" in answer.content.decode()
    assert not broken.called


@pytest.mark.django_db
def test_an_exception_becomes_that_page() -> None:
    client = Client(raise_request_exception=False)
    with mock.patch("portal.pages.views.home.queries.newest_documents", side_effect=ValueError):
        answer = client.get("/")
    assert answer.status_code == 500
    assert "系统出了问题" in answer.content.decode()


@pytest.mark.django_db
def test_too_many_tries_say_how_long(client: Client) -> None:
    request = RequestFactory().get("/x/")
    answer = errors.render(request, "errors/429.html", {"minutes": 5}, status=429)
    assert "请在 5 分钟后再试" in answer.content.decode()


@override_settings(PORTAL_SITE={"name": "平台", "phone": ""})
def test_no_telephone_no_sentence_about_it() -> None:
    answer = errors.page_not_found(RequestFactory().get("/x/"))
    assert "打电话" not in answer.content.decode()
