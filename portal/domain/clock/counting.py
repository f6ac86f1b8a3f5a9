"""What each event does to the clock of an application: one method per event.

Named rules (numbers are those of the open points in `clock.readings`):

* a correction or a payment restarts the whole period; earlier pauses and extensions lapse (2);
* a late correction notice restarts it all the same, with a remark (3);
* a consultation pauses from the day after sending (4) through the answer, at most through the
  day the opinion is due (5); a letter whose delivery is not recorded counts as delivered on the
  day it was sent, the earliest there can be;
* an extension counts once, up to the rule set's limit, and only if notified by the last day (7);
* a delay after very many requests (art. 35) likewise, on top of an extension.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from portal.domain.calendar import WorkingCalendar
from portal.domain.clock.events import (
    Consultation,
    Consulted,
    CorrectionLapsed,
    CorrectionReceived,
    CorrectionRequested,
    Delay,
    Event,
    Extension,
    FeeLapsed,
    FeeNotice,
    FeePaid,
)
from portal.domain.clock.limits import ReplyLimits
from portal.domain.clock.periods import (
    Answer,
    count_calendar_days,
    count_working_days,
    merge_pauses,
    nth_counted_day,
)
from portal.domain.clock.readings import Reading
from portal.domain.clock.sentences import (
    AFTER_LAPSE,
    ASSUMED_DELIVERY,
    DELAY_DROPPED,
    DELAY_LATE,
    DELAY_TOO_LONG,
    DELAY_TWICE,
    ENDLESS,
    EVENT_NAMES,
    EXTENSION_DROPPED,
    EXTENSION_LATE,
    EXTENSION_TOO_LONG,
    EXTENSION_TWICE,
    LATE_CORRECTION,
    LATE_NOTICE,
    LATE_OPINION,
    LATE_PAYMENT,
    NO_LIMIT,
    PAUSE_NAMES,
    PAUSE_TOO_LATE,
    PAUSES_OVERLAP,
    PERIOD_FIXED,
    TOO_EARLY,
    TWICE,
    WITHOUT,
)
from portal.domain.clock.trace import Pause
from portal.domain.clock.trace_reply import Started
from portal.domain.clock.witness import Witness

ONE_DAY = timedelta(days=1)


@dataclass(slots=True)
class Demand:
    """Something asked of the applicant, a correction or a fee, and the period for it."""

    asked_by: type
    is_asked: bool = False
    is_answered: bool = False
    period: Answer | None = None

    @property
    def last_day(self) -> date | None:
        """The applicant's last day; None where no rule sets one."""
        return self.period.due_on if self.period else None

    @property
    def is_open(self) -> bool:
        """Whether the applicant still owes an answer."""
        return self.is_asked and not self.is_answered


@dataclass(frozen=True, slots=True)
class Opinion:
    """The period for one opinion asked for. `ref` is the question's; `answered` may be late."""

    ref: str
    consulted: Consulted
    period: Answer
    answered: date | None


