"""How a case stands against its date, in a form a page can put into one sentence."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from portal.calendar.queries import calendar_for
from portal.domain.clock import ClockError, count_working_days
from portal.domain.drawing import Drawing, draw
from portal.domain.rulesets import rule_set
from requests_foia.models import Application

from .reckoning import expected_due, reckoning


class Against(StrEnum):
    """Where a case stands against its date."""

    UNCONFIRMED = "unconfirmed"
    DUE = "due"
    OVERDUE = "overdue"
    HELD = "held"
    ANSWERED = "answered"
    ANSWERED_LATE = "answered_late"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Standing:
    """``working_days`` are those left until ``due_on``, or those gone since; at least 0.

    ``waits_for`` is what the applicant owes, ``correct_by`` the last day for it.
    """

    against: Against
    due_on: date | None = None
    is_provisional: bool = False
    working_days: int = 0
    replied_on: date | None = None
    correct_by: date | None = None
    waits_for: str = ""


def standing(application: Application, *, on: date) -> Standing:
    """The case against its date on that day."""
    due_on, replied_on = application.due_on, application.replied_on
    if replied_on:
        late = bool(due_on and replied_on > due_on)
        against = Against.ANSWERED_LATE if late else Against.ANSWERED
        return Standing(against, due_on, replied_on=replied_on)
    if not application.is_open:
        return Standing(Against.CLOSED)
    expected = expected_due(application)
    if expected is None:
        waits_for, until = _held_by(application)
        return Standing(Against.HELD, correct_by=until, waits_for=waits_for)
    if due_on is None:
        return Standing(Against.UNCONFIRMED, expected.due_on, expected.is_provisional)
    left = calendar_for(application.organisation.code).working_days_between(on, due_on)
    against = Against.OVERDUE if on > due_on else Against.DUE
    return Standing(against, due_on, application.due_is_provisional, abs(left))


def _held_by(application: Application) -> tuple[str, date | None]:
    try:
        answer = reckoning(application)
    except ClockError:
        return "", None
    return answer.waiting_for, answer.waiting_until


def drawn(application: Application, stands: Standing) -> Drawing | None:
    """The reply period day by day; None while nothing runs and where no answer came.

    Before receipt is confirmed it is drawn from the last day of confirmation.
    """
    if stands.against in (Against.HELD, Against.CLOSED):
        return None
    expected = expected_due(application)
    if stands.against is Against.UNCONFIRMED and expected:
        days = rule_set(application.rule_set)["foi.reply"].limit
        calendar = calendar_for(application.organisation.code)
        return draw(count_working_days(expected.received_on, days, calendar))
    try:
        return draw(reckoning(application))
    except ClockError:  # facts the law can't count, shown to staff; the stored date stands
        return None
