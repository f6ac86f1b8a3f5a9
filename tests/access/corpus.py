"""What nobody should send (threats C8 and C9)."""

import base64
import json
from urllib.parse import quote

# Values of one parameter as they stand in a query string: no text at all.
UNTEXTS = ("%00", "a%00b", "%ff", "%C0%80", "%ED%A0%80")
# And texts that may go wrong further inside.
TEXTS = {
    "10**6": "1000000",
    "10**9": "1000000000",
    "10**18": "1" + "0" * 18,
    "10**40": "1" + "0" * 40,
    "10 kB of digits": "9" * 10_000,
    "negative": "-1",
    "zero": "0",
    "fraction": "1.5",
    "infinity": "inf",
    "exponent": "1e309",
    "arabic digit": "٣",
    "superscript": "²",
    "no such day": "2026-02-30",
    "day zero": "0000-00-00",
    "year 10000": "10000-01-01",
    "first moment": "0001-01-01T00:00:00+14:00",
    "last moment": "9999-12-31T23:59:59.999999-14:00",
    "10 kB term": "长" * 3400,
    "many terms": "甲乙 " * 2500,
    "percents": "%_%_%",
    "underscore": "_",
    "backslash": "\\",
    "quotes": "'\"'; --",
    "operators": "a & | ! :* (b <-> ) OR NOT NEAR( * - ^",
    "redos": "(a+)+$" + "a" * 5000 + "!",
    "brackets": "(" * 5000,
    "bidi": "\u202e\ufffe\uffff",
    "astral": "😀𠮷",
    "combining": "e" + "\u0301" * 5000,
    "newlines": "a\r\nSet-Cookie: x=1\r\n",
    "controls": "\x07\x1b[2J",
    "html": "<script>alert(1)</script>",
    "formula": "=1+1",
    "path": "../../../../etc/passwd",
    "template": "{{ 7|add:7 }}{% debug %}",
    "json": '{"$ne": null}',
    "empty": "",
}
VALUES = (*UNTEXTS, *map(quote, TEXTS.values()))
# Where every value would take too long: what has broken such a parameter before.
FEW = (
    *UNTEXTS[::2],
    *(quote(TEXTS[name]) for name in ("10**9", "10**40", "negative", "no such day", "quotes")),
)
REPEATED = 1000


def _cursor(*parts: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(parts).encode()).decode().rstrip("=")


CURSORS = (
    _cursor("0001-01-01T00:00:00+14:00", "1"),
    _cursor("9999-12-31T23:59:59-14:00", "1"),
    _cursor("2026-01-01T00:00:00+00:00", "9" * 40),
    _cursor("2026-01-01T00:00:00+00:00", "\0"),
    _cursor("2026-01-01T00:00:00+00:00", {"a": [1]}),
    base64.urlsafe_b64encode(b"1").decode(),
    base64.urlsafe_b64encode(b"[" * 5000).decode(),
)
