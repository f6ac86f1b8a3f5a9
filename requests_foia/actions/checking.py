"""Checks of a drafted reply: which it needs, and each of them made (保密审查、合法性审核)."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from portal.agencies.domain.roles import Role
from portal.agencies.models import User
from portal.agencies.queries import staff_with_role
from portal.calendar.queries import rule_set_for
from requests_foia import queries
from requests_foia.domain.checks import REVIEWERS, Check, checks_needed
from requests_foia.domain.replies import ReplyKind
from requests_foia.models import Application, Reply, ReplyCheck
from requests_foia.permissions.words import TEXT_LIMIT, text_faults

from .messages import tell_role
from .recount import hand_over
from .stepping import Step, begin, finish


def check_secrecy(
    *, application: Application, opinion: str, actor: User, at: datetime, version: int | None = None
) -> Application:
    """No state secret leaves with this reply; whoever thinks otherwise sends it back."""
    return _check(Check.SECRECY, "check_secrecy", application, opinion, actor, at, version)


def check_legality(
    *, application: Application, opinion: str, actor: User, at: datetime, version: int | None = None
) -> Application:
    """The reply is lawful: ground, reasons, article; whoever thinks otherwise sends it back."""
    return _check(Check.LEGALITY, "check_legality", application, opinion, actor, at, version)


def demand_checks(step: Step, reply: Reply) -> None:
    """Note the checks this reply needs under the body's own figures of the day."""
    rules = rule_set_for(step.application.organisation.code, step.day, step.application.rule_set)
    scopes = {"secrecy": rules["foi.check_secrecy"].limit}
    scopes["legality"] = rules["foi.check_legality"].limit
    needed = checks_needed(ReplyKind(reply.kind), **scopes)
    ReplyCheck.objects.bulk_create(ReplyCheck(reply=reply, kind=check) for check in needed)


def hand_to_review(step: Step, reply: Reply) -> None:
    """Whose turn it is: reviewers first, one after the other, then the leader."""
    application, at = step.application, step.at
    waiting = reply.checks.filter(checked_at__isnull=True).first()
    if waiting is None:
        leader = queries.approver_of(application, step.day)
        hand_over(application, to=leader, at=at)
        tell_role("drafted", application, Role.DEPUTY_LEADER, at=at)
        return
    role = REVIEWERS[Check(waiting.kind)]
    people = staff_with_role(role, application.organisation, step.day).order_by("pk")
    hand_over(application, to=people.exclude(pk=reply.drafted_by_id).first(), at=at)
    tell_role(f"to_check_{waiting.kind}", application, role, at=at)


def _check(
    check: Check,
    event: str,
    application: Application,
    opinion: str,
    actor: User,
    at: datetime,
    version: int | None,
) -> Application:
    with transaction.atomic():
        step = begin(
            application=application,
            event=event,
            actor=actor,
            at=at,
            version=version,
            faults=lambda _case: text_faults(
                "opinion", opinion, _("请填写审查意见。"), limit=TEXT_LIMIT
            ),
        )
        reply = Reply.objects.get(application=step.application, returned_at__isnull=True)
        row = reply.checks.get(kind=check)
        row.opinion, row.checked_by, row.checked_at = opinion.strip(), actor, at
        row.save(update_fields=["opinion", "checked_by", "checked_at"])
        hand_to_review(step, reply)
        return finish(step, after={"check": check})
