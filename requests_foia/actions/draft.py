"""Keeping, filing and forgetting what a citizen types.

Drafts are the citizen's own and leave no trace in the audit chain; filing one does,
through ``file_application``.
"""

import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from portal.agencies.models import Organisation
from requests_foia.domain.filing import ApplicantData, ContentData
from requests_foia.domain.vocabulary import Channel
from requests_foia.models import Draft
from requests_foia.queries.draft import LIFETIME, token_hash

from .attaching import (
    DraftError,
    DraftFiled,
    DraftGone,
    destroy_draft_files,
    hand_over,
    held_draft,
    open_draft,
)
from .filing import file_application

__all__ = [
    "DraftChanged",
    "DraftError",
    "DraftFiled",
    "DraftGone",
    "Receipt",
    "discard_draft",
    "file_draft",
    "forget_drafts",
    "receipt_of",
    "repeat_receipt",
    "save_answers",
    "start_draft",
]


class DraftChanged(DraftError):
    """The answers are not those the citizen saw."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the citizen gets for an application; the code stands nowhere else in clear."""

    application_id: str
    number: str
    code: str


def start_draft(*, at: datetime) -> tuple[Draft, str]:
    """A new empty draft and the token for the cookie."""
    token = secrets.token_urlsafe(32)
    draft = Draft.objects.create(token_hash=token_hash(token), started_at=at, last_used_at=at)
    return draft, token


@transaction.atomic
def save_answers(*, draft: Draft, page: str, values: Mapping[str, str], at: datetime) -> None:
    """Keeps the answers of one page; raises ``DraftFiled`` or ``DraftGone``."""
    held = open_draft(draft)
    held.payload = json.dumps({**held.answers, page: dict(values)}, ensure_ascii=False)
    held.last_used_at = at
    held.save(update_fields=["payload", "last_used_at"])


@transaction.atomic
def file_draft(
    *,
    draft: Draft,
    key: UUID,
    seen: str,
    organisation: Organisation,
    applicant: ApplicantData,
    content: ContentData,
    language: str,
    at: datetime,
) -> Receipt:
    """Files the answers of ``draft``, whose fingerprint the citizen saw; once.

    The row is held until all is committed, so of many clicks at once one files and the
    rest wait for its receipt. Raises ``DraftGone`` or ``DraftChanged``.
    """
    held = held_draft(draft)
    receipt = _receipt(held, key, seen)
    if receipt:
        return receipt
    if held.payload != draft.payload:
        raise DraftChanged
    filed = file_application(
        organisation=organisation,
        channel=Channel.WEB,
        applicant=applicant,
        content=content,
        idempotency_key=str(key),
        language=language,
        at=at,
    )
    hand_over(draft=held, application=filed.application, body=organisation, at=at)
    receipt = Receipt(str(filed.application.pk), filed.application.number, filed.code)
    held.payload, held.receipt = "{}", json.dumps(asdict(receipt))
    held.filed_digest, held.last_used_at = seen, at
    held.save(update_fields=["payload", "receipt", "filed_digest", "last_used_at"])
    return receipt


@transaction.atomic
def repeat_receipt(*, draft: Draft, key: UUID, seen: str) -> Receipt | None:
    """The receipt of the same filing, once that has ended; None if nothing was filed.

    Raises ``DraftGone``, or ``DraftChanged`` when something else was filed.
    """
    return _receipt(held_draft(draft), key, seen)


@transaction.atomic
def discard_draft(*, draft: Draft, at: datetime) -> None:
    """Throws away what was typed and attached. A filed application is not touched."""
    gone = list(Draft.objects.select_for_update().filter(pk=draft.pk))
    _throw_away(gone, at)


@transaction.atomic
def forget_drafts(*, at: datetime) -> int:
    """Throws away the drafts nobody has used for a day; answers how many."""
    old = Draft.objects.filter(last_used_at__lte=at - LIFETIME)
    gone = list(old.select_for_update().order_by("pk"))
    _throw_away(gone, at)
    return len(gone)


def _throw_away(drafts: Sequence[Draft], at: datetime) -> None:
    destroy_draft_files(drafts=drafts, at=at)
    Draft.objects.filter(pk__in=[one.pk for one in drafts]).delete()


def receipt_of(draft: Draft) -> Receipt:
    """The receipt of a filed draft."""
    return Receipt(**json.loads(draft.receipt or "{}"))


def _receipt(held: Draft, key: UUID, seen: str) -> Receipt | None:
    if held.key != key:
        raise DraftGone
    if not held.is_filed:
        return None
    if held.filed_digest != seen:
        raise DraftChanged
    return receipt_of(held)
