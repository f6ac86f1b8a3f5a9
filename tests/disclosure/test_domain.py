import doctest

import pytest

from disclosure.domain import content, index_number, layout
from disclosure.domain.index_number import PATTERN
from disclosure.domain.index_number import index_number as compose
from disclosure.domain.review import Answers


@pytest.mark.parametrize("module", [index_number, layout, content])
def test_doctests(module):
    assert doctest.testmod(module).failed == 0


@pytest.mark.parametrize("code", ["000014349", "11441700007280420Y"])
def test_index_number_has_the_shape_of_the_guide(code):
    number = compose(organisation_code=code, year=2026, serial=7)
    assert number == f"{code}/2026-00007"
    assert PATTERN.fullmatch(number)


@pytest.mark.parametrize(
    ("code", "serial"),
    [("00001434", 1), ("00001434a", 1), ("000014349", 0), ("000014349", 100_000)],
)
def test_index_number_refuses_what_does_not_fit(code, serial):
    with pytest.raises(ValueError, match=r"number|serial"):
        compose(organisation_code=code, year=2026, serial=serial)


def test_digest_tells_every_change_and_forgets_the_order_of_files():
    fields = {"title": "甲", "body": "乙"}
    digest = content.content_digest(fields, [("a.pdf", "1"), ("b.pdf", "2")])
    assert digest == content.content_digest(fields, [("b.pdf", "2"), ("a.pdf", "1")])
    others = [
        content.content_digest({"title": "甲乙", "body": ""}, [("a.pdf", "1"), ("b.pdf", "2")]),
        content.content_digest(fields, [("a.pdf", "2"), ("b.pdf", "2")]),
        content.content_digest(fields, [("a.pdf", "1")]),
    ]
    assert digest not in others
    assert len(set(others)) == 3


def test_layout_reads_the_structure_of_an_official_text():
    body = """## 总则
第一章　总则
第一条 为了公开。
一、工作要求
（一）及时公开。
二、这是一句话，写得很长，有逗号也有句号。所以不是标题。
第二条之一　补充规定。
为什么要公开？
问：怎么申请？
答：带上身份证。为什么？看第三条。
"""
    kinds = [(block.kind, block.lead) for block in layout.lay_out(body)]
    assert kinds == [
        ("heading", ""),
        ("chapter", ""),
        ("article", "第一条"),
        ("heading", ""),
        ("paragraph", ""),
        ("paragraph", ""),
        ("article", "第二条之一"),
        ("heading", ""),
        ("article", "问"),
        ("article", "答"),
    ]


def test_layout_keeps_every_word():
    body = "第一条　甲\n\n\n乙<script>alert(1)</script>\n第二章 丙"
    laid = "".join(block.lead + block.text for block in layout.lay_out(body))
    assert laid == "第一条甲乙<script>alert(1)</script>第二章 丙"


@pytest.mark.parametrize(
    ("found", "clean"),
    [
        ((False, False, False, True), True),
        ((True, False, False, True), False),
        ((False, True, False, True), False),
        ((False, False, True, True), False),
        ((False, False, False, False), False),
    ],
)
def test_answers_are_clean_only_when_nothing_stands_against(found, clean):
    assert Answers(*found).are_clean is clean
