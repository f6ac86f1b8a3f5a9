"""The inner steps of a case, derived from its recorded facts: what is owed, by when, how it ended.

Nothing here decides: a step is owed from the fact that began it, met by the fact that did it,
and ended by the one that made it needless. The reply itself is not among them.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType

from portal.domain.calendar import WorkingCalendar
from portal.domain.clock import Answer, Consulted, ReplyAnswer, count_rule, count_working_days
from portal.domain.messages import gettext_noop
from portal.domain.rulesets import RuleSet

from .clockwork import CaseFact
from .vocabulary import Fact, State

REGISTER = "foi.register"
CORRECTION_NOTICE = "foi.correction_notice"
CORRECTION_PERIOD = "foi.correction_period"
FEE_PAY = "foi.fee_pay"
REASONS = "foi.reasons"
DELIVERY = "foi.delivery"
OPINIONS: Mapping[Consulted, str] = MappingProxyType(
    {
        Consulted.THIRD_PARTY: "foi.third_party",
        Consulted.JOINT_AGENCY: "foi.co_maker",
        Consulted.OTHER_AGENCY: "foi.other_agency",
    }
)
DUTY_RULES = (
    REGISTER,
    CORRECTION_NOTICE,
    CORRECTION_PERIOD,
    *OPINIONS.values(),
    REASONS,
    FEE_PAY,
    DELIVERY,
)

IS_CLEAR = gettext_noop("申请内容明确，已交办，无需告知补正")
TAKEN_BACK = gettext_noop("征求意见函已撤回")
NOT_WAITED_FOR = gettext_noop("答复书已制发，不再等待意见")
NO_REASONS = gettext_noop("申请人逾期没有说明理由")

_UNDECIDED = frozenset({State.RECEIVED, State.CONFIRMED, State.REGISTERED})
_ISSUED = frozenset({State.REPLIED, State.DELIVERED, State.ARCHIVED})


class Standing(StrEnum):
    """Whether a step is still owed."""

    OPEN = "open"
    MET = "met"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Duty:
    """One inner step. ``part`` names the question where there are several.

    ``met_on`` is the day it was done, ``met_at`` the moment where one was recorded; ``why``
    says why it ended without being done.
    """

    rule_key: str
    period: Answer
    part: str = ""
    met_on: date | None = None
    met_at: datetime | None = None
    why: str = ""

    @property
    def standing(self) -> Standing:
        if self.met_on:
            return Standing.MET
        return Standing.ENDED if self.why else Standing.OPEN


@dataclass(frozen=True, slots=True)
class Course:
    """How far a case has come, besides its dated facts."""

    state: State
    registered_on: date | None = None
    registered_at: datetime | None = None
    issued_on: date | None = None

    @property
    def is_decided_clear(self) -> bool:
        """The office has given the case to a unit: it found nothing to be corrected."""
        return self.state not in _UNDECIDED


Found = Callable[["_Case"], Iterable[Duty]]


@dataclass(frozen=True, slots=True)
class _Case:
    facts: Sequence[CaseFact]
    answer: ReplyAnswer
    course: Course

    @property
    def rules(self) -> RuleSet:
        return self.answer.rules

    @property
    def calendar(self) -> WorkingCalendar:
        return self.answer.calendar

    def fact(self, kind: Fact) -> CaseFact | None:
        return next((fact for fact in self.facts if fact.kind is kind), None)


def duties(facts: Sequence[CaseFact], answer: ReplyAnswer, course: Course) -> list[Duty]:
    """Every inner step that the facts have begun, in the order of the road.

    A step whose rule has no figure in the case's set is not owed.
    """
    case = _Case(facts, answer, course)
    return [duty for found in _FOUND for duty in found(case)]


def _register(case: _Case) -> Iterator[Duty]:
    """From receipt until it stands in the register."""
    if case.rules.get(REGISTER) is not None:
        period = count_rule(case.rules[REGISTER], case.answer.received_on, case.calendar)
        course = case.course
        yield Duty(REGISTER, period, met_on=course.registered_on, met_at=course.registered_at)


def _correction_notice(case: _Case) -> Iterator[Duty]:
    """From receipt until the notice is out or the request is found clear.

    条例 art. 30 asks for a notice only where the request is unclear. Until somebody has decided
    that, its seven working days must not pass unseen; once the office has given the case to a
    unit, nothing was wanting and no notice is owed. One sent after all stands by its own day,
    late if it is late.
    """
    if case.answer.correction_notice_due_on is None:
        return
    period = count_rule(case.rules[CORRECTION_NOTICE], case.answer.received_on, case.calendar)
    asked = case.fact(Fact.CORRECTION_REQUESTED)
    if asked:
        yield Duty(CORRECTION_NOTICE, period, met_on=asked.on, met_at=asked.at)
    else:
        clear = IS_CLEAR if case.course.is_decided_clear else ""
        yield Duty(CORRECTION_NOTICE, period, why=clear)


def _correction_period(case: _Case) -> Iterator[Duty]:
    """The applicant's: its last day stands in the queue, so that somebody lets it lapse."""
    period, came = case.answer.correction_period, case.fact(Fact.CORRECTION_RECEIVED)
    if period is not None:
        met = (came.on, came.at) if came else (None, None)
        yield Duty(CORRECTION_PERIOD, period, met_on=met[0], met_at=met[1])


