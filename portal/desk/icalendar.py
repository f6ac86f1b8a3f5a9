"""iCalendar (RFC 5545): all-day entries written as the lines every calendar program reads.

Three rules make such a file: a text value has its backslashes, semicolons, commas and line
breaks escaped (3.3.11); a line longer than 75 octets goes on in the next one behind a blank,
never in the middle of a character (3.1); and every line ends with CR and LF.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

MAX_OCTETS = 75
_ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})
# What no text value may hold: control characters but the tab (and the line break, escaped).
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


@dataclass(frozen=True, kw_only=True)
class AllDay:
    """One entry that lasts one day. ``sequence`` counts how often the day was moved."""

    uid: str
    day: date
    summary: str
    description: str
    url: str
    sequence: int
    # When what the entry says was last revised.
    stamp: datetime
    is_tentative: bool = False


def calendar_text(entries: Iterable[AllDay], *, name: str, product: str) -> str:
    """The whole file. ``product`` names the program that wrote it."""
    return "".join(folded(line) for line in _lines(entries, name, product))


def text_value(value: str) -> str:
    """A text as a value: whatever it holds, it stays one value on one line."""
    lines = value.replace("\r\n", "\n").replace("\r", "\n")
    kept = _CONTROLS.sub("", lines).encode("utf-8", "replace").decode("utf-8")
    return kept.translate(_ESCAPES)


def folded(line: str) -> str:
    """The line with its end, broken so that no piece is longer than 75 octets.

    >>> folded("SUMMARY:" + "公开" * 15).encode().split(b"\\r\\n ")[0].decode()
    'SUMMARY:公开公开公开公开公开公开公开公开公开公开公开'
    """
    pieces = []
    piece, size = "", 0
    for character in line:
        octets = len(character.encode("utf-8"))
        if size + octets > MAX_OCTETS:
            pieces.append(piece)
            # The blank that marks the continuation is one of its octets.
            piece, size = "", 1
        piece += character
        size += octets
    return "\r\n ".join([*pieces, piece]) + "\r\n"


def _lines(entries: Iterable[AllDay], name: str, product: str) -> Iterator[str]:
    yield "BEGIN:VCALENDAR"
    yield "VERSION:2.0"
    yield f"PRODID:{text_value(product)}"
    yield "CALSCALE:GREGORIAN"
    yield f"NAME:{text_value(name)}"
    # The older name of NAME, which most programs still ask for.
    yield f"X-WR-CALNAME:{text_value(name)}"
    yield "REFRESH-INTERVAL;VALUE=DURATION:PT1H"
    for entry in entries:
        yield from _entry(entry)
    yield "END:VCALENDAR"


def _entry(entry: AllDay) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{text_value(entry.uid)}"
    yield f"DTSTAMP:{entry.stamp.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    yield f"DTSTART;VALUE=DATE:{_day(entry.day)}"
    # The end is the first day that no longer belongs to the entry.
    yield f"DTEND;VALUE=DATE:{_day(entry.day + timedelta(days=1))}"
    yield f"SEQUENCE:{entry.sequence}"
    yield f"SUMMARY:{text_value(entry.summary)}"
    yield f"DESCRIPTION:{text_value(entry.description)}"
    yield f"URL:{entry.url}"
    yield f"STATUS:{'TENTATIVE' if entry.is_tentative else 'CONFIRMED'}"
    # A day on which something is due is no day on which nobody has time.
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _day(day: date) -> str:
    return day.isoformat().replace("-", "")
