"""Out to the public, and back."""

from datetime import datetime

from django.db import transaction
from django.urls import reverse

from disclosure.domain.index_number import index_number
from disclosure.models import Document, DocumentRevision
from disclosure.queries.content import digest_of
from disclosure.queries.documents import SEARCH_KIND
from disclosure.queries.numbering import numbering_body
from portal.agencies.models import User
from portal.agencies.numbering import next_number
from portal.domain.moments import local_day
from portal.files.actions import withdraw_files
from portal.search.actions import index_entry, remove
from portal.search.sources import Entry

from .deadline import meet_deadline
from .steps import take

INDEX_SERIES = "disclosure.index"


@transaction.atomic
def publish(*, document: Document, actor: User, at: datetime) -> Document:
    """Make a reviewed document public: number, search, met limit and audit in one.

    Raises TransitionRefused with every blocker at once.
    """
    step = take("publish", document, actor=actor, at=at)
    row = step.row
    row.index_no = row.index_no or _next_index_number(row, local_day(at).year)
    row.content_sha256 = digest_of(row)
    row.published_at = at
    step.save("index_no", "content_sha256", "published_at")
    index_entry(search_entry(row))
    meet_deadline(row, actor=actor, at=at)
    step.account(after={"index_no": row.index_no, "content_sha256": row.content_sha256})
    return row


@transaction.atomic
def withdraw_document(
    *, document: Document, explanation: str, actor: User, at: datetime
) -> Document:
    """Take a published document back, with a public word on why (S1-11).

    Its address then answers with that notice; text, files, search and feeds are purged.
    """
    step = take("withdraw", document, actor=actor, at=at, answers={"explanation": explanation})
    step.row.withdrawn_at = at
    step.save("withdrawn_at")
    DocumentRevision.objects.filter(
        document=step.row, status=DocumentRevision.Status.PROPOSED
    ).update(status=DocumentRevision.Status.REFUSED, decided_at=at)
    DocumentRevision.objects.create(
        document=step.row,
        kind=DocumentRevision.Kind.WITHDRAWAL,
        status=DocumentRevision.Status.APPLIED,
        explanation=explanation.strip(),
        proposed_by=actor,
        proposed_at=at,
        decided_at=at,
    )
    remove(subject=step.row)
    withdraw_files(subject=step.row, actor=actor, at=at, reason=explanation)
    step.account(reason=explanation)
    return step.row


def search_entry(document: Document) -> Entry:
    """How a published document is found."""
    texts = [document.summary, document.body, document.keywords, document.topic]
    assert document.published_at is not None  # noqa: S101 - a constraint holds it
    return Entry(
        subject=document,
        kind=SEARCH_KIND,
        title=document.title,
        number=document.doc_no,
        text="\n".join([*filter(None, texts), document.issuers, document.index_no]),
        url=reverse("disclosure:detail", args=[document.index_no]),
        published_at=document.published_at,
        organisation=document.organisation,
    )


def _next_index_number(document: Document, year: int) -> str:
    body = numbering_body(document.organisation)
    assert body is not None  # noqa: S101 - a guard of the step
    serial = next_number(organisation=body, series=INDEX_SERIES, year=year)
    return index_number(organisation_code=body.credit_code, year=year, serial=serial)
