"""The one writer of receipt day, due date and reply obligation: derived, never typed."""

from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from portal.agencies.models import Organisation, User
from portal.domain.clock import ClockError, ReplyAnswer
from portal.domain.workflow import Refusal, TransitionRefused
from portal.obligations import queries as obligations
from portal.obligations.actions import (
    assign_obligation,
    meet_obligation,
    move_obligation,
    open_obligation,
    void_obligation,
)
from portal.obligations.models import Obligation
from requests_foia import queries
from requests_foia.domain.duties import DELIVERY, OPINIONS
from requests_foia.domain.vocabulary import State
from requests_foia.models import Application

from .counting import count_entry
from .inner import keep_inner_steps

REPLY = "foi.reply"
# What the unit that has the case is responsible for.
_UNITS_RULES = (REPLY, *OPINIONS.values())
_CACHES = ("received_on", "due_on", "due_is_provisional")


def recount(
    *, application: Application, at: datetime, actor: User | None = None, reason: str
) -> ReplyAnswer | None:
    """Derive receipt day and due date anew and carry them to the row and the ledger, with every
    inner step that the facts have begun, met or ended.

    The caller has locked the case and recorded the facts. While a correction is awaited
    nothing is due: the row in the ledger ends, and a new one begins when it comes. None
    while receipt is unconfirmed or the case has ended.
    """
    if application.state == State.RECEIVED or application.closed_at:
        return None
    try:
        answer = queries.reckoning(application)
    except ClockError as error:
        faults = [
            Refusal(problem.code, _(problem.text) % problem.params) for problem in error.problems
        ]
        raise TransitionRefused(faults) from error
    is_first = application.received_on is None
    application.received_on = answer.received_on
    application.due_on = None if answer.waiting_for else answer.due_on
    application.due_is_provisional = bool(application.due_on and answer.provisional)
    application.save(update_fields=_CACHES)
    if is_first:
        count_entry(application, at=at)
    _carry_to_ledger(application, answer, at, actor, reason)
    keep_inner_steps(application, at=at, actor=actor, reason=reason, answer=answer)
    return answer


def stop_clock(application: Application, *, at: datetime, actor: User | None, reason: str) -> None:
    """End what is still owed on a case that closes without a reply."""
    for row in _open_rows(application):
        void_obligation(
            subject=application,
            rule_key=row.rule_key,
            part=row.part,
            reason=reason,
            at=at,
            actor=actor,
        )


def answered(
    application: Application, *, made_at: datetime, at: datetime, actor: User | None
) -> None:
    """The reply has been made; in time or late, it stays so. What led up to it is over."""
    for rule_key in (REPLY, DELIVERY):
        if rule_key == REPLY or obligations.open_of(application, rule_key):
            meet_obligation(
                subject=application, rule_key=rule_key, met_at=made_at, at=at, actor=actor
            )
    stop_clock(application, at=at, actor=actor, reason=_("已作出答复"))


def hand_over(
    application: Application,
    *,
    to: User | None,
    at: datetime,
    unit: Organisation | None = None,
) -> None:
    """Whose turn it is: the queue and the reminders follow ``responsible``.

    The opinions a unit waits for go with the reply. That stays owed by the receiving body, in
    law and in the figures. Only while a ``unit`` has it and nobody there has taken it do the
    rows stand under the unit.
    """
    holder = unit if unit and to is None else application.organisation
    for owed in _open_rows(application).filter(rule_key__in=_UNITS_RULES):
        assign_obligation(obligation=owed, responsible=to, organisation=holder, at=at)


def _carry_to_ledger(
    application: Application, answer: ReplyAnswer, at: datetime, actor: User | None, reason: str
) -> None:
    owed = obligations.open_of(application, REPLY)
    if application.due_on is None:
        if owed:
            void_obligation(subject=application, rule_key=REPLY, reason=reason, at=at, actor=actor)
        return
    trace = [day.as_json() for day in answer.trace]
    target_on = queries.target_of(application, answer)
    if owed:
        move_obligation(
            obligation=owed,
            due_on=application.due_on,
            started_on=answer.started_on,
            provisional=application.due_is_provisional,
            trace=trace,
            target_on=target_on,
            reason=reason,
            at=at,
            actor=actor,
        )
        return
    open_obligation(
        subject=application,
        rule_key=REPLY,
        rule_set=application.rule_set,
        organisation=application.organisation,
        started_on=answer.started_on,
        due_on=application.due_on,
        provisional=application.due_is_provisional,
        trace=trace,
        target_on=target_on,
        at=at,
        actor=actor,
    )


def _open_rows(application: Application) -> QuerySet[Obligation]:
    return obligations.of(application).filter(state=Obligation.State.OPEN)
