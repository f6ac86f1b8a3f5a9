"""Confirming receipt, by a person or by the passing of time, and registering."""

from datetime import date, datetime, time

from django.db import transaction

from portal.agencies.domain.roles import Role
from portal.agencies.models import User
from portal.domain.moments import SHANGHAI
from portal.domain.workflow import TransitionRefused
from portal.obligations.actions import meet_obligation
from requests_foia import queries
from requests_foia.domain.receipt import confirmation_day
from requests_foia.domain.vocabulary import Channel, Fact
from requests_foia.domain.workflow import SYSTEM
from requests_foia.models import Application

from .facts import state_fact
from .inner import keep_inner_steps
from .messages import tell_applicant, tell_role
from .recount import recount
from .stepping import Step, begin, finish


def confirm_receipt(
    *,
    application: Application,
    actor: User | None,
    at: datetime,
    version: int | None = None,
    note: str = "",
) -> Application:
    """Confirm that the application has arrived: the reply clock starts (条例 art. 31 (三)).

    Without ``actor`` the portal confirms, which it may only after the confirmation period.
    Whoever confirms late confirms the last day of that period, so that nobody holds the
    clock off; the obligation to confirm still counts as late.
    """
    with transaction.atomic():
        step = begin(
            application=application,
            event="confirm",
            actor=actor,
            role="" if actor else SYSTEM,
            at=at,
            version=version,
        )
        return _confirm(step, note)


def confirm_lapsed(*, at: datetime) -> list[str]:
    """Confirm what nobody confirmed in time; the numbers of those cases."""
    confirmed = []
    for application in queries.confirmation_lapsed(at):
        try:
            confirm_receipt(application=application, actor=None, at=at)
        except TransitionRefused:
            continue  # somebody confirmed it since the list was read
        confirmed.append(application.number)
    return confirmed


def register(
    *,
    application: Application,
    actor: User,
    at: datetime,
    version: int | None = None,
    note: str = "",
) -> Application:
    """Enter the application in the register (条例 art. 45: 登记)."""
    with transaction.atomic():
        step = begin(application=application, event="register", actor=actor, at=at, version=version)
        step.application.registered_at = at
        step.application.state = step.transition.target
        keep_inner_steps(step.application, at=at, actor=actor)
        return finish(step, changed={"registered_at": at}, note=note)


def _confirm(step: Step, note: str) -> Application:
    application = step.application
    last_day = queries.confirm_by(
        application.organisation, application.submitted_at, application.rule_set
    )
    day = confirmation_day(
        Channel(application.channel), application.submitted_at, step.at, last_day
    )
    confirmed_at = step.at if day == step.day else _end_of(day)
    state_fact(step, Fact.CONFIRMED, on=day, moment=confirmed_at)
    meet_obligation(
        subject=application, rule_key="foi.confirm", met_at=step.at, at=step.at, actor=step.actor
    )
    application.state = step.transition.target
    answer = recount(application=application, at=step.at, actor=step.actor, reason="")
    tell_applicant("confirmed", application, at=step.at)
    if step.actor is None:
        tell_role("confirmed", application, Role.OPENNESS_OFFICE, at=step.at)
    return finish(
        step,
        changed={"confirmed_at": confirmed_at, "confirmed_by_system": step.actor is None},
        after={"received_on": day, "due_on": answer.due_on if answer else None},
        note=note,
    )


def _end_of(day: date) -> datetime:
    return datetime.combine(day, time(23, 59, 59), tzinfo=SHANGHAI)
