"""Issuing: the approved answer becomes a numbered letter."""

from datetime import datetime

from django.db import transaction

from interpretation.domain import letterbox
from portal.agencies.models import User
from requests_foia.domain.replies import ReplyKind
from requests_foia.models import Application, Letter, Reply

from .conversion import convert_disclosed
from .drafting import living_reply
from .inner import keep_inner_steps
from .letters import issue_reply_letter
from .messages import tell_applicant
from .stepping import Step, begin, finish


def issue(
    *, application: Application, actor: User, at: datetime, version: int | None = None
) -> Letter:
    """Number and freeze the reply letter. The applicant can read it from now on; the reply
    counts as made when it is delivered. What is to be published for everybody becomes a draft
    document with its own limit."""
    with transaction.atomic():
        step = begin(application=application, event="issue", actor=actor, at=at, version=version)
        reply = living_reply(step.application)
        reply.issued_by, reply.issued_at = actor, at
        reply.save(update_fields=["issued_by", "issued_at"])
        letter = issue_reply_letter(step, reply)
        step.application.state = step.transition.target
        keep_inner_steps(step.application, at=at, actor=actor)
        message = _pass_on(step, reply)
        document = convert_disclosed(step, reply)
        tell_applicant("issued", step.application, at=at)
        finish(
            step,
            after={
                "letter": letter.number,
                "sha256": letter.sha256,
                **({"message": message} if message else {}),
                **({"document": document.pk} if document else {}),
            },
            public_note=letter.number,
        )
        return letter


def _pass_on(step: Step, reply: Reply) -> str:
    """Hand a petition or enquiry in disguise (条例 art. 39) to the letterbox, if there is one.

    Its number there; empty without a letterbox, where the letter's advice is all there is.
    """
    receive = letterbox.receiver()
    if receive is None or reply.kind != ReplyKind.PETITION:
        return ""
    case = step.application
    return receive(
        organisation=case.organisation,
        title=case.title,
        content=case.content,
        source=case,
        at=step.at,
        actor=step.actor,
    )
