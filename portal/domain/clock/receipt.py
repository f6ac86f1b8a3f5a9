"""The day of receipt, by channel (条例 art. 31): day zero of every reply."""

from datetime import date, datetime
from itertools import pairwise

from portal.domain.calendar import WorkingCalendar
from portal.domain.clock.events import Channel, ReplyFacts
from portal.domain.clock.readings import CHOSEN, Reading
from portal.domain.messages import Message, Sentence, gettext_noop
from portal.domain.moments import local_day

# The moment that decides.
DECIDING = {
    Channel.COUNTER: "submitted_at",
    Channel.MAIL_SIGNED: "signed_at",
    Channel.MAIL_PLAIN: "confirmed_at",
    Channel.INTERNET: "confirmed_at",
    Channel.FAX: "confirmed_at",
    Channel.EMAIL: "confirmed_at",
}
ELECTRONIC = frozenset({Channel.INTERNET, Channel.FAX, Channel.EMAIL})
MOMENT_NAMES = {
    "submitted_at": gettext_noop("提交时间"),
    "posted_at": gettext_noop("交邮时间"),
    "signed_at": gettext_noop("签收时间"),
    "arrived_at": gettext_noop("到达时间"),
    "confirmed_at": gettext_noop("双方确认时间"),
}
IN_TIME_ORDER = ("submitted_at", "posted_at", "arrived_at", "signed_at", "confirmed_at")
MISSING = Sentence(
    "missing_moment", gettext_noop("缺少%(moment)s（%(field)s），不能确定收到申请之日")
)
DISORDER = Sentence("moments_out_of_order", gettext_noop("%(later)s早于%(earlier)s"))
ASSUMED = Sentence(
    "confirmation_assumed",
    gettext_noop("尚未双方确认，按逾期视为确认之日（%(day)s）计算"),
)


def received_on(
    facts: ReplyFacts,
    calendar: WorkingCalendar,
    confirm_days: int | None,
    remarks: list[Message],
    reading: Reading = CHOSEN,
) -> date | Message:
    """The day of receipt, or the message saying which moment is missing.

    An electronic application nobody confirmed counts as confirmed `confirm_days` working days
    after it came in (rule foi.confirm), so that nobody holds the clock off; a remark says so.
    Plain mail has no such rule: its clock starts when the applicant has been reached.
    """
    deciding = DECIDING[facts.channel]
    came_at = facts.submitted_at or facts.arrived_at
    if reading.submission_confirms and facts.channel in ELECTRONIC and came_at:
        return local_day(came_at)
    if reading.office_confirms and facts.channel == Channel.MAIL_SIGNED and facts.confirmed_at:
        return local_day(facts.confirmed_at)
    moment: datetime | None = getattr(facts, deciding)
    if moment:
        return local_day(moment)
    if facts.channel in ELECTRONIC and came_at and confirm_days is not None:
        assumed = calendar.add_working_days(local_day(came_at), confirm_days)
        remarks.append(ASSUMED.about(day=assumed))
        return assumed
    return MISSING.about(moment=MOMENT_NAMES[deciding], field=deciding)


def moments_in_disorder(facts: ReplyFacts) -> list[Message]:
    """One message for each moment that lies before one that must precede it."""
    known = [(name, moment) for name in IN_TIME_ORDER if (moment := getattr(facts, name))]
    return [
        DISORDER.about(later=MOMENT_NAMES[later], earlier=MOMENT_NAMES[earlier])
        for (earlier, first), (later, second) in pairwise(known)
        if second < first
    ]
