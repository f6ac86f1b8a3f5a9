"""How the law was read where it leaves a point open, on the page of a case."""

import json
from pathlib import Path

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from django.utils import translation

from portal.domain.clock import OPEN_POINTS, answer_case
from requests_foia.admin.readings import reading_rows
from tests.domain.facts import CALENDAR
from tests.factories import requests_foia as cases

REPLIES = Path(__file__).resolve().parents[1] / "cases" / "replies.json"
CASES = {case["id"]: case for case in json.loads(REPLIES.read_text("utf-8"))["cases"]}


def test_each_open_point_says_the_date_that_would_have_counted():
    rows = reading_rows(answer_case(CASES["G13"], CALENDAR).answer)
    (sending,) = [row for row in rows if row.other == "征求意见书发出当日即不计入"]
    assert str(sending.due_on) == CASES["G13"]["alt_due_date_sent_day_excluded"] == "2025-12-16"
    assert (sending.earlier, sending.later) == (0, 1)
    (notice,) = [
        row
        for row in reading_rows(answer_case(CASES["G12"], CALENDAR).answer)
        if row.other == "补正告知迟发，不停止原期限"
    ]
    assert str(notice.due_on) == CASES["G12"]["alt_due_date"]
    assert notice.earlier > 0


def test_english_readers_get_every_point_in_english():
    with translation.override("en"):
        words = [
            translation.gettext(text)
            for point in OPEN_POINTS
            for text in (point.article, point.chosen, point.other)
        ]
    assert not any("一" <= letter <= "鿿" for word in words for letter in word), words


@pytest.mark.django_db
def test_the_case_page_shows_the_other_date_to_staff_and_the_trial_sums_too():
    """Filed on Friday, confirmed on Monday: had filing been receipt, the reply is due earlier."""
    place = cases.bureau()
    case = cases.handled(place, at=cases.after(days=-3))
    client = Client()
    client.force_login(place.clerk, backend="portal.agencies.auth.RoleBackend")
    with time_machine.travel(cases.after(days=2), tick=False):
        page = client.get(reverse("admin:requests_foia_application_change", args=[case.pk]))
    soup = BeautifulSoup(page.content, "html.parser")
    shown = soup.select_one("section.readings").get_text(" ", strip=True)
    for words in (
        "双方确认之日为收到申请之日",
        "提交成功之日为收到申请之日",
        "2025年11月28日",
        "早 1 个工作日",
    ):
        assert words in shown
    trial_sums = soup.select_one("section.supposed").get_text(" ", strip=True)
    assert "征求意见书发出当日即不计入" in trial_sums
