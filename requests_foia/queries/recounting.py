"""Many limits of cases counted at once, when the calendar has changed."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from portal.calendar.queries import calendars_for
from portal.calendar.targets import targets_for
from portal.domain.clock import ClockError
from portal.domain.moments import local_day
from portal.domain.rulesets import rule_set
from portal.obligations.domain.steps import late_from
from portal.obligations.models import Obligation
from portal.obligations.queries import target_by_rule, target_until
from portal.obligations.recounters import Due
from requests_foia.domain import receipt
from requests_foia.models import Application

from .duties import duties_of, replies_issued
from .reckoning import reckoning, target_of


def derive_reply(rows: Sequence[Obligation], *, lock: bool) -> Mapping[int, Due]:
    """The reply period of each case; ``source`` is the case and the clock's answer."""
    cases = _cases(rows, lock=lock, parts=("events",))
    codes = {case.organisation.code for case in cases.values()}
    calendars, targets = calendars_for(codes), targets_for(codes)
    found = {}
    for row in rows:
        case = cases[UUID(row.subject_id)]
        try:
            answer = reckoning(case, calendars[case.organisation.code])
        except ClockError:
            # Facts that contradict one another keep their date until somebody mends them.
            continue
        if answer.due_on and not answer.waiting_for:
            trace = [day.as_json() for day in answer.trace]
            due = (answer.started_on, answer.due_on, answer.provisional)
            until = target_until(target_of(case, answer, targets), late_from(answer.due_on))
            found[row.pk] = Due(*due, trace, (case, answer), until)
    return found


def derive_inner(rows: Sequence[Obligation], *, lock: bool) -> Mapping[int, Due]:
    """The inner steps still owed, as the facts of each case tell them."""
    cases = _cases(rows, lock=lock, parts=("events",))
    issued = replies_issued(cases)
    codes = {case.organisation.code for case in cases.values()}
    calendars, targets = calendars_for(codes), targets_for(codes)
    found = {}
    for row in rows:
        case = cases[UUID(row.subject_id)]
        calendar = calendars[case.organisation.code]
        try:
            owed = duties_of(case, reckoning(case, calendar), issued)
        except ClockError:
            continue
        for duty in owed:
            if (duty.rule_key, duty.part) == (row.rule_key, row.part):
                period = duty.period
                due_from = late_from(period.due_on)
                target = target_by_rule(row, due_from=due_from, targets=targets, calendar=calendar)
                trace = [day.as_json() for day in period.trace]
                facts = (period.started_on, period.due_on, period.provisional, trace)
                found[row.pk] = Due(*facts, target_from=target)
    return found


def derive_confirmation(rows: Sequence[Obligation], *, lock: bool) -> Mapping[int, Due]:
    """The last day on which staff may confirm receipt of each case."""
    cases = _cases(rows, lock=lock)
    codes = {case.organisation.code for case in cases.values()}
    calendars, targets = calendars_for(codes), targets_for(codes)
    found = {}
    for row in rows:
        case = cases[UUID(row.subject_id)]
        limit = rule_set(case.rule_set)["foi.confirm"].limit
        day = receipt.confirm_by(case.submitted_at, calendars[case.organisation.code], limit)
        target = target_by_rule(
            row,
            due_from=late_from(day),
            targets=targets,
            calendar=calendars[case.organisation.code],
        )
        facts = (local_day(case.submitted_at), day, row.provisional, row.trace)
        found[row.pk] = Due(*facts, target_from=target)
    return found


def _cases(
    rows: Sequence[Obligation], *, lock: bool, parts: Sequence[str] = ()
) -> dict[UUID, Application]:
    cases = Application.objects.filter(pk__in=[row.subject_id for row in rows])
    if lock:
        cases = cases.select_for_update(of=("self",)).order_by("pk")
    return cases.select_related("organisation").prefetch_related(*parts).in_bulk()
