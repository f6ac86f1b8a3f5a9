"""When a collection of opinions ends, as people say it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from interpretation.models import Consultation
from portal.domain.calendar import WorkingCalendar
from portal.domain.moments import local, local_day

SOON_WORKING_DAYS = 3


@dataclass(frozen=True)
class Closing:
    """Words and tone: ``还有 3 个工作日`` in amber, ``今天 17:00 截止`` …"""

    words: str
    tone: str


def closing(consultation: Consultation, calendar: WorkingCalendar, at: datetime) -> Closing:
    """How long an open consultation still takes opinions."""
    today = local_day(at)
    # Closing at midnight means the end of the day before.
    last_day = local_day(consultation.closes_at - timedelta(microseconds=1))
    if last_day == today:
        return Closing(_("今天 %(time)s 截止") % {"time": closing_time(consultation)}, "amber")
    left = calendar.working_days_between(today, last_day)
    words = ngettext("还有 %(count)s 个工作日", "还有 %(count)s 个工作日", left)
    tone = "amber" if left <= SOON_WORKING_DAYS else "blue"
    return Closing(words % {"count": left}, tone)


def closing_time(consultation: Consultation) -> str:
    """The time of day at which it ends; midnight is told as 24:00 of the last day."""
    time = local(consultation.closes_at).strftime("%H:%M")
    return "24:00" if time == "00:00" else time


def last_moment(consultation: Consultation) -> datetime:
    """A moment on the last day, for showing the date."""
    return consultation.closes_at - timedelta(microseconds=1)
