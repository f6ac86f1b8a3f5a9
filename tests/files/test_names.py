"""Names keep their meaning and lose their teeth."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.files.domain.names import clean_name


@pytest.mark.parametrize(
    ("given_name", "cleaned"),
    [
        ("关于印发《办法》的通知.pdf", "关于印发《办法》的通知.pdf"),
        ("../../etc/passwd.txt", "passwd.txt"),
        ("..\\..\\windows\\a.txt", "a.txt"),
        ("C:\\附件\\一.docx", "一.docx"),
        ("a\r\nSet-Cookie: x=1.pdf", "aSet-Cookie_ x=1.pdf"),
        ("a\0b.pdf", "ab.pdf"),
        ("\u202efdp.exe", "fdp.exe"),
        ("a\u200b\ufeffb.pdf", "ab.pdf"),
        ("  a  b .PDF ", "a b.pdf"),
        (".htaccess", "htaccess"),
        ("...", "未命名"),
        ("", "未命名"),
        ("/", "未命名"),
        ('a<b>"c|d?.pdf', "a_b__c_d_.pdf"),
        ("a.pdf.", "a.pdf"),
        ("\ud800a.pdf", "a.pdf"),
        ("e\u0301.pdf", "é.pdf"),
    ],
)
def test_names(given_name, cleaned):
    assert clean_name(given_name) == cleaned


def test_long_names_are_cut_between_characters_and_keep_their_extension():
    cleaned = clean_name("长" * 300 + ".docx")
    assert len(cleaned.encode()) <= 255
    assert cleaned == "长" * 83 + ".docx"


@given(st.text())
def test_every_name_is_harmless(name):
    cleaned = clean_name(name)
    assert 0 < len(cleaned.encode()) <= 255
    assert not set(cleaned) & set('/\\:*?"<>|')
    assert not any(unicodedata.category(char)[0] == "C" for char in cleaned)
    assert clean_name(cleaned) == cleaned
