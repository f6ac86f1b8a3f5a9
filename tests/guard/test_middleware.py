"""The id of a request, and the language of its answer."""

import json
import logging

import pytest
from django.test import Client

pytestmark = pytest.mark.urls("tests.guard.urls")


def test_every_answer_has_an_id(client):
    first, second = client.get("/")["X-Request-ID"], client.get("/")["X-Request-ID"]
    assert len(first) == 32
    assert first != second


@pytest.mark.parametrize("given", ["abc-123.DEF_9", "a" * 64])
def test_a_well_formed_id_is_kept(client, given):
    assert client.get("/", HTTP_X_REQUEST_ID=given)["X-Request-ID"] == given


@pytest.mark.parametrize("given", ["short", "a" * 65, "with space", "a\r\nX-Evil: 1", "中文" * 4])
def test_any_other_is_replaced(client, given):
    answer = client.get("/", HTTP_X_REQUEST_ID=given)
    assert answer["X-Request-ID"] != given
    assert len(answer["X-Request-ID"]) == 32


def test_the_request_is_logged_without_its_query(client, caplog):
    with caplog.at_level(logging.INFO, logger="portal.requests"):
        client.get("/search/", {"q": "私事"}, HTTP_X_REQUEST_ID="request-1")
    (line,) = [record for record in caplog.records if record.name == "portal.requests"]
    assert (line.method, line.path, line.status) == ("GET", "/search/", 200)
    assert "私事" not in json.dumps(vars(line), default=str, ensure_ascii=False)


@pytest.mark.parametrize(
    ("cookie", "header", "language"),
    [
        ("", "", "zh-hans"),
        ("", "en", "zh-hans"),
        ("en", "", "en"),
        ("en", "zh", "en"),
        ("zh-hans", "en", "zh-hans"),
        ("xx", "en", "zh-hans"),
    ],
)
def test_the_language_is_chosen_never_guessed(settings, cookie, header, language):
    client = Client(HTTP_ACCEPT_LANGUAGE=header)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = cookie
    answer = client.get("/")
    assert answer.json()["language"] == language
    assert answer["Content-Language"] == language
    assert "Cookie" in answer["Vary"]
