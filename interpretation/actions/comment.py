"""Comments: taken in from anybody, released by staff only."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from disclosure.models import Document
from interpretation.domain.period import Phase
from interpretation.domain.workflow import MODERATORS
from interpretation.models import Comment, Consultation, Interpretation
from interpretation.queries.comments import Subject, about
from portal.agencies.models import User
from portal.agencies.permissions import has_role
from portal.audit.actions import record
from portal.domain.moments import local_day
from portal.domain.workflow import Refusal, TransitionRefused
from portal.guard.tokens import hash_code, new_code

from .steps import take


@dataclass(frozen=True)
class Submitted:
    """What the commenter is told; the code is nowhere else."""

    comment: Comment
    code: str


@transaction.atomic
def submit_comment(
    *, subject: Subject, nickname: str, text: str, contact: str, at: datetime
) -> Submitted:
    """Take a comment in, to be moderated. TransitionRefused when its subject takes none now."""
    refusals = _subject_refusals(subject, at)
    if refusals:
        raise TransitionRefused(refusals)
    code = new_code()
    comment = Comment.objects.create(
        **about(subject),
        organisation=subject.organisation,
        nickname=nickname.strip(),
        text=text.strip(),
        contact=contact.strip(),
        code_hash=hash_code(code),
        submitted_at=at,
        updated_at=at,
    )
    record(
        action="comment.submit",
        subject=comment,
        actor=None,
        at=at,
        organisation=comment.organisation,
        after={"state": comment.state, "subject": f"{subject._meta.label_lower}:{subject.pk}"},
    )
    return Submitted(comment, code)


@transaction.atomic
def show_comment(*, comment: Comment, actor: User, at: datetime) -> Comment:
    """Release a comment as it was written."""
    step = take("show", comment, actor=actor, at=at)
    step.row.hidden_reason = ""
    step.row.moderated_by, step.row.moderated_at = actor, at
    step.save("hidden_reason", "moderated_by", "moderated_at")
    step.account()
    return step.row


@transaction.atomic
def hide_comment(*, comment: Comment, reason: str, actor: User, at: datetime) -> Comment:
    """Hold a comment back, with a coded reason that the commenter and the public are told."""
    step = take("hide", comment, actor=actor, at=at, answers={"reason": reason})
    step.row.hidden_reason = reason
    step.row.moderated_by, step.row.moderated_at = actor, at
    step.save("hidden_reason", "moderated_by", "moderated_at")
    step.account(after={"hidden_reason": reason})
    return step.row


@transaction.atomic
def answer_comment(*, comment: Comment, reply: str, actor: User, at: datetime) -> Comment:
    """Answer in public; a comment still waiting is released with its answer."""
    step = take("answer", comment, actor=actor, at=at, answers={"reply": reply})
    row = step.row
    row.reply, row.replied_at = reply.strip(), at
    if row.moderated_at is None:
        row.moderated_by, row.moderated_at = actor, at
    step.save("reply", "replied_at", "moderated_by", "moderated_at")
    step.account()
    return row


@transaction.atomic
def reveal_contact(*, comment: Comment, reason: str, actor: User, at: datetime) -> str:
    """The contact data in clear, for a moderator and a reason, both written down."""
    on = local_day(at)
    held = [role for role in MODERATORS if has_role(actor, role, comment.organisation, on)]
    refusals = [] if held else [Refusal("role", _("您在该机构没有办理留言的岗位。"))]
    if not reason.strip():
        refusals.append(Refusal("no_reason", _("请写明查看的理由。")))
    if refusals:
        raise TransitionRefused(refusals)
    record(
        action="comment.reveal_contact",
        subject=comment,
        actor=actor,
        at=at,
        role=str(held[0]),
        organisation=comment.organisation,
        reason=reason,
    )
    return comment.contact


def _subject_refusals(subject: Subject, at: datetime) -> list[Refusal]:
    current = type(subject)._default_manager.get(pk=subject.pk)
    if isinstance(current, Consultation):
        if current.state != Consultation.States.PUBLISHED or current.phase(at) == Phase.PLANNED:
            return [Refusal("not_open", _("意见征集尚未开始。"))]
        if current.phase(at) != Phase.OPEN:
            return [Refusal("closed", _("意见征集已经结束，不再接收意见。"))]
    elif current.state not in (Document.States.PUBLISHED, Interpretation.States.PUBLISHED):
        return [Refusal("not_public", _("该内容不接收留言。"))]
    return []
