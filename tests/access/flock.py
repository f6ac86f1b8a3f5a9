"""Fifty applicants nobody else is like, in two bodies and in every state."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from requests_foia.actions.attaching import keep_files
from requests_foia.domain.attachments import Purpose
from requests_foia.models import Application
from tests.factories import requests_foia as cases
from tests.factories.canaries import Canary, canary

SIZE = 50
# How the first of each body stand; the rest are as they came in.
STATES = (
    *(cases.archived, cases.delivered, cases.issued, cases.approved, cases.drafted),
    *(cases.handled, cases.registered, cases.confirmed),
)


@dataclass(frozen=True)
class Bird:
    """One of them: the canary, its case with its code, and whether it is our body's."""

    canary: Canary
    application: Application
    code: str
    is_ours: bool


def flock(ours: cases.Bureau, theirs: cases.Bureau) -> list[Bird]:
    """The even ones apply to our body, the odd ones to the other."""
    return [_bird((ours, theirs)[number % 2], number) for number in range(SIZE)]


def _bird(place: cases.Bureau, number: int) -> Bird:
    them, turn = canary(number), number // 2
    said = {"key": f"canary-{number}", "applicant": them.applicant}
    if turn < len(STATES):
        case = STATES[turn](place, **said)
        code = cases.new_code_of(case)
    else:
        filed = cases.filed(place, **said)
        case, code = filed.application, filed.code
    purpose = Purpose.IDENTITY if turn % 5 == 4 else Purpose.MATERIAL
    keep_files(
        application=case, uploads=[them.upload()], purpose=purpose, actor=None, at=cases.FILED_AT
    )
    return Bird(them, case, code, number % 2 == 0)


class Listening(logging.Handler):
    """Everything that anybody logs, with what hangs on the record and what went wrong."""

    def __init__(self) -> None:
        super().__init__(logging.INFO)
        self.heard: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.heard.append(f"{record.getMessage()} {record.__dict__}")
        if record.exc_info:
            self.heard.append(logging.Formatter().formatException(record.exc_info))

    @property
    def said(self) -> bytes:
        return "\n".join(self.heard).encode("utf-8", "replace")


@contextmanager
def listening() -> Iterator[Listening]:
    """All loggers, as far as a server in service writes them down."""
    root, handler = logging.getLogger(), Listening()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    try:
        yield handler
    finally:
        root.setLevel(level)
        root.removeHandler(handler)
