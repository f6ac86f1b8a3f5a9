"""Whatever a label holds, the file stays well-formed and says the same again when read."""

import re
from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from portal.desk.icalendar import MAX_OCTETS, AllDay, calendar_text, folded, text_value

STAMP = datetime(2026, 3, 2, 1, 30, 5, tzinfo=UTC)
# Whatever Python can hold: control characters and lone surrogates included.
ANY_TEXT = st.text(st.characters(), max_size=200)


def entry(**said):
    facts = {
        "uid": "obligation-7@example.gov.cn",
        "day": date(2026, 12, 31),
        "summary": "甲号：答复",
        "description": "答复政府信息公开申请",
        "url": "https://example.gov.cn/admin/",
        "sequence": 2,
        "stamp": STAMP,
        **said,
    }
    return AllDay(**facts)


def unfolded(text):
    return text.replace("\r\n ", "").split("\r\n")


def unescaped(value):
    """Read a text value as RFC 5545, 3.3.11 says."""
    return re.sub(r"\\(.)", lambda m: "\n" if m[1] in "nN" else m[1], value)


def plain(text):
    """What of a text can be told at all: no control characters, one kind of line break."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = "".join(c for c in text if c in "\n\t" or (c >= " " and c != "\x7f"))
    return text.encode("utf-8", "replace").decode()


@given(ANY_TEXT, ANY_TEXT)
def test_every_text_comes_back_and_no_line_is_too_long(summary, description):
    text = calendar_text([entry(summary=summary, description=description)], name="甲", product="p")
    for line in text.encode("utf-8").removesuffix(b"\r\n").split(b"\r\n"):
        assert len(line) <= MAX_OCTETS
        line.decode("utf-8")  # no character is cut in two
        assert b"\n" not in line
        assert b"\r" not in line
    fields = dict(line.split(":", 1) for line in unfolded(text) if line and ":" in line)
    assert unescaped(fields["SUMMARY"]) == plain(summary)
    assert unescaped(fields["DESCRIPTION"]) == plain(description)


@given(ANY_TEXT)
def test_no_text_can_add_a_property(text):
    names = [
        line.partition(":")[0]
        for line in unfolded(calendar_text([entry(summary=text)], name=text, product="p"))
    ]
    usual = [
        line.partition(":")[0]
        for line in unfolded(calendar_text([entry()], name="甲", product="p"))
    ]
    assert names == usual


def test_the_file_in_full():
    assert unfolded(calendar_text([entry(is_tentative=True)], name="教育局；时限", product="-//P"))[
        :-1
    ] == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//P",
        "CALSCALE:GREGORIAN",
        "NAME:教育局；时限",
        "X-WR-CALNAME:教育局；时限",
        "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
        "BEGIN:VEVENT",
        "UID:obligation-7@example.gov.cn",
        "DTSTAMP:20260302T013005Z",
        "DTSTART;VALUE=DATE:20261231",
        "DTEND;VALUE=DATE:20270101",
        "SEQUENCE:2",
        "SUMMARY:甲号：答复",
        "DESCRIPTION:答复政府信息公开申请",
        "URL:https://example.gov.cn/admin/",
        "STATUS:TENTATIVE",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
        "END:VCALENDAR",
    ]


def test_the_signs_that_mean_something_are_escaped():
    assert text_value("a\\b;c,d\r\ne\rf\ng") == "a\\\\b\\;c\\,d\\ne\\nf\\ng"


def test_exactly_75_octets_are_one_line():
    assert folded("x" * 75) == "x" * 75 + "\r\n"
    assert folded("x" * 76) == "x" * 75 + "\r\n x\r\n"
