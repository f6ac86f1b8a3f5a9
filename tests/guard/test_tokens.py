"""Tracking codes: unguessable, forgiving to type, stored only as a hash."""

import re

import pytest

from portal.guard.tokens import codes_match, hash_code, new_code

CODE = "7K3M-9Q2D-0A1B-CDEF-GHJK-MNPQ"


def test_codes_have_the_promised_bits_and_look():
    codes = {new_code() for _ in range(500)}
    assert len(codes) == 500
    assert all(
        re.fullmatch(r"(?:[0-9A-HJKMNP-TV-Z]{4}-){5}[0-9A-HJKMNP-TV-Z]{4}", c) for c in codes
    )
    assert 24 * 5 >= 112
    letters = "".join(codes).replace("-", "")
    assert len(set(letters)) == 32


@pytest.mark.parametrize(
    "typed",
    [
        CODE,
        CODE.lower(),
        CODE.replace("-", ""),
        CODE.replace("-", " "),
        f"  {CODE}\n",
        CODE.replace("0", "O").replace("1", "I"),
        CODE.replace("0", "o").replace("1", "l"),
        "".join(chr(ord(c) + 0xFEE0) if c != "-" else "－" for c in CODE),
    ],
)
def test_a_code_is_recognised_however_it_is_typed(typed):
    assert codes_match(typed, hash_code(CODE))


@pytest.mark.parametrize("typed", ["", "7K3M", CODE[:-1], CODE + "0", CODE[::-1], "\ud800", "张三"])
def test_any_other_is_not(typed):
    assert not codes_match(typed, hash_code(CODE))


def test_the_hash_does_not_hold_the_code():
    assert re.fullmatch("[0-9a-f]{64}", hash_code(CODE))
