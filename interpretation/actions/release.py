"""The steps that interpretations and consultations have in common."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, TypeVar

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from disclosure.domain.layout import unified_lines
from disclosure.domain.review import Answers
from interpretation.domain.workflow import AUTHORS
from interpretation.models import Consultation, Interpretation, ReleaseReview
from interpretation.notices import returned_notice
from interpretation.queries.content import digest_of
from portal.agencies.models import User
from portal.agencies.permissions import has_role
from portal.audit.actions import record
from portal.domain.moments import local_day
from portal.domain.workflow import Refusal, TransitionRefused
from portal.files.actions import store_upload, withdraw_files
from portal.files.models import StoredFile
from portal.outbox.actions import enqueue
from portal.search.actions import remove

from .steps import take

Released = TypeVar("Released", Interpretation, Consultation)


def begin(
    item: Released, fields: Mapping[str, Any], allowed: frozenset[str], *, actor: User, at: datetime
) -> str:
    """Fill in a new draft; answers with the role that allows it, else TransitionRefused."""
    on = local_day(at)
    held = [role for role in AUTHORS if has_role(actor, role, item.organisation, on)]
    if not held:
        raise TransitionRefused([Refusal("role", _("您在该机构没有起草的岗位。"))])
    assign(item, fields, allowed)
    item.author, item.created_at, item.updated_at = actor, at, at
    item.save(force_insert=True)
    return str(held[0])


def assign(item: Released, fields: Mapping[str, Any], allowed: frozenset[str]) -> None:
    """Set the given fields; ``ValueError`` for one that is not to be set this way."""
    unknown = fields.keys() - allowed
    if unknown:
        raise ValueError(f"not editable: {sorted(unknown)}")
    for name, value in fields.items():
        setattr(item, name, unified_lines(value))


def account_for_draft(item: Released, role: str) -> None:
    """The audit entry of a new draft."""
    record(
        action=f"{item._meta.model_name}.draft",
        subject=item,
        actor=item.author,
        at=item.created_at,
        role=role,
        organisation=item.organisation,
        after={"state": item.state, "title": item.title},
    )


@transaction.atomic
def attach_file(
    *, item: Released, upload: "UploadedFile[bytes]", actor: User, at: datetime
) -> StoredFile:
    """Add an attachment to a draft. Raises ``files.UploadRefused`` with every reason."""
    step = take("edit", item, actor=actor, at=at)
    stored = store_upload(upload=upload, subject=step.row, purpose="attachment", actor=actor, at=at)
    step.save()
    step.account(after={"sha256": stored.sha256})
    return stored


@transaction.atomic
def submit(*, item: Released, actor: User, at: datetime) -> Released:
    """Hand a draft in for review."""
    step = take("submit", item, actor=actor, at=at)
    step.save()
    step.account()
    return step.row


@transaction.atomic
def return_to_author(*, item: Released, note: str, actor: User, at: datetime) -> Released:
    """Send a submission back with a word on what to change."""
    step = take("return", item, actor=actor, at=at, answers={"note": note})
    step.row.return_note = note.strip()
    step.save("return_note")
    notice = returned_notice(step.row)
    enqueue(
        kind="site",
        dedupe_key=f"{step.row._meta.label_lower}.returned.{step.row.pk}.{at.isoformat()}",
        subject=step.row,
        recipient=str(step.row.author_id),
        title=notice.title,
        body=notice.body,
        at=at,
    )
    step.account(reason=note)
    return step.row


@transaction.atomic
def review(
    *,
    item: Released,
    answers: Answers,
    actor: User,
    at: datetime,
    comment: str = "",
    personal_data_exemption: str = "",
) -> Released:
    """Pass the secrecy review of the content as it stands; whoever can't pass it returns it."""
    step = take(
        "review",
        item,
        actor=actor,
        at=at,
        answers={
            "has_state_secret": answers.has_state_secret,
            "has_commercial_secret": answers.has_commercial_secret,
            "has_privacy": answers.has_privacy,
            "is_lawful": answers.is_lawful,
            "personal_data_exemption": personal_data_exemption,
        },
    )
    passed = ReleaseReview.objects.create(
        **{item._meta.model_name or "": step.row},
        content_sha256=digest_of(step.row),
        comment=comment.strip(),
        personal_data_exemption=personal_data_exemption.strip(),
        reviewer=actor,
        reviewed_at=at,
    )
    step.save()
    step.account(after={"review": passed.pk, "content_sha256": passed.content_sha256})
    return step.row


@transaction.atomic
def withdraw(*, item: Released, explanation: str, actor: User, at: datetime) -> Released:
    """Take it back with a public word on why; its address then shows that notice."""
    step = take("withdraw", item, actor=actor, at=at, answers={"explanation": explanation})
    step.row.explanation, step.row.withdrawn_at = explanation.strip(), at
    step.save("explanation", "withdrawn_at")
    remove(subject=step.row)
    withdraw_files(subject=step.row, actor=actor, at=at, reason=explanation)
    step.account(reason=explanation)
    return step.row
