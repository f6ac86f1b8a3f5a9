"""The answer on its way to approval: drafted by one person, approved by another."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from disclosure.models import Category
from portal.agencies.domain.roles import Role
from portal.agencies.models import Organisation, User
from portal.domain.moments import local_day
from portal.files.actions import store_uploads
from requests_foia.domain.conversion import Prompt, needs_conversion_review
from requests_foia.domain.replies import Ground, ReplyKind
from requests_foia.models import Application, Reply
from requests_foia.permissions.conversion import conversion_faults
from requests_foia.permissions.words import fee_faults, reply_faults, text_faults

from .checking import demand_checks, hand_to_review
from .conversion import keep_review
from .messages import tell_role, tell_staff
from .recount import hand_over
from .stepping import begin, finish

FILES = "reply"


def draft_reply(
    *,
    application: Application,
    kind: ReplyKind,
    text: str,
    actor: User,
    at: datetime,
    ground: Ground | None = None,
    reasons: str = "",
    separation: str = "",
    search_note: str = "",
    withheld: str = "",
    search_places: str = "",
    search_words: str = "",
    searched_by: str = "",
    referred_to: Organisation | None = None,
    referral: str = "",
    attachments: "Sequence[UploadedFile[bytes]]" = (),
    converts: bool | None = None,
    conversion_reasons: str = "",
    conversion_title: str = "",
    conversion_category: Category | None = None,
    conversion_formed_on: date | None = None,
    version: int | None = None,
) -> Reply:
    """Put a draft before the deputy leader; ``attachments`` are what it discloses.

    ``converts`` answers whether it becomes proactive disclosure (条例 art. 44). A draft that
    discloses may be handed in without, but is not approved before ``review_conversion``.
    Raises ``UploadRefused`` for a file that is not what it says; nothing is kept then.
    """
    words = {
        "text": text.strip(),
        "reasons": reasons.strip(),
        "separation": separation.strip(),
        "search_note": search_note.strip(),
        "withheld": withheld.strip(),
        "search_places": search_places.strip(),
        "search_words": search_words.strip(),
        "searched_by": searched_by.strip(),
        "referral": referral.strip(),
    }
    said: Any = {
        "converts": converts,
        "reasons": conversion_reasons,
        "title": conversion_title,
        "category": conversion_category,
        "formed_on": conversion_formed_on,
    }
    is_answered = converts is not None and needs_conversion_review(kind)
    with transaction.atomic():
        step = begin(
            application=application,
            event="draft",
            actor=actor,
            at=at,
            version=version,
            faults=lambda case: (
                *reply_faults(case=case, kind=kind, ground=ground, words=words),
                *fee_faults(case, kind),
                *(conversion_faults(**said, on=local_day(at)) if is_answered else ()),
            ),
        )
        reply = Reply.objects.create(
            application=step.application,
            kind=kind,
            ground=ground or "",
            referred_to=referred_to,
            drafted_by=actor,
            drafted_at=at,
            **words,
        )
        store_uploads(uploads=attachments, subject=reply, purpose=FILES, actor=actor, at=at)
        if is_answered:
            keep_review(
                application=step.application,
                reply=reply,
                prompt=Prompt.REPLY,
                actor=actor,
                at=at,
                **said,
            )
        demand_checks(step, reply)
        hand_to_review(step, reply)
        officer = step.application.officer or actor
        finish(
            step,
            changed={"officer": officer},
            after={"kind": kind, "ground": ground or "", "attachments": len(attachments)}
            | ({"converts": converts} if is_answered else {}),
        )
        return reply


def send_back(
    *, application: Application, note: str, actor: User, at: datetime, version: int | None = None
) -> Application:
    """Return the draft with a comment; it stays on record, a new one takes its place."""
    with transaction.atomic():
        step = begin(
            application=application,
            event="send_back",
            actor=actor,
            at=at,
            version=version,
            faults=lambda _case: text_faults("note", note, _("请填写退回意见。")),
        )
        reply = living_reply(step.application)
        reply.returned_by, reply.returned_at, reply.return_note = actor, at, note.strip()
        reply.save(update_fields=["returned_by", "returned_at", "return_note"])
        hand_over(step.application, to=reply.drafted_by, at=at)
        tell_staff("sent_back", step.application, reply.drafted_by, at=at)
        return finish(step, note=note.strip())


def approve(
    *,
    application: Application,
    actor: User,
    at: datetime,
    note: str = "",
    version: int | None = None,
) -> Application:
    """Approve the draft; never one's own."""
    with transaction.atomic():
        step = begin(
            application=application,
            event="approve",
            actor=actor,
            at=at,
            version=version,
            faults=lambda _case: text_faults("note", note, ""),
        )
        reply = living_reply(step.application)
        reply.approved_by, reply.approved_at = actor, at
        reply.save(update_fields=["approved_by", "approved_at"])
        hand_over(step.application, to=None, at=at)
        tell_role("approved", step.application, Role.OPENNESS_OFFICE, at=at)
        return finish(step, note=note.strip())


def living_reply(application: Application) -> Reply:
    """The draft that has not been returned; there is one from drafting on."""
    return Reply.objects.select_related("drafted_by").get(
        application=application, returned_at__isnull=True
    )
