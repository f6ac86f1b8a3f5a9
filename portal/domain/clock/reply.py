"""The clock of an application: receipt, restart, pause and extension, composed.

`count_reply` is pure: the same facts, rules and calendar give the same answer. It walks the
events once; `clock.counting` holds what each event does.
"""

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from portal.domain.calendar import WorkingCalendar
from portal.domain.clock.counting import Counting, Opinion
from portal.domain.clock.events import ReplyFacts
from portal.domain.clock.limits import limits_of
from portal.domain.clock.periods import Answer, ClockError, merge_pauses, nth_counted_day
from portal.domain.clock.readings import CHOSEN, OPEN_POINTS, Alternative, OpenPoint, Reading
from portal.domain.clock.receipt import moments_in_disorder, received_on
from portal.domain.clock.trace import Pause, Trace
from portal.domain.clock.trace_reply import Started, trace_lapsed, trace_running
from portal.domain.clock.witness import Witness
from portal.domain.messages import Message, raise_any
from portal.domain.rulesets import RuleSet


@dataclass(frozen=True)
class ReplyAnswer:
    """What the clock says about one application.

    `due_on` is None once the application counts as abandoned (`abandoned_from`). While the
    applicant has to correct or pay, `waiting_for` names it and `waiting_until` is the last day
    of that wait; `due_on` then still counts from what is recorded so far. `extended_by` are the
    working days an extension has added, `delayed_by` those of a delay (art. 35). `pauses` holds
    one entry per consultation that holds the running period. `remarks` tell staff what a named
    rule decided (a late notice, an invalid extension, an assumed confirmation).

    The periods of others that have begun stand beside the reply's: `correction_period` and
    `payment` of the applicant, `opinions` one for each question.
    """

    received_on: date
    started_on: date
    started_by: Started
    due_on: date | None
    first_counted_on: date | None
    provisional: bool
    extended_by: int
    delayed_by: int
    correction_notice_due_on: date | None
    correction_period: Answer | None
    correction_notice_in_time: bool | None
    opinions: tuple[Opinion, ...]
    pauses: tuple[Pause, ...]
    due_before_extension_on: date | None
    due_before_delay_on: date | None
    extension_valid: bool | None
    payment: Answer | None
    abandoned_from: date | None
    waiting_for: str
    waiting_until: date | None
    remarks: tuple[Message, ...]
    lapsed: Answer | None = field(repr=False, compare=False)
    facts: ReplyFacts = field(repr=False, compare=False)
    rules: RuleSet = field(repr=False, compare=False)
    calendar: WorkingCalendar = field(repr=False, compare=False)

    @cached_property
    def trace(self) -> Trace:
        """Every day from receipt to the due date, counted or not, and why."""
        if self.due_on is None:
            return trace_lapsed(self.received_on, self.lapsed) if self.lapsed else ()
        days = trace_running(
            self.calendar,
            self.received_on,
            self.started_on,
            self.started_by,
            self.due_on,
            self.pauses,
            self._delayed_after,
        )
        return tuple(days)

    @property
    def _delayed_after(self) -> date | None:
        """The last day there would be without the delay; what follows belongs to it."""
        if not self.delayed_by:
            return None
        days = limits_of(self.rules).reply + self.extended_by
        return nth_counted_day(self.calendar, self.started_on, days, merge_pauses(self.pauses))

    @property
    def correction_period_ends_on(self) -> date | None:
        """The applicant's last day to correct, once asked."""
        return self.correction_period.due_on if self.correction_period else None

    @property
    def opinions_due_on(self) -> tuple[date, ...]:
        """The last day for each opinion asked for."""
        return tuple(opinion.period.due_on for opinion in self.opinions)

    @property
    def pay_by(self) -> date | None:
        """The applicant's last day to pay, once asked."""
        return self.payment.due_on if self.payment else None

    def target_on(self, rules: RuleSet) -> date | None:
        """The last day of the stricter period in `rules`, an agency's own or a local target's.

        It runs from the same start, through the same pauses, and an extension the law allowed
        adds at most what `rules` allow: so it never lies after `due_on`. A delay that was set for
        this very case counts whole. None where `rules` ask no more than the law.
        """
        law, own = limits_of(self.rules), limits_of(rules)
        more = self.extended_by if own.extend is None else min(self.extended_by, own.extend)
        days = min(own.reply, law.reply) + more
        if self.due_on is None or days >= law.reply + self.extended_by:
            return None
        days += self.delayed_by
        return nth_counted_day(self.calendar, self.started_on, days, merge_pauses(self.pauses))

    @cached_property
    def alternatives(self) -> tuple[Alternative, ...]:
        """Every open point of the law whose other reading gives another due date."""
        found = (self._read_otherwise(point) for point in OPEN_POINTS)
        return tuple(other for other in found if other)

    def _read_otherwise(self, point: OpenPoint) -> Alternative | None:
        try:
            other = count_reply(self.facts, self.rules, self.calendar, reading=point.reading)
        except ClockError:
            return None  # Read so, the facts contradict themselves: no reading at all.
        if other.due_on is None or other.due_on == self.due_on:
            return None
        return Alternative(point, other.received_on, other.due_on, other.provisional)


def count_reply(
    facts: ReplyFacts,
    rules: RuleSet,
    calendar: WorkingCalendar,
    *,
    as_of: date | None = None,
    reading: Reading = CHOSEN,
) -> ReplyAnswer:
    """When the application must be answered, with everything that led there.

    With `as_of`, facts after that day are refused. Raises `ClockError` naming every fact that
    cannot be: missing or disordered moments, events before receipt, out of order, in the
    future, twice, without what they answer, or a pause that would never end.
    """
    limits = limits_of(rules)
    remarks: list[Message] = []
    received = received_on(facts, calendar, limits.confirm, remarks, reading)
    disorder = moments_in_disorder(facts)
    if isinstance(received, Message):
        raise ClockError(*disorder, received)
    witness = Witness(received, as_of)
    witness.remarks += remarks
    counting = Counting(witness, limits, calendar, reading)
    counting.walk(facts.events)
    raise_any([*disorder, *witness.problems], ClockError)
    return _answer(counting, facts, rules)


def _answer(counting: Counting, facts: ReplyFacts, rules: RuleSet) -> ReplyAnswer:
    is_open = counting.abandoned_from is None
    due = counting.due() if is_open else None
    waiting_for, waiting_until = counting.waiting()
    return ReplyAnswer(
        received_on=counting.witness.received,
        started_on=counting.start,
        started_by=counting.started,
        due_on=due,
        first_counted_on=counting.nth_day(1) if is_open else None,
        provisional=due is not None and counting.calendar.is_provisional(counting.start, due),
        extended_by=counting.days - counting.limits.reply,
        delayed_by=counting.delayed_by,
        correction_notice_due_on=counting.correction_notice_due,
        correction_period=counting.correction.period,
        correction_notice_in_time=counting.notice_in_time,
        opinions=tuple(counting.opinions),
        pauses=tuple(counting.pauses),
        due_before_extension_on=counting.due_before_extension,
        due_before_delay_on=counting.due_before_delay,
        extension_valid=counting.extension_valid,
        payment=counting.fee.period,
        abandoned_from=counting.abandoned_from,
        waiting_for=waiting_for,
        waiting_until=waiting_until,
        remarks=tuple(counting.witness.remarks),
        lapsed=counting.lapsed,
        facts=facts,
        rules=rules,
        calendar=counting.calendar,
    )
