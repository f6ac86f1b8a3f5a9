"""JSON log lines that name their request and no person."""

import json
import logging
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

from portal.privacy.masks import redact_text

current_request_id: ContextVar[str] = ContextVar("current_request_id", default="-")

_STANDARD = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "request_id"}
# Further facts that callers may attach with ``extra=``; nothing else is written.
_FACTS = ("method", "path", "status", "duration_ms", "task", "job")


class RequestIdFilter(logging.Filter):
    """Gives every record the id of the request it was written in."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.request_id = current_request_id.get()
        return True


class PersonalDataFilter(logging.Filter):
    """Takes ID-card numbers, phones and bank cards out of message, arguments and traceback."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = redact_text(_message(record)), None
        if record.exc_info and not record.exc_text:
            record.exc_text = logging.Formatter().formatException(record.exc_info)
        record.exc_text = record.exc_text and redact_text(record.exc_text)
        record.stack_info = record.stack_info and redact_text(record.stack_info)
        for name, value in vars(record).items():
            if name not in _STANDARD and isinstance(value, str):
                setattr(record, name, redact_text(value))
        return True


class JsonFormatter(logging.Formatter):
    """One JSON object per line, times in UTC."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "request_id": getattr(record, "request_id", "-"),
            "message": record.getMessage(),
        }
        line |= {name: getattr(record, name) for name in _FACTS if hasattr(record, name)}
        if record.exc_info or record.exc_text:
            line["exception"] = record.exc_text or self.formatException(record.exc_info)  # type: ignore[arg-type]
        if record.stack_info:
            line["stack"] = record.stack_info
        return json.dumps(line, ensure_ascii=False, default=str)


def _message(record: logging.LogRecord) -> str:
    """The finished message; a wrong format string must not print the raw arguments."""
    try:
        return record.getMessage()
    except (TypeError, ValueError, KeyError):
        return f"{record.msg} (arguments withheld: they do not fit the message)"
