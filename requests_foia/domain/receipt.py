"""The day an application counts as received (条例 art. 31)."""

from datetime import date, datetime

from portal.domain.calendar import WorkingCalendar
from portal.domain.moments import local_day

from .vocabulary import Channel, Fact

CONFIRMED_CHANNELS = frozenset({Channel.WEB, Channel.FAX, Channel.EMAIL, Channel.MAIL_PLAIN})
"""Receipt is the mutual confirmation; on all other channels it is the day of hand-over."""

LAPSING_CHANNELS = frozenset({Channel.WEB, Channel.FAX, Channel.EMAIL})
"""Confirmed by the portal when staff stay silent. An unreachable writer of plain mail can't
be: that clock starts when contact is restored (国办公开办函〔2015〕207号 一.2)."""

FIRST_FACTS = {
    Channel.WEB: Fact.SUBMITTED,
    Channel.COUNTER: Fact.SUBMITTED,
    Channel.ORAL: Fact.SUBMITTED,
    Channel.MAIL_SIGNED: Fact.SIGNED,
    Channel.MAIL_PLAIN: Fact.ARRIVED,
    Channel.FAX: Fact.ARRIVED,
    Channel.EMAIL: Fact.ARRIVED,
}
"""What the first moment of a case means on each channel."""


def confirm_by(submitted_at: datetime, calendar: WorkingCalendar, working_days: int) -> date:
    """The last day staff have to confirm receipt; ``working_days`` is rule foi.confirm."""
    return calendar.add_working_days(local_day(submitted_at), working_days)


def confirmation_day(
    channel: Channel, submitted_at: datetime, at: datetime, last_day: date
) -> date:
    """The day receipt is confirmed when somebody confirms it at ``at``.

    A confirmation after ``last_day`` counts as made on it, so that nobody holds the clock off.
    """
    day = local_day(at)
    return min(day, last_day) if channel in LAPSING_CHANNELS else day
