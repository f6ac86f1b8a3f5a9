"""Changing what is already public, each time with a public word on why (S1-11)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from disclosure.domain.layout import unified_lines
from disclosure.domain.review import Answers
from disclosure.models import Document, DocumentRevision, SecrecyReview
from disclosure.queries.content import digest_of
from disclosure.queries.guards import corrected, pending_correction
from portal.agencies.models import User
from portal.domain.moments import local_day
from portal.search.actions import index_entry

from .publication import search_entry
from .review import review_answers, write_review
from .steps import take

CORRECTABLE_FIELDS = (
    "title",
    "doc_no",
    "co_issuers",
    "topic",
    "keywords",
    "summary",
    "body",
    "issued_on",
    "effective_on",
    "expires_on",
)


@transaction.atomic
def correct_document(
    *,
    document: Document,
    fields: Mapping[str, Any],
    explanation: str,
    actor: User,
    at: datetime,
) -> DocumentRevision:
    """Propose a correction; nothing changes in public until someone else has reviewed it.

    ``fields`` may hold any of CORRECTABLE_FIELDS; those that do not differ are ignored.
    """
    changes = _changes(document, fields)
    step = take(
        "correct",
        document,
        actor=actor,
        at=at,
        answers={"explanation": explanation, "changes": changes},
    )
    revision = DocumentRevision.objects.create(
        document=step.row,
        kind=DocumentRevision.Kind.CORRECTION,
        status=DocumentRevision.Status.PROPOSED,
        explanation=explanation.strip(),
        changes=changes,
        proposed_by=actor,
        proposed_at=at,
    )
    step.account(after={"revision": revision.pk, "fields": sorted(changes)}, reason=explanation)
    return revision


@transaction.atomic
def review_correction(
    *,
    document: Document,
    answers: Answers,
    conclusion: str,
    actor: User,
    at: datetime,
    comment: str = "",
    personal_data_exemption: str = "",
) -> Document:
    """Secrecy review of the pending correction: a pass puts it into effect at once."""
    step = take(
        "review_correction",
        document,
        actor=actor,
        at=at,
        answers=review_answers(answers, conclusion, personal_data_exemption),
        prepare=corrected,
    )
    row = step.row
    revision = pending_correction(row)
    assert revision is not None  # noqa: S101 - a guard of the step
    passes = conclusion == SecrecyReview.Conclusion.PASS
    write_review(step, answers, conclusion, comment, personal_data_exemption)
    revision.status = revision.Status.APPLIED if passes else revision.Status.REFUSED
    revision.decided_at = at
    revision.save(update_fields=["status", "decided_at"])
    if passes:
        row.content_sha256 = digest_of(row)
        step.save("content_sha256", *revision.changes)
        index_entry(search_entry(row))
    step.account(
        after={"revision": revision.pk, "conclusion": conclusion}, reason=revision.explanation
    )
    return row


@transaction.atomic
def change_validity(
    *,
    document: Document,
    validity: str,
    explanation: str,
    actor: User,
    at: datetime,
    repealed_by: Document | None = None,
) -> Document:
    """Mark a published document amended, repealed, lapsed or again in force (S3-3)."""
    step = take(
        "change_validity", document, actor=actor, at=at, answers={"explanation": explanation}
    )
    row = step.row
    before = row.validity
    row.validity = validity
    row.repealed_by = repealed_by
    row.validity_changed_on = local_day(at)
    step.save("validity", "repealed_by", "validity_changed_on")
    DocumentRevision.objects.create(
        document=row,
        kind=DocumentRevision.Kind.VALIDITY,
        status=DocumentRevision.Status.APPLIED,
        explanation=explanation.strip(),
        changes={"validity": [before, validity]},
        proposed_by=actor,
        proposed_at=at,
        decided_at=at,
    )
    step.account(before={"validity": before}, after={"validity": validity}, reason=explanation)
    return row


def _changes(document: Document, fields: Mapping[str, Any]) -> dict[str, list[str | None]]:
    unknown = fields.keys() - set(CORRECTABLE_FIELDS)
    if unknown:
        raise ValueError(f"not correctable: {sorted(unknown)}")
    current = Document.objects.select_for_update().get(pk=document.pk)
    wanted = {name: unified_lines(value) for name, value in fields.items()}
    return {
        name: [_plain(getattr(current, name)), _plain(value)]
        for name, value in wanted.items()
        if getattr(current, name) != value
    }


def _plain(value: Any) -> str | None:
    return None if value is None else str(value)
