"""Blind indexes: equal for what is the same, unrelated everywhere else."""

import pytest

from portal.privacy.index import blind_index, keyed_hash


@pytest.mark.parametrize(
    "spelling", ["e12345678x", "E12345678X", " E12345678X ", "Ｅ１２３４５６７８Ｘ"]
)
def test_one_index_for_all_spellings(spelling):
    assert blind_index(spelling, purpose="id") == blind_index("E12345678X", purpose="id")


def test_purposes_are_separate():
    assert blind_index("a", purpose="id") != blind_index("a", purpose="phone")
    assert blind_index("b:a", purpose="x") != blind_index("a", purpose="x:b")


def test_nothing_has_no_index():
    assert blind_index("", purpose="id") == blind_index("  ", purpose="id") == ""


def test_the_key_decides(settings):
    before = blind_index("a", purpose="id")
    settings.PORTAL_INDEX_KEY = "another key of sufficient length"
    assert blind_index("a", purpose="id") != before


def test_keyed_hash_takes_the_value_as_it_stands():
    assert keyed_hash("A", purpose="x") != keyed_hash("a", purpose="x")
    assert len(keyed_hash("\ud800", purpose="x")) == 64
