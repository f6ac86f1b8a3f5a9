"""What the index may never do: show what is not public, lose what is, or fall over."""

import doctest

import pytest
from django.core.management import call_command
from django.test import Client

from disclosure.actions import withdraw_document
from disclosure.models import Document
from portal.agencies.models import Organisation
from portal.search import actions, domain, grams, queries
from portal.search.backends import backend, postgresql
from portal.search.models import SearchEntry
from tests.factories.disclosure import LATER, open_bureau
from tests.hostile import XSS_CORPUS

pytestmark = pytest.mark.django_db

HOSTILE = [
    "住房" * 5000,
    '"',
    '""" OR "',
    "住房 AND NOT",
    "NEAR(住房 补贴, 3)",
    "title : 住房",
    "住房*",
    "^住房",
    "'&|!():*<->",
    "\\ \\' $1 %s %(x)s {0}",
    "ＡＮＤ　“住房”",
    "𠮷野家 𠀀𠀁 🏛️",
    "hello world",
    "、。；",
    "\u202e\u200b\ufeff",
    "é ﷺ ß ㎡ ½",
    "a" * 10_000,
    " ".join("字" * n for n in range(1, 60)),
    *XSS_CORPUS,
]


def titles(terms):
    return [entry.title for entry in queries.entries(queries.find(terms).hits)]


def test_whatever_is_asked_gets_a_calm_answer(index, client: Client):
    index("住房补贴", "正文 𠮷野家 é ㎡")
    for terms in HOSTILE:
        response = client.get("/search/", {"q": terms})
        assert response.status_code == 200, terms
        assert list(queries.subject_ids(terms, "document")) is not None
        assert isinstance(queries.nearest(terms, limit=3), list)


@pytest.mark.parametrize("terms", ["𠮷野", "𠮷", "é", "m2", "🏛️ 住房", "&", "a'b", "\\", '"引"'])
def test_rare_characters_are_found_like_any_other(index, terms):
    index("住房🏛️", '𠮷野家 é ㎡ & a\'b \\ "引"')
    index("别的", "吉野家 e m3")
    assert titles(terms) == ["住房🏛️"]


def test_what_is_no_longer_public_is_not_found_by_a_stale_index(index):
    entry = index("雨水花园建设管理办法", "雨水花园的建设和养护")
    assert titles("雨水") == ["雨水花园建设管理办法"]
    Organisation.objects.filter(pk=entry.subject_id).update(is_active=False)
    found = queries.find("雨水")
    assert (found.hits, found.by_kind, found.total) == ([], {}, 0)
    assert queries.nearest("雨水花园的建设和养护", limit=3) == []
    assert actions.reconcile()["stale"] == 1
    assert not SearchEntry.objects.exists()


def test_a_kind_that_no_app_vouches_for_is_not_found(index):
    index("雨水花园", kind="unheard-of")
    assert titles("雨水") == []


def test_withdrawal_takes_a_document_out_at_once():
    bureau = open_bureau()
    document = bureau.published()
    assert titles(document.title) == [document.title]
    actions.take_in_waiting()
    assert titles(document.title) == [document.title]
    withdraw_document(document=document, explanation="内容有误", actor=bureau.office, at=LATER)
    assert titles(document.title) == []
    assert backend().is_in_step()
    assert not SearchEntry.objects.exists()


def test_a_lost_entry_comes_back_by_the_sweep():
    document = open_bureau().published()
    SearchEntry.objects.all().delete()
    assert actions.reconcile() == {"missing": 1, "stale": 0, "lost_step": 0}
    assert titles(document.title) == [document.title]
    assert actions.reconcile() == {"missing": 0, "stale": 0, "lost_step": 0}


def test_an_engine_that_lost_step_begins_anew(index):
    index("雨水花园")
    actions.take_in_waiting()
    backend().clear()
    assert not backend().is_in_step()
    assert actions.reconcile()["lost_step"] == 1
    assert backend().is_in_step()
    assert titles("水花") == ["雨水花园"]


def test_changed_text_is_found_and_the_old_text_is_not(index):
    entry = index("雨水花园", "蓄水防涝")
    actions.index(
        subject=Organisation.objects.get(pk=entry.subject_id),
        kind="document",
        title="雨水花园",
        text="透水铺装",
        url="/x/",
        published_at=entry.published_at,
        organisation=None,
    )
    for _turn in range(2):
        assert titles("蓄水") == []
        assert titles("透水") == ["雨水花园"]
        actions.take_in_waiting()
    assert backend().is_in_step()


def test_an_entry_too_large_for_the_engine_is_still_found(index, monkeypatch):
    monkeypatch.setattr(postgresql, "MAX_BYTES", 40)
    index("雨水花园", "蓄水防涝，" * 20 + "透水铺装")
    actions.take_in_waiting()
    assert titles("透水铺") == ["雨水花园"]


def test_draft_never_enters_even_by_rebuilding():
    bureau = open_bureau()
    bureau.draft(title="还没有公开的文件")
    call_command("rebuild_search")
    assert actions.reconcile() == {"missing": 0, "stale": 0, "lost_step": 0}
    assert titles("没有公开") == []
    assert Document.objects.exists()


def test_a_sentence_finds_what_is_like_it_and_not_what_is_not(index):
    actual = index("幸福路小学北侧地块征收补偿安置方案", "征收范围、补偿标准、安置房源。")
    for number in range(5):
        index(f"电梯加装补贴办法{number}", "既有住宅加装电梯，按照标准给予补贴。")
    actions.take_in_waiting()
    wanted = "我想了解2025年幸福路小学旁边那块地的征收补偿是怎么安排的，谢谢！"
    assert [entry.pk for entry in queries.nearest(wanted, limit=3)] == [actual.pk]
    assert queries.nearest("今天天气真好，我想去公园", limit=3) == []
    assert queries.nearest("", limit=3) == []


def test_only_what_answers_requests_is_offered(index):
    index("幸福路小学征收补偿安置方案", kind="interpretation")
    actions.take_in_waiting()
    assert queries.nearest("幸福路小学征收补偿安置方案", limit=3) == []


@pytest.mark.parametrize("module", [domain, grams])
def test_examples_hold(module):
    result = doctest.testmod(module)
    assert result.attempted
    assert not result.failed
