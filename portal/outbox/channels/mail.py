"""Plain-text mail through Django's mail backend."""

import smtplib
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.core.validators import validate_email

from portal.outbox.models import OutboxMessage

from . import UndeliverableError


@contextmanager
def connection() -> Iterator[Callable[[OutboxMessage], None]]:
    """A sender that keeps its connection to the mail server while it works."""
    backend = get_connection()
    try:
        yield lambda message: _send(message, backend)
    finally:
        backend.close()


def _send(message: OutboxMessage, backend: BaseEmailBackend) -> None:
    try:
        validate_email(message.recipient)
    except ValidationError as error:
        raise UndeliverableError("not an e-mail address") from error
    mail = EmailMessage(
        subject=message.title,
        body=message.body,
        to=[message.recipient],
        headers={"Message-ID": message.message_id, "Auto-Submitted": "auto-generated"},
        connection=backend,
    )
    try:
        backend.open()
        mail.send()
    except smtplib.SMTPRecipientsRefused as error:
        _reset(backend)
        codes = {code for code, _text in error.recipients.values()}
        if all(500 <= code < 600 for code in codes):
            raise UndeliverableError(f"recipient refused {max(codes)}") from error
        raise
    except Exception:
        _reset(backend)
        raise


def _reset(backend: BaseEmailBackend) -> None:
    """After a failure the connection may be in any state: the next mail opens a new one."""
    backend.close()