class Counting:
    """The state of the clock while it walks through the events of one application."""

    def __init__(
        self, witness: Witness, limits: ReplyLimits, calendar: WorkingCalendar, reading: Reading
    ) -> None:
        self.witness = witness
        self.limits = limits
        self.calendar = calendar
        self.reading = reading
        self.start, self.started = witness.received, Started.RECEIPT
        self.days = limits.reply
        self.delayed_by = 0
        self.pauses: list[Pause] = []
        self.opinions: list[Opinion] = []
        self.correction = Demand(CorrectionRequested)
        self.fee = Demand(FeeNotice)
        self.notice_in_time: bool | None = None
        self.due_before_extension: date | None = None
        self.due_before_delay: date | None = None
        self.extension_valid: bool | None = None
        self.lapsed: Answer | None = None
        self.abandoned_from: date | None = None
        self.correction_notice_due = (
            None
            if limits.correction_notice is None
            else calendar.add_working_days(witness.received, limits.correction_notice)
        )

    def walk(self, events: Iterable[Event]) -> None:
        """Take the events in order."""
        for event in events:
            if self.abandoned_from:
                self.witness.refuse(AFTER_LAPSE, event)
            elif self.witness.in_order(event):
                HANDLERS[type(event)](self, event)

    def nth_day(self, n: int) -> date:
        """The n-th counted day of the running period."""
        return nth_counted_day(self.calendar, self.start, n, merge_pauses(self.pauses))

    def due(self) -> date:
        """The last day to reply, as far as the events walked so far go."""
        return self.nth_day(self.days + self.delayed_by)

    def waiting(self) -> tuple[str, date | None]:
        """What the applicant owes at present, and until when."""
        if self.correction.is_open:
            return "correction", self.correction.last_day
        return ("fee", self.fee.last_day) if self.fee.is_open else ("", None)

    def correction_requested(self, event: CorrectionRequested) -> None:
        period = self.limits.correction_period if event.period_wd is None else event.period_wd
        stands = self.witness.positive(event, period)
        if not (self._ask(event, self.correction, event.on, event.delivered) and stands):
            return
        self.correction.period = count_working_days(event.delivered, period or 0, self.calendar)
        last = self.correction_notice_due
        if last is not None:
            self.notice_in_time = event.on <= last
            if not self.notice_in_time:
                self.witness.remark(LATE_NOTICE, day=event.on, last=last)

    def correction_received(self, event: CorrectionReceived) -> None:
        if not self._answer(event, self.correction):
            return
        last = self.correction.last_day
        if last and event.on > last:
            self.witness.remark(LATE_CORRECTION, day=event.on, last=last)
        if not (self.reading.late_notice_keeps_clock and self.notice_in_time is False):
            self._restart(event.on, Started.CORRECTION)

    def correction_lapsed(self, event: CorrectionLapsed) -> None:
        self._lapse(event, self.correction)

    def fee_notice(self, event: FeeNotice) -> None:
        if self._ask(event, self.fee, event.on, event.delivered) and self.limits.fee_pay:
            self.fee.period = count_calendar_days(
                event.delivered, self.limits.fee_pay, self.calendar
            )

    def fee_paid(self, event: FeePaid) -> None:
        if not self._answer(event, self.fee):
            return
        last = self.fee.last_day
        if last and event.on > last:
            self.witness.remark(LATE_PAYMENT, day=event.on, last=last)
        self._restart(event.on, Started.PAYMENT)

    def fee_lapsed(self, event: FeeLapsed) -> None:
        self._lapse(event, self.fee)

    def consultation(self, event: Consultation) -> None:
        if not self._may_consult(event):
            return
        end = self._pause_end(event)
        if end is None:
            self.witness.refuse(ENDLESS, event)
            return
        due = self.due()
        if event.on > due:
            self.witness.remark(PAUSE_TOO_LATE, day=event.on, last=due)
        start = event.on - ONE_DAY if self.reading.sending_day_pauses else event.on
        self._pause(Pause(start, end, event.letter or PAUSE_NAMES[event.consulted]))

    def extension(self, event: Extension) -> None:
        if not self.witness.positive(event, event.working_days):
            return
        due, limit = self.due(), self.limits.extend or 0
        if self.due_before_extension:
            self.witness.remark(EXTENSION_TWICE, day=event.on)
        elif event.on > due:
            self.witness.remark(EXTENSION_LATE, day=event.on, last=due)
        elif event.working_days > limit:
            self.witness.remark(EXTENSION_TOO_LONG, days=event.working_days, limit=limit)
        else:
            self.due_before_extension = due
            self.days += event.working_days
            self.extension_valid = self.extension_valid is not False
            return
        self.extension_valid = False

    def delay(self, event: Delay) -> None:
        if not self.witness.positive(event, event.working_days):
            return
        due, limit = self.due(), self.limits.delay or 0
        if self.due_before_delay:
            self.witness.remark(DELAY_TWICE, day=event.on)
        elif event.on > due:
            self.witness.remark(DELAY_LATE, day=event.on, last=due)
        elif event.working_days > limit:
            self.witness.remark(DELAY_TOO_LONG, days=event.working_days, limit=limit)
        else:
            self.due_before_delay, self.delayed_by = due, event.working_days

    def _pause(self, pause: Pause) -> None:
        """Hold the clock; days that are held already are not held twice."""
        for other in self.pauses:
            first, last = max(pause.start, other.start) + ONE_DAY, min(pause.end, other.end)
            if first <= last:
                self.witness.remark(PAUSES_OVERLAP, first=first, last=last)
        self.pauses.append(pause)

    def _may_consult(self, event: Consultation) -> bool:
        if not self.witness.after_sending(event, event.on, event.delivered, event.answered):
            return False
        if event.period_wd is None:
            return True
        if event.consulted != Consulted.OTHER_AGENCY:
            return self.witness.refuse(PERIOD_FIXED, event)
        return self.witness.positive(event, event.period_wd)

    def _pause_end(self, event: Consultation) -> date | None:
        """The day of the answer, at most the day the opinion is due."""
        opinion_due = self._opinion_due(event)
        answered = event.answered
        if opinion_due is None or answered is None:
            return answered or opinion_due
        if answered <= opinion_due:
            return answered
        self.witness.remark(LATE_OPINION, day=answered, last=opinion_due)
        return answered if self.reading.late_opinion_pauses else opinion_due

    def _opinion_due(self, event: Consultation) -> date | None:
        limit = event.period_wd or self.limits.opinions[event.consulted]
        if limit is None:
            return None
        if event.delivered is None:
            self.witness.remark(ASSUMED_DELIVERY, day=event.on)
        period = count_working_days(event.delivered or event.on, limit, self.calendar)
        self.opinions.append(Opinion(event.ref, event.consulted, period, event.answered))
        return period.due_on

    def _ask(self, event: Event, demand: Demand, sent: date, delivered: date) -> bool:
        if demand.is_asked:
            return self.witness.refuse(TWICE, event)
        demand.is_asked = self.witness.after_sending(event, sent, delivered)
        return demand.is_asked

    def _answer(self, event: Event, demand: Demand) -> bool:
        if not demand.is_asked:
            return self.witness.refuse(WITHOUT, event, needed=EVENT_NAMES[demand.asked_by])
        if demand.is_answered:
            return self.witness.refuse(TWICE, event)
        demand.is_answered = True
        return True

    def _restart(self, on: date, started: Started) -> None:
        self.start, self.started = on, started
        keep = self.reading.pause_survives_restart
        self.pauses = [pause for pause in self.pauses if keep and pause.end > on]
        if self.days > self.limits.reply and not self.reading.extension_survives_restart:
            self.days = self.limits.reply
            self.witness.remark(EXTENSION_DROPPED)
        if self.delayed_by and not self.reading.extension_survives_restart:
            self.delayed_by = 0
            self.witness.remark(DELAY_DROPPED)

    def _lapse(self, event: Event, demand: Demand) -> None:
        if not self._answer(event, demand):
            return
        last = demand.last_day
        if last is None:
            self.witness.refuse(NO_LIMIT, event)
            return
        if self.witness.as_of and self.witness.as_of <= last:
            self.witness.refuse(TOO_EARLY, event, last=last)
        self.lapsed = demand.period
        self.abandoned_from = self.calendar.next_working_day(last)


HANDLERS: dict[type, Callable[[Counting, Any], None]] = {
    CorrectionRequested: Counting.correction_requested,
    CorrectionReceived: Counting.correction_received,
    CorrectionLapsed: Counting.correction_lapsed,
    Consultation: Counting.consultation,
    FeeNotice: Counting.fee_notice,
    FeePaid: Counting.fee_paid,
    FeeLapsed: Counting.fee_lapsed,
    Extension: Counting.extension,
    Delay: Counting.delay,
}
