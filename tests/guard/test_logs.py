"""Log lines are JSON, name their request, and hold no personal data."""

import json
import logging
import sys

import pytest

from portal.guard.logs import (
    JsonFormatter,
    PersonalDataFilter,
    RequestIdFilter,
    current_request_id,
)

ID, PHONE, CARD = "11010519491231002X", "13800138000", "4111111111111111"


class Written(logging.Handler):
    """Keeps what a stream would have got."""

    def __init__(self) -> None:
        super().__init__()
        self.addFilter(RequestIdFilter())
        self.addFilter(PersonalDataFilter())
        self.setFormatter(JsonFormatter())
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))


@pytest.fixture
def written():
    logger, handler = logging.getLogger("tests.guard"), Written()
    logger.addHandler(handler)
    logger.setLevel(logging.DEBUG)
    yield handler
    logger.removeHandler(handler)


def clean(handler: Written) -> dict:
    (line,) = handler.lines
    assert not any(secret in line for secret in (ID, PHONE, CARD))
    return json.loads(line)


log = logging.getLogger("tests.guard")


def test_a_line(written):
    token = current_request_id.set("request-1")
    log.warning("filed %s", "云溪〔2026〕1", extra={"status": 200})
    current_request_id.reset(token)
    line = clean(written)
    assert line["message"] == "filed 云溪〔2026〕1"
    assert line["request_id"] == "request-1"
    assert line["level"] == "WARNING"
    assert line["status"] == 200
    assert line["time"].endswith("+00:00")


def test_outside_of_a_request(written):
    log.info("sweep")
    assert clean(written)["request_id"] == "-"


@pytest.mark.parametrize(
    ("message", "arguments"),
    [
        (f"id {ID} phone {PHONE} card {CARD}", ()),
        ("id %s phone %s", (ID, PHONE)),
        ("row %r", ({"id": ID, "list": [PHONE, CARD]},)),
        ("%(phone)s", ({"phone": PHONE},)),
        ("split %s%s", (PHONE[:5], PHONE[5:])),
        ("wide %s", ("１３８００１３８０００",)),
        ("too few %s %s", (ID,)),
        ("number %d", (int(PHONE),)),
    ],
)
def test_message_and_arguments_are_cleaned(written, message, arguments):
    log.error(message, *arguments)
    line = clean(written)
    assert "１３８００１３８０００" not in line["message"]


def test_exception_texts_are_cleaned(written):
    try:
        raise ValueError(f"duplicate key (id_number)=({ID})")
    except ValueError:
        log.exception("failed for %s", PHONE)
    line = clean(written)
    assert "ValueError" in line["exception"]
    assert "[id_card]" in line["exception"]


def test_exceptions_formatted_before_us_are_cleaned_too(written):
    try:
        raise ValueError(PHONE)
    except ValueError:
        record = log.makeRecord("tests.guard", 40, "f", 1, "m", (), sys.exc_info())
    record.exc_text = f"ValueError: {PHONE}"
    written.handle(record)
    clean(written)


def test_stacks_and_extras_are_cleaned(written):
    log.info("m", extra={"path": f"/x/{PHONE}/", "task": ID, "other": CARD}, stack_info=True)
    line = clean(written)
    assert line["path"] == "/x/[mobile]/"
    assert "other" not in line


def test_line_breaks_cannot_forge_a_line(written):
    log.info("first\n%s", '{"level": "ERROR"}')
    assert clean(written)["level"] == "INFO"
