"""A visitor's own date, counted by the clock that binds the agency."""

from datetime import UTC, datetime

import pytest
import time_machine
from django.test import Client

from tests.pages.reading import page, words

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(datetime(2026, 11, 18, 4, tzinfo=UTC), tick=False):
        yield


def test_it_starts_with_a_question(client: Client) -> None:
    soup = page(client, "/guide/deadlines/")
    assert soup.select_one("#id_day")["value"] == "2026-11-18"
    assert not soup.select(".error-summary")
    assert not soup.select(".deadline")


@pytest.mark.parametrize(
    ("channel", "due"),
    [
        ("counter", "2026年4月30日（星期四）"),
        ("mail_signed", "2026年4月30日（星期四）"),
        # Confirmed at the latest on the next working day, 2 April.
        ("internet", "2026年5月6日（星期三）"),
        ("email", "2026年5月6日（星期三）"),
        ("fax", "2026年5月6日（星期三）"),
    ],
)
def test_the_last_day_follows_the_channel(client: Client, channel: str, due: str) -> None:
    soup = page(client, f"/guide/deadlines/?channel={channel}&day=2026-04-01")
    assert due in words(soup.select_one(".deadline-sentence"))
    assert words(soup.select_one("td.is-due .deadline-ordinal")) == "20"


def test_older_days_follow_the_older_law(client: Client) -> None:
    soup = page(client, "/guide/deadlines/?channel=counter&day=2019-03-01")
    assert words(soup.select_one("td.is-due .deadline-ordinal")) == "15"


@pytest.mark.parametrize(
    "day", ["2026-02-30", "1999-01-01", "9999-12-31", "0001-01-01", "昨天", "", "2028-01-01"]
)
def test_days_it_cannot_count_are_refused_in_words(client: Client, day: str) -> None:
    soup = page(client, f"/guide/deadlines/?channel=counter&day={day}")
    assert soup.select_one('.error-summary a[href="#id_day"]')
    assert not soup.select(".deadline")


def test_an_unknown_channel_is_refused_in_words(client: Client) -> None:
    soup = page(client, "/guide/deadlines/?channel=pigeon&day=2026-04-01")
    assert soup.select_one('.error-summary a[href="#id_channel_0"]')


def test_it_speaks_of_working_days_and_of_what_is_taken_for_granted(client: Client) -> None:
    assumed = words(page(client, "/guide/deadlines/?channel=internet&day=2026-04-01"))
    assert "第 20 个工作日" in assumed
    assert "按机关最迟应当确认收到的那一天算" in assumed
    assert "还没有到" not in assumed
    ahead = words(page(client, "/guide/deadlines/?channel=counter&day=2026-12-28"))
    assert "您填的日子还没有到" in ahead
    assert "暂定日期" in ahead
