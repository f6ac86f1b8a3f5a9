"""The end of a case: delivered, withdrawn, archived."""

from collections.abc import Iterator
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from portal.agencies.domain.roles import Role
from portal.agencies.models import User
from portal.domain.clock import Service, judge_reply
from portal.domain.moments import local_day
from portal.domain.workflow import Refusal
from requests_foia.domain.replies import Ending, Ground, ReplyKind, row_of_ending, row_of_reply
from requests_foia.domain.vocabulary import DeliveryMethod, Fact
from requests_foia.domain.workflow import APPLICANT
from requests_foia.models import Application, Delivery, Letter
from requests_foia.permissions.words import text_faults

from .facts import state_fact
from .fees import drop_open_fee
from .inner import last_moment
from .messages import tell_applicant, tell_role
from .recount import answered, stop_clock
from .stepping import Step, begin, finish

_SENT = frozenset(
    {DeliveryMethod.POST, DeliveryMethod.EMAIL, DeliveryMethod.FAX, DeliveryMethod.ONLINE}
)
"""The day of sending counts; by hand it is the day of signature (国办公开办函〔2015〕235号)."""


def deliver(
    *,
    application: Application,
    method: DeliveryMethod,
    proof: str,
    actor: User,
    at: datetime,
    sent_on: date | None = None,
    signed_on: date | None = None,
    version: int | None = None,
) -> Application:
    """Record that the letter went out or was signed for: the reply is made on that day."""

    def faults(case: Application) -> Iterator[Refusal]:
        yield from text_faults("proof", proof, _("请填写送达凭证。"), limit=300)
        if method in _SENT and sent_on is None:
            yield Refusal("sent_on", _("请填写交寄或者发送日期。"))
        if method is DeliveryMethod.DIRECT and signed_on is None:
            yield Refusal("signed_on", _("直接送达的，请填写签收日期。"))
        if sent_on and signed_on and signed_on < sent_on:
            yield Refusal("signed_on", _("签收日期不能早于发送日期。"))
        yield from _delivery_dates(case, sent_on, signed_on, local_day(at))

    with transaction.atomic():
        step = begin(
            application=application,
            event="deliver",
            actor=actor,
            at=at,
            version=version,
            faults=faults,
        )
        letter = Letter.objects.select_related("reply").get(
            application=step.application, reply__isnull=False
        )
        Delivery.objects.create(
            letter=letter,
            method=method,
            sent_on=sent_on,
            signed_on=signed_on,
            proof=proof.strip(),
            recorded_by=actor,
            recorded_at=at,
        )
        return _made(step, letter, method, sent_on, signed_on)


def _made(
    step: Step,
    letter: Letter,
    method: DeliveryMethod,
    sent_on: date | None,
    signed_on: date | None,
) -> Application:
    made = judge_reply(
        due_on=step.application.due_on or step.day,
        service=Service.MAIL if method in _SENT else Service.DIRECT,
        posted_on=sent_on,
        signed_on=signed_on,
    )
    made_at = min(step.at, last_moment(made.reply_made_on))
    state_fact(step, Fact.REPLIED, on=made.reply_made_on, evidence=letter.number)
    answered(step.application, made_at=made_at, at=step.at, actor=step.actor)
    tell_applicant("delivered", step.application, at=step.at)
    reply = letter.reply
    if reply is None:
        raise LookupError(letter.number)
    kind, ground = ReplyKind(reply.kind), Ground(reply.ground) if reply.ground else None
    changed = {
        "replied_on": made.reply_made_on,
        "outcome": reply.kind,
        "ground": reply.ground,
        "statistics_row": row_of_reply(kind, ground),
        "closed_at": step.at,
    }
    return finish(step, changed=changed, after={**changed, "method": method})


def withdraw(
    *,
    application: Application,
    at: datetime,
    actor: User | None = None,
    reason: str = "",
    version: int | None = None,
) -> Application:
    """Close the case at the applicant's wish. Without ``actor`` it is the applicant, by
    number and code; a clerk who was asked on paper names the evidence in ``reason``."""

    def faults(_case: Application) -> list[Refusal]:
        missing = _("请写明撤回的依据。") if actor else ""
        return text_faults("reason", reason, missing)

    with transaction.atomic():
        step = begin(
            application=application,
            event="withdraw",
            actor=actor,
            role="" if actor else APPLICANT,
            at=at,
            version=version,
            faults=faults,
        )
        state_fact(step, Fact.WITHDRAWN, on=step.day, moment=at, text=reason.strip())
        drop_open_fee(step, _("申请人撤回申请"))
        stop_clock(step.application, at=at, actor=actor, reason=_("申请人撤回申请"))
        tell_applicant("withdrawn", step.application, at=at)
        tell_role("withdrawn", step.application, Role.OPENNESS_OFFICE, at=at)
        ending = Ending.WITHDRAWN
        changed = {
            "outcome": ending.value,
            "statistics_row": row_of_ending(ending),
            "closed_at": at,
        }
        # What an applicant writes may name people, so it stays out of the audit.
        return finish(step, changed=changed, after=changed, note=reason.strip() if actor else "")


def archive(
    *,
    application: Application,
    actor: User,
    at: datetime,
    note: str = "",
    version: int | None = None,
) -> Application:
    """Put the closed case away (条例 art. 45: 归档)."""
    with transaction.atomic():
        step = begin(
            application=application,
            event="archive",
            actor=actor,
            at=at,
            version=version,
            faults=lambda _case: text_faults("note", note, ""),
        )
        return finish(step, changed={"archived_at": at}, note=note.strip())


def _delivery_dates(
    case: Application, sent_on: date | None, signed_on: date | None, on: date
) -> Iterator[Refusal]:
    issued_at = case.letters.filter(reply__isnull=False).values_list("issued_at", flat=True).first()
    issued_on = local_day(issued_at) if issued_at else on
    for field, day in (("sent_on", sent_on), ("signed_on", signed_on)):
        if day and day > on:
            yield Refusal(field, _("日期不能晚于今天。"))
        elif day and day < issued_on:
            yield Refusal(field, _("日期不能早于答复书制发之日。"))
