"""Every kind of reply: its letter, its remedy and its row, from one choice."""

import hashlib
import re

import pytest

from requests_foia import actions
from requests_foia.domain.replies import (
    GROUNDS,
    REPLIES,
    Ending,
    Ground,
    Remedy,
    ReplyKind,
    row_of_ending,
    row_of_reply,
)
from requests_foia.models import Application, Letter, labels
from tests.factories import requests_foia as cases

# Table three of 国办公开办函〔2021〕30号, its 21 rows of results.
ROWS = (
    ["3.1", "3.2"]
    + [f"3.3.{n}" for n in range(1, 9)]
    + [f"3.4.{n}" for n in range(1, 4)]
    + [f"3.5.{n}" for n in range(1, 6)]
    + [f"3.6.{n}" for n in range(1, 4)]
)
ANSWER = {
    "text": "具体内容见附件。",
    "reasons": "理由在此。",
    "separation": "各部分不可分。",
    "withheld": "合同中的联系人电话。",
    "search_note": "检索了文书档案与业务系统。",
    "search_places": "文书档案、业务系统",
    "search_words": "桃源路",
    "searched_by": "规划科",
}
CASES = [
    *((kind, None) for kind, rule in REPLIES.items() if not rule.needs_ground),
    *((ReplyKind.REFUSED, ground) for ground in Ground),
    (ReplyKind.PARTIAL, Ground.THIRD_PARTY),
]


def answered(place: cases.Bureau, answer: dict) -> Application:
    """A case that ended with this reply, after whatever must come before it."""
    case = cases.registered(place)
    if answer["kind"] is ReplyKind.EXCESSIVE:
        cases.found_excessive(place, case)
    if answer["kind"] is not ReplyKind.UNCLEAR:
        return cases.delivered(place, answer, case=case)
    actions.request_correction(
        application=case, missing="哪一年", actor=place.clerk, at=cases.after(hours=4)
    )
    actions.receive_correction(
        application=case, corrected_content=cases.CONTENT.content, at=cases.after(hours=5)
    )
    return cases.delivered(place, answer, case=case)


def test_every_row_of_table_three_has_its_ending():
    found = {row_of_reply(kind, ground) for kind, ground in CASES}
    assert sorted(found | {row_of_ending(ending) for ending in Ending}) == sorted(ROWS)


def test_every_kind_and_ground_has_a_name_and_a_rule():
    assert set(REPLIES) == set(labels.REPLY_KINDS) == set(ReplyKind)
    assert set(GROUNDS) == set(labels.GROUNDS) == set(Ground)


def test_only_withholding_under_articles_14_to_16_must_be_appealed_first():
    first = {kind for kind, rule in REPLIES.items() if rule.remedy is Remedy.APPEAL_FIRST}
    assert first == {ReplyKind.REFUSED, ReplyKind.PARTIAL}


def test_a_refusal_without_a_ground_has_no_row():
    with pytest.raises(ValueError, match="ground"):
        row_of_reply(ReplyKind.REFUSED)


@pytest.mark.django_db
@pytest.mark.parametrize(("kind", "ground"), CASES)
def test_the_letter_says_all_that_the_law_demands(kind, ground):
    place = cases.bureau(code="yx", name="云溪区住房和城乡建设局", number_prefix="云溪建公开")
    case = answered(place, {"kind": kind, "ground": ground, **ANSWER})
    letter = case.letters.get(reply__isnull=False)
    text = re.sub(r"<[^>]+>|\s", "", letter.html)
    rule = REPLIES[kind]
    for demanded in (
        letter.number,
        "欧阳雪见：",
        "2025年11月3日收到",
        case.number,
        "桃源路改造工程的中标结果和合同",
        rule.article,
        GROUNDS[ground].article if ground else "",
        "理由在此。",
        "具体内容见附件。",
        "60日内，向云溪区人民政府申请行政复议",
        "云溪区人民法院提起行政诉讼",
        "云溪区住房和城乡建设局2025年11月6日",
    ):
        assert demanded in text
    appeal_first = rule.remedy is Remedy.APPEAL_FIRST
    assert ("应当先申请行政复议" in text) is appeal_first
    assert ("6个月内" in text) is not appeal_first
    assert ("15日内" in text) is appeal_first
    assert letter.sha256 == hashlib.sha256(letter.html.encode()).hexdigest()
    assert (case.outcome, case.ground) == (kind, ground or "")
    assert case.statistics_row == row_of_reply(kind, ground)


@pytest.mark.django_db
def test_words_in_a_letter_stay_words():
    place = cases.bureau()
    hostile = '<script>alert(1)</script><img src=x onerror="alert(2)">{{ organisation.court }}'
    case = cases.issued(
        place,
        {**ANSWER, "kind": ReplyKind.DISCLOSED, "text": hostile},
        content=hostile,
    )
    html = case.letters.get().html
    assert "<script" not in html
    assert "<img" not in html
    assert "{{ organisation.court }}" in html


@pytest.mark.django_db
def test_an_issued_letter_is_frozen():
    place = cases.bureau()
    case = cases.issued(place)
    before = case.letters.get().html
    type(place.body).objects.filter(pk=place.body.pk).update(name="改名局", court="别的法院")
    assert case.letters.get().html == before


@pytest.mark.django_db
def test_letters_are_numbered_without_gap_also_under_a_shared_prefix():
    one, other = cases.bureau(number_prefix="同公开"), cases.bureau(number_prefix="同公开")
    for number, place in enumerate((one, other, one)):
        cases.issued(place, key=f"key-{number}")
    assert list(Letter.objects.order_by("number").values_list("number", flat=True)) == [
        "同公开〔2025〕第1号",
        "同公开〔2025〕第2号",
        "同公开〔2025〕第3号",
    ]


@pytest.mark.django_db
def test_an_organisation_is_not_addressed_as_a_person():
    place = cases.bureau()
    case = cases.issued(place, applicant=cases.COMPANY)
    html = case.letters.get().html
    assert "你单位于2025年11月3日" in html
    assert "您" not in html


@pytest.mark.django_db
def test_the_corrected_words_stand_in_the_letter():
    place = cases.bureau()
    case = cases.registered(place)
    actions.request_correction(
        application=case, missing="哪一年", actor=place.clerk, at=cases.after(days=1)
    )
    case = actions.receive_correction(
        application=case, corrected_content="二〇二四年的合同", at=cases.after(days=2)
    )
    html_of = cases.issued_from(place, case)
    assert "“二〇二四年的合同”" in html_of
    assert "2025年11月5日收到您的补正材料" in html_of
