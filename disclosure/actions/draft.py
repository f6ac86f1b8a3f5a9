"""From the first words to the submission."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from disclosure.domain.layout import unified_lines
from disclosure.domain.workflow import AUTHORS, State
from disclosure.models import Document
from disclosure.queries.content import digest_of
from portal.agencies.models import Organisation, User
from portal.agencies.permissions import has_role
from portal.audit.actions import record
from portal.domain.moments import local_day
from portal.domain.workflow import Refusal, TransitionRefused
from portal.files.actions import store_upload
from portal.files.models import StoredFile

from .deadline import keep_deadline
from .steps import take

EDITABLE_FIELDS = frozenset(
    {
        "title",
        "doc_no",
        "co_issuers",
        "category",
        "information_class",
        "topic",
        "keywords",
        "genre",
        "summary",
        "body",
        "formed_on",
        "issued_on",
        "effective_on",
        "expires_on",
        "attribute",
        "ground",
        "attribute_reason",
        "validity",
        "repealed_by",
    }
)


@transaction.atomic
def draft_document(
    *,
    organisation: Organisation,
    fields: Mapping[str, Any],
    actor: User,
    at: datetime,
    converted_on: date | None = None,
) -> Document:
    """Begin a document of ``organisation``; a proactive one starts its limit of art. 26.

    ``converted_on`` is the day on which what was disclosed on request was found fit for
    everybody (art. 44): the limit then runs from it.

    Raises TransitionRefused when the actor may not draft for this body, or when the
    document is said to be formed after today.
    """
    on = local_day(at)
    held = [role for role in AUTHORS if has_role(actor, role, organisation, on)]
    refusals = _future_refusals(fields, on)
    if not held:
        refusals.append(Refusal("role", _("您在该机构没有起草文件的岗位。")))
    if refusals:
        raise TransitionRefused(refusals)
    document = Document(organisation=organisation, author=actor, created_at=at, updated_at=at)
    document.converted_on = converted_on
    _assign(document, fields)
    document.save(force_insert=True)
    keep_deadline(document, actor=actor, at=at)
    record(
        action="document.draft",
        subject=document,
        actor=actor,
        at=at,
        role=str(held[0]),
        organisation=organisation,
        after={"state": document.state, "title": document.title},
    )
    return document


@transaction.atomic
def edit_document(
    *, document: Document, fields: Mapping[str, Any], actor: User, at: datetime
) -> Document:
    """Change a draft. Raises TransitionRefused once it has left the drafter's desk."""
    step = take("edit", document, actor=actor, at=at)
    refusals = _future_refusals(fields, local_day(at))
    if refusals:
        raise TransitionRefused(refusals)
    before = {name: getattr(step.row, name) for name in fields if name in EDITABLE_FIELDS}
    _assign(step.row, fields)
    step.save(*before)
    keep_deadline(step.row, actor=actor, at=at)
    changed = {n: v for n, v in before.items() if v != getattr(step.row, n)}
    step.account(
        before={name: str(value) for name, value in changed.items() if name != "body"},
        after={name: str(getattr(step.row, name)) for name in changed if name != "body"}
        | {"content_sha256": digest_of(step.row)},
    )
    return step.row


@transaction.atomic
def attach_file(
    *, document: Document, upload: "UploadedFile[bytes]", actor: User, at: datetime
) -> StoredFile:
    """Add an attachment to a draft. Raises ``files.UploadRefused`` with every reason."""
    step = take("edit", document, actor=actor, at=at)
    stored = store_upload(upload=upload, subject=step.row, purpose="attachment", actor=actor, at=at)
    step.save()
    step.account(after={"attachment": stored.original_name, "sha256": stored.sha256})
    return stored


@transaction.atomic
def submit(*, document: Document, actor: User, at: datetime) -> Document:
    """Hand the draft in for review; a document without an attribute stays a draft (S0-2)."""
    step = take("submit", document, actor=actor, at=at)
    step.save()
    step.account(after={"attribute": step.row.attribute})
    return step.row


def _future_refusals(fields: Mapping[str, Any], on: date) -> list[Refusal]:
    formed_on = fields.get("formed_on")
    if formed_on is None or formed_on <= on:
        return []
    return [Refusal("formed_in_the_future", _("成文日期不能晚于今天。"))]


def _assign(document: Document, fields: Mapping[str, Any]) -> None:
    unknown = fields.keys() - EDITABLE_FIELDS
    if unknown:
        raise ValueError(f"not editable: {sorted(unknown)}")
    for name, value in fields.items():
        setattr(document, name, unified_lines(value))
    if document.attribute == Document.Attribute.PROACTIVE:
        document.ground = document.attribute_reason = ""
    document.state = State.DRAFT
