"""The ways out of the house. A channel sends one message or raises."""

import smtplib


class UndeliverableError(Exception):
    """Trying again cannot help."""


def describe(error: Exception) -> str:
    """The kind of an error, never its text: that may quote an address."""
    name = type(error).__name__
    if isinstance(error, UndeliverableError):
        return str(error)[:200]
    return f"{name} {error.smtp_code}" if isinstance(error, smtplib.SMTPResponseException) else name
