"""Write a message in the transaction of the act it tells of."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from django.db import models

from portal.outbox.models import OutboxMessage

Kind = Literal["mail", "site", "webhook"]
BATCH_SIZE = 500
KEY_MAX_LENGTH = 200


@dataclass(frozen=True, slots=True)
class Letter:
    """What ``enqueue_many`` takes; the meaning of the fields is that of ``enqueue``.

    A letter may name a ``subject`` of its own.
    """

    kind: Kind
    dedupe_key: str
    recipient: str
    title: str
    body: str
    subject: models.Model | None = None


def enqueue(
    *,
    kind: Kind,
    dedupe_key: str,
    subject: models.Model,
    recipient: str,
    title: str,
    body: str,
    at: datetime,
    available_at: datetime | None = None,
) -> OutboxMessage:
    """One message to one recipient: an e-mail address, the id of a user, or a URL.

    ``dedupe_key`` (at most 200 characters) names the fact that is told: a second message
    with the same key is not written, and the first is returned.
    """
    letter = Letter(kind, dedupe_key, recipient, title, body)
    message = _message(letter, subject, at, available_at or at)
    OutboxMessage.objects.bulk_create([message], ignore_conflicts=True)
    return OutboxMessage.objects.get(dedupe_key=dedupe_key)


def enqueue_many(*, letters: Iterable[Letter], subject: models.Model, at: datetime) -> None:
    """Many messages in a few statements; known keys are left out."""
    OutboxMessage.objects.bulk_create(
        [_message(letter, letter.subject or subject, at, at) for letter in letters],
        ignore_conflicts=True,
        batch_size=BATCH_SIZE,
    )


def _message(
    letter: Letter, subject: models.Model, at: datetime, available_at: datetime
) -> OutboxMessage:
    # SQLite would store what PostgreSQL refuses.
    if len(letter.dedupe_key) > KEY_MAX_LENGTH:
        raise ValueError("dedupe_key is too long")
    return OutboxMessage(
        kind=letter.kind,
        dedupe_key=letter.dedupe_key,
        subject_type=subject._meta.label_lower,
        subject_id=str(subject.pk),
        organisation_id=getattr(subject, "organisation_id", None),
        recipient=_one_line(letter.recipient),
        title=_one_line(letter.title),
        body=letter.body.replace("\x00", ""),
        created_at=at,
        available_at=available_at,
    )


def _one_line(text: str) -> str:
    """Without line breaks, so that no title or address can add a header to a mail."""
    return " ".join(text.replace("\x00", "").split())
