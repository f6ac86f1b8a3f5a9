"""The whole life of an application: every story in `stories/` comes out as it is written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import chain

import pytest
from django.db import transaction

from portal.domain.moments import local_day
from portal.obligations import queries as obligations
from requests_foia import actions
from requests_foia.models import CaseCount, Letter
from requests_foia.queries import figures, tables
from tests.factories import requests_foia as cases

from .annual.register import CLASSES, DETAILS, by_hand
from .stories.office import Life, plain, play_all
from .stories.reading import STORIES, moment, paper_register, taken, year_table

pytestmark = pytest.mark.django_db

BODY = {
    "code": "yx",
    "name": "云溪区住房和城乡建设局",
    "number_prefix": "云溪建公开",
    "reconsideration_authority": "云溪区人民政府",
    "court": "云溪区人民法院",
}
REMEDIES = {
    "A": (
        "应当先申请行政复议：可以自收到本答复书之日起60日内，向云溪区人民政府申请行政复议",
        "自收到行政复议决定书之日起15日内，向云溪区人民法院提起行政诉讼",
    ),
    "B": (
        "可以自收到本答复书之日起60日内，向云溪区人民政府申请行政复议",
        "自收到本答复书之日起6个月内，直接向云溪区人民法院提起行政诉讼",
    ),
}
LOOKED = [
    "2025-01-31",
    "2025-05-06",
    "2025-06-30",
    "2025-09-30",
    "2025-12-31",
    "2026-01-05",
    "2026-03-31",
    "2026-12-31",
]
"""Days at whose end somebody looked at the table, and at which it is asked for again later."""
CLOSED_BOOKS = moment("2027-01-20T10:00")


def end_of(day: str) -> datetime:
    return moment(day) + timedelta(days=1)


def long_date(day: str) -> str:
    year, month, number = (int(part) for part in day[:10].split("-"))
    return f"{year}年{month}月{number}日"


@dataclass
class Played:
    """The office after its two years."""

    place: cases.Bureau
    lives: dict[str, Life]
    seen: dict[str, dict] = field(default_factory=dict)

    def scope(self, day: str, before: datetime) -> tables.Scope:
        """From the first day of the year of ``day`` through ``day``."""
        last = date.fromisoformat(day)
        return tables.Scope(self.place.body, True, last.replace(month=1, day=1), last, before)


@pytest.fixture(scope="module")
def played(django_db_setup, django_db_blocker) -> Iterator[Played]:
    """Played once for all tests of this file, and rolled back after the last."""
    with django_db_blocker.unblock(), transaction.atomic():
        office = Played(cases.bureau(**BODY), {})
        waiting = list(LOOKED)

        def watch(at: datetime) -> None:
            while waiting and at >= end_of(waiting[0]):
                look(waiting.pop(0))

        def look(day: str) -> None:
            office.seen[day] = tables.three(office.scope(day, end_of(day)))

        office.lives = play_all(office.place, watch)
        for day in waiting:
            look(day)
        yield office
        transaction.set_rollback(True)


@pytest.fixture(params=STORIES, ids=lambda story: story["id"])
def life(request, played: Played) -> Life:
    return played.lives[request.param["id"]]


def test_every_step_and_every_due_date_is_as_written(life: Life):
    assert life.wrong == []


def test_the_ledger_and_the_register_end_as_written(life: Life):
    case, story = cases.refreshed(life.of()), life.story
    assert (case.received_on.isoformat() if case.received_on else "") == story["received"]
    assert case.due_is_provisional is story.get("provisional", False)
    ended = case.replied_on or (case.closed_at and local_day(case.closed_at))
    assert (ended.isoformat() if ended else "") == story["ended"]
    rows = obligations.of(case).filter(rule_key="foi.reply").order_by("pk")
    states = [row.state for row in rows]
    if "reply" in story:
        assert states[-1] == ("met_late" if story.get("late") else "met")
    elif story["ended"]:
        assert set(states) <= {"void"}
    else:
        assert ("open" in states) is bool(life.due)
    assert states.count("open") <= 1


def test_the_case_counts_in_its_cell(life: Life):
    story = life.story
    counted = CaseCount.objects.filter(application=life.of()).first()
    details = [row for row in chain(*story["rows"].values()) if row in DETAILS]
    if not story["rows"]:
        assert counted is None
        return
    assert counted is not None
    assert counted.applicant_class == story["applicant"]
    assert [counted.row] == (details or [""])
    assert counted.entered_on.isoformat() == (story["received"] or story["ended"])
    assert (counted.ended_on.isoformat() if counted.ended_on else "") == story["ended"]


@pytest.mark.parametrize(
    "story", [s for s in STORIES if "reply" in s], ids=lambda story: story["id"]
)
def test_the_letter_says_all_that_the_law_demands(played: Played, story):
    case, reply = played.lives[story["id"]].of(), story["reply"]
    letter = Letter.objects.get(application=case, reply__isnull=False)
    text = plain(letter.html)
    issued = next(taken(story, ["issue"]))["at"]
    corrected = next(taken(story, ["correct"]), None)
    content = corrected["content"] if corrected else story["content"]
    year = issued[:4]
    assert re.fullmatch(rf"云溪建公开〔{year}〕第\d+号", letter.number)
    for demanded in (
        letter.number,
        f"{story['name']}：",
        case.number,
        f"本机关于{long_date(story['received'])}收到",
        f"申请公开的内容为：“{content}”",
        *reply["articles"],
        reply["says"],
        *(reply.get(part, "") for part in ("reasons", "withheld", "separation", "referral")),
        reply["text"],
        *REMEDIES[reply["remedy"]],
        f"云溪区住房和城乡建设局{long_date(issued)}",
    ):
        assert demanded in text
    assert ("应当先申请行政复议" in text) is (reply["remedy"] == "A")
    assert ("直接向云溪区人民法院" in text) is (reply["remedy"] == "B")
    you, nobody = ("您", "你单位") if story["applicant"] == "citizen" else ("你单位", "您")
    if reply["articles"]:
        assert f"依照《中华人民共和国政府信息公开条例》{reply['articles'][-1]}" in text
    assert you in text
    assert nobody not in text


def test_no_letter_to_others_names_the_applicant(played: Played):
    others = Letter.objects.filter(to_applicant=False).select_related("application__details")
    assert others.count() >= 10
    for letter in others:
        details = letter.application.details
        for known in (details.name, details.id_number, details.credit_code, details.phone):
            assert not known or known not in letter.html


def test_letters_are_numbered_in_the_order_of_time_without_gap(played: Played):
    for year in (2025, 2026):
        issued = Letter.objects.filter(number__contains=f"〔{year}〕").order_by("issued_at")
        serials = [int(re.search(r"第(\d+)号", letter.number)[1]) for letter in issued]
        assert sorted(serials) == list(range(1, len(serials) + 1))
        assert serials[0] == 1
        moments = [
            letter.issued_at
            for letter in sorted(
                issued, key=lambda one: int(re.search(r"第(\d+)号", one.number)[1])
            )
        ]
        assert moments == sorted(moments)


# The tables -----------------------------------------------------------------------------


@pytest.mark.parametrize("year", [2025, 2026])
def test_the_signed_report_is_the_table_of_the_stories(played: Played, year: int):
    place, expected = played.place, year_table(year)
    at = CLOSED_BOOKS.replace(year=year + 1)
    report = actions.open_report(organisation=place.body, year=year, actor=place.clerk, at=at)
    said = {"problems": "检索系统需要完善。"}
    report = actions.edit_report(report=report, parts=said, actor=place.clerk, at=at)
    total = expected["1"]["total"]
    assert f"本年新收申请{total}件" in report.requests
    actions.submit_report(report=report, actor=place.clerk, at=at)
    actions.review_report(report=report, actor=place.second_clerk, at=at)
    edition = actions.sign_report(report=report, actor=place.leader, at=at)
    assert edition.content["figures"]["table_three"] == expected
    last = f"{year}-12-31"
    scope = played.scope(last, at)
    counted = figures.figures_of(scope)
    assert counted.three == expected
    checks = figures.checks_of(scope, counted)
    assert [check.name for check in checks] == list("abcdefgh")
    assert [check.name for check in checks if not check.holds] == []


@pytest.mark.parametrize("day", LOOKED)
def test_a_past_days_table_comes_out_again(played: Played, day: str):
    last = date.fromisoformat(day)
    first, before = last.replace(month=1, day=1), end_of(day)
    hand = by_hand(paper_register(), {0}, first, last, before)
    assert played.seen[day] == hand
    assert tables.three(played.scope(day, before)) == hand


def test_what_is_recorded_late_was_not_in_the_old_table(played: Played):
    """Y06 was posted on 31 December and entered on 5 January."""
    then = tables.three(played.scope("2025-12-31", end_of("2025-12-31")))
    now = tables.three(played.scope("2025-12-31", CLOSED_BOOKS))
    assert then["4"]["citizen"] - now["4"]["citizen"] == 1
    assert now["3.1"]["citizen"] - then["3.1"]["citizen"] == 1


# The collection -------------------------------------------------------------------------


def test_the_stories_cover_the_law():
    assert len({story["id"] for story in STORIES}) == len(STORIES) >= 40
    rows = set(chain(*(chain(*story["rows"].values()) for story in STORIES)))
    assert rows == {"1", "2", "4", *DETAILS}
    assert {story["applicant"] for story in STORIES} == set(CLASSES)
    assert {story["channel"] for story in STORIES} == {
        "web",
        "counter",
        "mail_signed",
        "mail_plain",
        "fax",
        "email",
        "oral",
    }
    reply = {
        (story["reply"]["kind"], story["reply"].get("ground"))
        for story in STORIES
        if "reply" in story
    }
    assert len({kind for kind, _ground in reply}) == 14
    for story in STORIES:
        moments = [event["at"] for event in story["events"]]
        assert moments == sorted(moments), story["id"]
        assert "due" in story["events"][0], story["id"]
