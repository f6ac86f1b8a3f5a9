"""From the recorded facts of a case to what the clock counts with."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType

from portal.domain import clock

from .vocabulary import Channel, Fact

CLOCK_CHANNELS: Mapping[Channel, clock.Channel] = MappingProxyType(
    {
        Channel.WEB: clock.Channel.INTERNET,
        Channel.COUNTER: clock.Channel.COUNTER,
        Channel.ORAL: clock.Channel.COUNTER,
        Channel.MAIL_SIGNED: clock.Channel.MAIL_SIGNED,
        Channel.MAIL_PLAIN: clock.Channel.MAIL_PLAIN,
        Channel.FAX: clock.Channel.FAX,
        Channel.EMAIL: clock.Channel.EMAIL,
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFact:
    """One recorded fact; ``answers`` is the ``id`` of the question an answer belongs to.

    A question that is withdrawn is answered by its withdrawal.
    """

    kind: Fact
    on: date
    id: int = 0
    at: datetime | None = None
    delivered_on: date | None = None
    working_days: int | None = None
    answers: int | None = None


def facts_for_clock(channel: Channel, facts: Iterable[CaseFact]) -> clock.ReplyFacts:
    """The clock's view of a case; ``facts`` come in the order in which they happened."""
    known = _without_waived_fee(tuple(facts))
    answers = {fact.answers: fact.on for fact in known if fact.answers is not None}
    first = {fact.kind: fact.at for fact in reversed(known)}
    return clock.ReplyFacts(
        channel=CLOCK_CHANNELS[channel],
        submitted_at=first.get(Fact.SUBMITTED),
        posted_at=first.get(Fact.POSTED),
        signed_at=first.get(Fact.SIGNED),
        arrived_at=first.get(Fact.ARRIVED),
        confirmed_at=first.get(Fact.CONFIRMED),
        events=tuple(
            _EVENTS[fact.kind](fact, answers.get(fact.id)) for fact in known if fact.kind in _EVENTS
        ),
    )


def _without_waived_fee(facts: tuple[CaseFact, ...]) -> tuple[CaseFact, ...]:
    """A fee given up counts as never asked for: only a payment restarts the period."""
    if not any(fact.kind is Fact.FEE_WAIVED for fact in facts):
        return facts
    return tuple(fact for fact in facts if fact.kind is not Fact.FEE_NOTICED)


def _correction_requested(fact: CaseFact, _answered: date | None) -> clock.Event:
    return clock.CorrectionRequested(
        on=fact.on, delivered=fact.delivered_on or fact.on, period_wd=fact.working_days
    )


def _consultation(consulted: clock.Consulted) -> Callable[[CaseFact, date | None], clock.Event]:
    def event(fact: CaseFact, answered: date | None) -> clock.Event:
        return clock.Consultation(
            consulted=consulted,
            on=fact.on,
            delivered=fact.delivered_on,
            answered=answered,
            period_wd=fact.working_days,
            ref=str(fact.id),
        )

    return event


_EVENTS: Mapping[Fact, Callable[[CaseFact, date | None], clock.Event]] = MappingProxyType(
    {
        Fact.CORRECTION_REQUESTED: _correction_requested,
        Fact.CORRECTION_RECEIVED: lambda fact, _: clock.CorrectionReceived(on=fact.on),
        Fact.CORRECTION_LAPSED: lambda _fact, _: clock.CorrectionLapsed(),
        Fact.THIRD_PARTY_ASKED: _consultation(clock.Consulted.THIRD_PARTY),
        Fact.JOINT_AGENCY_ASKED: _consultation(clock.Consulted.JOINT_AGENCY),
        Fact.OTHER_AGENCY_ASKED: _consultation(clock.Consulted.OTHER_AGENCY),
        Fact.FEE_NOTICED: lambda fact, delivered: clock.FeeNotice(
            on=fact.on, delivered=delivered or fact.delivered_on or fact.on
        ),
        Fact.FEE_PAID: lambda fact, _: clock.FeePaid(on=fact.on),
        Fact.FEE_LAPSED: lambda _fact, _: clock.FeeLapsed(),
        Fact.EXTENDED: lambda fact, _: clock.Extension(
            on=fact.on, working_days=fact.working_days or 0
        ),
        Fact.DELAYED: lambda fact, _: clock.Delay(on=fact.on, working_days=fact.working_days or 0),
    }
)
