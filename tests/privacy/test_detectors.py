"""What is found in a text, and what must be left alone."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import ric

from portal.privacy.detectors import Kind, find_personal_data, is_id_number

VALID_ID = "11010519491231002X"


def kinds(text: str) -> list[str]:
    return [finding.kind.value for finding in find_personal_data(text)]


def found(text: str) -> list[str]:
    return [text[f.start : f.end] for f in find_personal_data(text)]


@pytest.mark.parametrize(
    "text",
    [
        "身份证号11010519491231002X，请查收",
        "身份证号：11010519491231002x",
        "１１０１０５１９４９１２３１００２Ｘ",
        "110105 19491231 002X",
        "110105-1949-1231-002X",
        "110105\u200b19491231\u00a0002X",
        "11010519491231\n002X",
        "编号2026 11010519491231002X",
        "ID:11010519491231002X.",
        "810000199408230021",
        "<td>11010519491231002X</td>",
    ],
)
def test_id_numbers_are_found_however_they_are_typed(text):
    assert kinds(text) == ["id_card"]


@pytest.mark.parametrize(
    "text",
    [
        "110105194912310021",  # wrong check digit
        "11010519491331002X",  # thirteenth month
        "99010519491231002X",  # no such province
        "11010519491231002X0",  # part of a longer number
        "911101050801234567",
        "11010519491231002",
        "索引号 000014349/2017-00110",
    ],
)
def test_what_only_looks_like_an_id_number_is_left_alone(text):
    assert "id_card" not in kinds(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("手机13800138000", "13800138000"),
        ("手机 138 0013 8000", "138 0013 8000"),
        ("138-0013-8000", "138-0013-8000"),
        ("138００１３8000", "138００１３8000"),
        ("+86 13800138000", "13800138000"),
        ("8613800138000", "13800138000"),
        ("(+86)199-1234-5678", "199-1234-5678"),
        ("tel.13800138000。", "13800138000"),
        ("1380 0138 000", "1380 0138 000"),
        ("13800 138000", "13800 138000"),
    ],
)
def test_mobile_phones(text, expected):
    assert found(text) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "座机010-66012345",
        "0571-87654321",
        "12345热线",
        "400-810-1234",
        "12800138000",
        "113800138000",
        "金额 13800138000.50 元",
        "1.13800138000",
        "2026-01-31 09:00:00",
    ],
)
def test_landlines_hotlines_and_amounts_are_no_mobiles(text):
    assert kinds(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "卡号6222021234567890128",
        "6222 0212 3456 7890 128",
        "4111111111111111",
        "4111-1111-1111-1111",
        "４１１１１１１１１１１１１１１１",
    ],
)
def test_bank_cards(text):
    assert kinds(text) == ["bank_card"]


@pytest.mark.parametrize(
    "text",
    [
        "4111111111111112",  # Luhn
        "411111111111111",  # 15 digits
        "1111111111111117",  # no issuer begins with 1
        "统一社会信用代码 91110105MA00123456",
    ],
)
def test_what_is_no_bank_card(text):
    assert kinds(text) == []


def test_findings_come_in_order_and_do_not_overlap():
    text = f"{VALID_ID} 和 13800138000 和 4111111111111111"
    assert kinds(text) == ["id_card", "mobile", "bank_card"]
    findings = find_personal_data(text)
    assert all(left.end <= right.start for left, right in pairwise(findings))


@given(
    st.dates(min_value=date(1900, 1, 1), max_value=date(2099, 12, 31)),
    st.sampled_from(["110105", "330102", "650100", "810000", "440305"]),
    st.integers(0, 999),
    st.text(alphabet=" -\u3000\u200b", max_size=1),
    st.booleans(),
)
def test_every_valid_id_number_is_found(birth, place, serial, gap, is_wide):
    body = f"{place}{birth:%Y%m%d}{serial:03d}"
    number = body + ric.calc_check_digit(body + "0")
    assert is_id_number(number)
    shown = gap.join((number[:6], number[6:14], number[14:]))
    if is_wide:
        shown = shown.translate({ord(d): ord(d) + 0xFEE0 for d in "0123456789X"})
    assert found(f"证件{shown}。") == [shown]


@given(st.text(max_size=300))
def test_no_text_breaks_the_search(text):
    for finding in find_personal_data(text):
        assert 0 <= finding.start < finding.end <= len(text)
        assert isinstance(finding.kind, Kind)


@pytest.mark.timeout(20)
@pytest.mark.parametrize("unit", ["1 ", "1-", "3", "1\u200b\u200b", "6222 "])
def test_hostile_texts_take_no_long_time(unit):
    find_personal_data(unit * (200_000 // len(unit)))