def _opinions(case: _Case) -> Iterator[Duty]:
    """One for each question; silence ends with the reply, a question taken back at once."""
    why = NOT_WAITED_FOR if case.course.state in _ISSUED else ""
    answers = {str(fact.answers): fact for fact in case.facts if fact.answers is not None}
    for opinion in case.answer.opinions:
        came = answers.get(opinion.ref)
        is_taken_back = came is not None and came.kind is Fact.QUESTION_WITHDRAWN
        if is_taken_back:
            came = None
        yield Duty(
            OPINIONS[opinion.consulted],
            opinion.period,
            part=opinion.ref,
            met_on=came.on if came else None,
            met_at=came.at if came else None,
            why=TAKEN_BACK if is_taken_back else why,
        )


def _reasons(case: _Case) -> Iterator[Duty]:
    """The applicant's, from the letter that asks why there are so many requests (art. 35)."""
    asked, came = case.fact(Fact.REASONS_ASKED), case.fact(Fact.REASONS_GIVEN)
    default = case.rules.get(REASONS)
    if asked is None or default is None:
        return
    days = asked.working_days or default
    period = count_working_days(asked.delivered_on or asked.on, days, case.calendar)
    is_over = case.fact(Fact.REASONS_LAPSED) or case.course.state in _ISSUED
    met = (came.on, came.at) if came else (None, None)
    why = NO_REASONS if is_over and not came else ""
    yield Duty(REASONS, period, met_on=met[0], met_at=met[1], why=why)


def _payment(case: _Case) -> Iterator[Duty]:
    period, paid = case.answer.payment, case.fact(Fact.FEE_PAID)
    if period is not None:
        met = (paid.on, paid.at) if paid else (None, None)
        yield Duty(FEE_PAY, period, met_on=met[0], met_at=met[1])


def _delivery(case: _Case) -> Iterator[Duty]:
    """From issue until the proof of delivery: the day that makes the reply."""
    issued_on, made = case.course.issued_on, case.fact(Fact.REPLIED)
    if issued_on and case.rules.get(DELIVERY) is not None:
        period = count_rule(case.rules[DELIVERY], issued_on, case.calendar)
        yield Duty(DELIVERY, period, met_on=made.on if made else None)


_FOUND: tuple[Found, ...] = (
    _register,
    _correction_notice,
    _correction_period,
    _opinions,
    _reasons,
    _payment,
    _delivery,
)
