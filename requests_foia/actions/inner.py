"""Carrying the inner steps of a case to the ledger: opened, moved, met or ended by its facts."""

from datetime import date, datetime, time, timedelta

from django.utils.translation import gettext as _

from portal.agencies.models import User
from portal.domain.clock import ClockError, ReplyAnswer
from portal.domain.moments import SHANGHAI
from portal.obligations import queries as obligations
from portal.obligations.actions import (
    meet_obligation,
    move_obligation,
    open_obligation,
    void_obligation,
)
from portal.obligations.models import Obligation
from requests_foia import queries
from requests_foia.domain.duties import DUTY_RULES, OPINIONS, Duty, Standing
from requests_foia.models import Application

Key = tuple[str, str]


def keep_inner_steps(
    application: Application,
    *,
    at: datetime,
    actor: User | None,
    reason: str = "",
    answer: ReplyAnswer | None = None,
) -> None:
    """Bring the ledger's rows of the inner steps after the facts of a case in hand.

    Safe to repeat: a second run writes nothing. The caller has locked the case. Facts that
    contradict one another leave the rows as they are, until somebody mends them.
    """
    if answer is None:
        try:
            answer = queries.reckoning(application)
        except ClockError:
            return
    newest = _newest(application)
    for duty in queries.duties_of(application, answer):
        row = newest.pop((duty.rule_key, duty.part), None)
        if row is not None and row.state == Obligation.State.OPEN:
            _move(row, duty, at=at, actor=actor, reason=reason)
        elif duty.standing is not Standing.ENDED and _may_open(row):
            _open(application, duty, at=at, actor=actor)
        else:
            continue
        _close(application, duty, at=at, actor=actor)
    for row in newest.values():
        if row.state == Obligation.State.OPEN:
            _drop(application, row, at=at, actor=actor, reason=reason)


def _may_open(row: Obligation | None) -> bool:
    """A step has one row; what had ended and is done after all gets a second one."""
    return row is None or row.state == Obligation.State.VOID


def last_moment(day: date) -> datetime:
    """The last second of a Shanghai day: what happened on it was in time for it."""
    midnight = datetime.combine(day + timedelta(days=1), time.min, tzinfo=SHANGHAI)
    return midnight - timedelta(seconds=1)


def _newest(application: Application) -> dict[Key, Obligation]:
    rows = obligations.of(application).filter(rule_key__in=DUTY_RULES).order_by("pk")
    return {(row.rule_key, row.part): row for row in rows}


def _open(application: Application, duty: Duty, *, at: datetime, actor: User | None) -> None:
    unit, officer = application.assigned_unit, application.officer
    is_units = duty.rule_key in OPINIONS.values()
    holder = unit if is_units and unit and officer is None else None
    open_obligation(
        subject=application,
        rule_key=duty.rule_key,
        part=duty.part,
        rule_set=application.rule_set,
        organisation=holder or application.organisation,
        responsible=officer if is_units else None,
        started_on=duty.period.started_on,
        due_on=duty.period.due_on,
        provisional=duty.period.provisional,
        trace=[day.as_json() for day in duty.period.trace],
        at=at,
        actor=actor,
    )


def _move(row: Obligation, duty: Duty, *, at: datetime, actor: User | None, reason: str) -> None:
    move_obligation(
        obligation=row,
        due_on=duty.period.due_on,
        started_on=duty.period.started_on,
        provisional=duty.period.provisional,
        trace=[day.as_json() for day in duty.period.trace],
        reason=reason,
        at=at,
        actor=actor,
    )


def _close(application: Application, duty: Duty, *, at: datetime, actor: User | None) -> None:
    if duty.met_on:
        met_at = min(duty.met_at or last_moment(duty.met_on), at)
        meet_obligation(
            subject=application,
            rule_key=duty.rule_key,
            part=duty.part,
            met_at=met_at,
            at=at,
            actor=actor,
        )
    elif duty.why:
        void_obligation(
            subject=application,
            rule_key=duty.rule_key,
            part=duty.part,
            reason=_(duty.why),
            at=at,
            actor=actor,
        )


def _drop(
    application: Application, row: Obligation, *, at: datetime, actor: User | None, reason: str
) -> None:
    """The facts no longer ask for it: a fee that was waived is not awaited."""
    void_obligation(
        subject=application,
        rule_key=row.rule_key,
        part=row.part,
        reason=reason or _("依据的事实已不成立"),
        at=at,
        actor=actor,
    )
