"""Masks show enough to recognise one's own data and not enough to learn another's."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from portal.privacy.detectors import find_personal_data
from portal.privacy.masks import (
    mask_email,
    mask_id_number,
    mask_name,
    mask_phone,
    mask_text,
    redact_text,
)


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("张三", "张*"),
        ("张小三", "张*三"),
        ("欧阳娜娜", "欧**娜"),
        ("阿", "*"),
        ("", ""),
        (" 张三 ", "张*"),
        ("John Smith", "J*** S****"),
        ("买买提·吐尔逊", "买*****逊"),
    ],
)
def test_names(name, masked):
    assert mask_name(name) == masked


@pytest.mark.parametrize(
    ("phone", "masked"),
    [
        ("13800131234", "138****1234"),
        ("138 0013 1234", "138****1234"),
        ("0571-87654321", "057*****4321"),
        ("66012345", "66****45"),
        ("123", "***"),
        ("", ""),
    ],
)
def test_phones(phone, masked):
    assert mask_phone(phone) == masked


@pytest.mark.parametrize(
    ("number", "masked"),
    [
        ("110105194912311234", "1101**********1234"),
        ("110105 19491231 1234", "1101**********1234"),
        ("E12345678", "E*******8"),
        ("A", "*"),
        ("", ""),
    ],
)
def test_id_numbers(number, masked):
    assert mask_id_number(number) == masked


@pytest.mark.parametrize(
    ("address", "masked"),
    [
        ("zhangsan@example.com", "z***@example.com"),
        ("a@example.com", "***@example.com"),
        ("no-address", "**********"),
    ],
)
def test_addresses(address, masked):
    assert mask_email(address) == masked


def test_text_keeps_all_but_the_personal_data():
    text = (
        "张三，身份证11010519491231002X，电话138-0013-8000，卡4111111111111111，座机010-66012345。"
    )
    assert mask_text(text) == (
        "张三，身份证1101**********002X，电话138****8000，卡4111********1111，座机010-66012345。"
    )
    assert redact_text(text) == (
        "张三，身份证[id_card]，电话[mobile]，卡[bank_card]，座机010-66012345。"
    )


@given(st.text(alphabet="0123456789 -Xx１２张", max_size=80))
def test_nothing_is_found_in_a_redacted_text(text):
    assert find_personal_data(redact_text(text)) == []


@given(st.text(min_size=1, max_size=40))
def test_no_mask_returns_what_it_hides(value):
    assume("*" not in value)
    stripped = value.strip()
    for mask in (mask_name, mask_phone, mask_id_number):
        masked = mask(stripped)
        assert masked != stripped or set(masked) <= {"*", " "}
