"""Every term is found wherever it stands, whatever its length or width."""

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.search import actions, domain, queries
from portal.search.backends import backend
from portal.search.models import SearchEntry
from portal.search.queries import finding
from portal.search.snippets import highlight, snippet
from tests.factories.agencies import OrganisationFactory
from tests.factories.disclosure import PUBLISHED_AT, open_bureau
from tests.hostile import XSS_CORPUS


def titles(terms, kind=None):
    return [entry.title for entry in queries.entries(queries.find(terms, kind).hits)]


@pytest.mark.parametrize(
    "terms",
    [
        "住",
        "公积",
        "公积金",
        "住房 补贴",
        "补贴　住房",
        "云溪建规〔2026〕12号",
        "云溪建规[2026]12号",
        "云溪建规（2026）12号",
        "云溪建规【２０２６】１２号",
        "2026",
        "ABC",
        "abc",
        "ａｂｃ",
        "100%",
        "a_b",
        "“住房”",
    ],
)
def test_what_looks_the_same_is_found(index, terms):
    index("住房公积金提取", "补贴标准 100% ABC a_b “住房”", "云溪建规〔2026〕12号")
    index("无关的文件", "别的内容，编号 1000 acb ab")
    assert titles(terms) == ["住房公积金提取"]


@pytest.mark.parametrize("terms", ["", "   ", "%", "_", "\\", "\x00", "' OR 1=1 --", "住 不存在"])
def test_what_is_not_there_is_not_found(index, terms):
    index("住房公积金", "提取办法")
    assert titles(terms) == []


def test_every_term_must_be_there_but_not_in_one_place(index):
    index("住房", "补贴")
    index("住房", "补助")
    assert titles("住房 补贴") == ["住房"]
    assert len(titles("住房")) == 2


def test_number_then_title_then_text_and_newest_first(index):
    index("旧的正文提到雨水", "雨水", days=1)
    index("正文提到", "雨水", days=9)
    index("雨水花园（旧）", days=0)
    index("雨水花园（新）", days=5)
    index("只有文号", number="雨水", days=-9)
    assert titles("雨水") == [
        "只有文号",
        "雨水花园（新）",
        "旧的正文提到雨水",
        "雨水花园（旧）",
        "正文提到",
    ]


def test_kinds_are_counted_and_filtered(index):
    index("雨水甲")
    index("雨水乙", kind="interpretation")
    index("雨水丙", kind="interpretation")
    found = queries.find("雨水", "interpretation")
    assert found.by_kind == {"document": 1, "interpretation": 2}
    assert (found.total, found.is_estimate, found.is_capped) == (3, False, False)
    assert set(titles("雨水", "interpretation")) == {"雨水乙", "雨水丙"}
    assert queries.find("").by_kind == {}


def test_indexing_again_replaces_and_removing_removes(index):
    entry = index("雨水")
    subject = OrganisationFactory._meta.model.objects.get(pk=entry.subject_id)
    actions.index(
        subject=subject,
        kind="document",
        title="晴天",
        text="",
        url="/y/",
        published_at=PUBLISHED_AT,
        organisation=None,
    )
    assert titles("雨水") == []
    assert titles("晴天") == ["晴天"]
    actions.remove(subject=subject)
    actions.remove(subject=subject)
    assert not SearchEntry.objects.exists()


def test_long_queries_are_cut_not_refused(index):
    index("雨水")
    assert titles("雨水 " * 5000) == ["雨水"]
    assert domain.split_terms(" ".join(map(str, range(100)))) == [str(n) for n in range(8)]


def test_results_are_capped(index, monkeypatch):
    monkeypatch.setattr(finding, "MAX_RESULTS", 3)
    for number in range(5):
        index(f"雨水{number}")
    found = queries.find("雨水")
    assert (len(found.hits), found.total) == (3, 5)
    monkeypatch.setattr(finding, "COUNT_AT_MOST", 4)
    assert queries.find("雨水").is_capped


def test_rebuilding_brings_back_exactly_what_is_public(db):
    bureau = open_bureau()
    published, withdrawn_title = bureau.published(), "草稿"
    bureau.draft(title=withdrawn_title)
    before = SearchEntry.objects.values_list("subject_id", "title", "text_folded").get()
    SearchEntry.objects.all().delete()
    call_command("rebuild_search")
    assert SearchEntry.objects.values_list("subject_id", "title", "text_folded").get() == before
    assert backend().is_in_step()
    assert titles(published.title) == [published.title]
    assert titles(withdrawn_title) == []


@pytest.mark.parametrize(
    ("text", "terms", "marked"),
    [
        ("住房公积金", "公积", "住房<mark>公积</mark>金"),
        ("云溪〔2026〕1号", "[2026]", "云溪<mark>〔2026〕</mark>1号"),
        ("ＡＢＣ", "b", "Ａ<mark>Ｂ</mark>Ｃ"),
        ("雨水雨水", "雨水", "<mark>雨水雨水</mark>"),
        ("雨水花园", "雨水 水花", "<mark>雨水花</mark>园"),
        ("㎡面积", "m2", "<mark>㎡</mark>面积"),
        ("a<b", "<", "a<mark>&lt;</mark>b"),
    ],
)
def test_hits_are_marked_in_the_text_as_written(text, terms, marked):
    assert highlight(text, terms) == marked


def test_a_snippet_shows_the_first_hit_and_where_it_was_cut():
    text = "前" * 200 + "雨水" + "后" * 200
    shown = snippet(text, "雨水")
    assert shown.startswith("…前")
    assert "<mark>雨水</mark>" in shown
    assert shown.endswith("后…")
    assert snippet("短文", "雨水") == "短文"
    assert "<mark>雨水花园</mark>" in snippet("前" * 3998 + "雨水花园", "雨水花园")


@pytest.mark.parametrize("hostile", XSS_CORPUS)
def test_nothing_in_a_snippet_is_markup_but_the_marks(hostile):
    for shown in (snippet(hostile, "script a"), highlight(hostile, hostile)):
        assert "<" not in shown.replace("<mark>", "").replace("</mark>", "")


def test_searching_costs_the_same_whatever_is_found(index):
    for number in range(30):
        index(f"雨水{number}")
    with CaptureQueriesContext(connection) as many:
        assert len(titles("雨水")) == 30
    with CaptureQueriesContext(connection) as one:
        assert len(titles("雨水29")) == 1
    assert len(many) == len(one) < 30
