"""What if: the clock asked about one more event that has not happened.

Nothing is recorded. A supposed event is counted by the very clock that counts the recorded
ones, so it is refused for the same reasons; an event that the clock takes note of but that
changes nothing (a late extension, a letter after the last day) is refused as well.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from portal.domain.calendar import WorkingCalendar
from portal.domain.clock.events import (
    Consultation,
    Consulted,
    CorrectionReceived,
    CorrectionRequested,
    Event,
    Extension,
    ReplyFacts,
)
from portal.domain.clock.limits import limits_of
from portal.domain.clock.periods import ClockError
from portal.domain.clock.readings import Alternative
from portal.domain.clock.reply import ReplyAnswer, count_reply
from portal.domain.clock.sentences import EVENT_NAMES, PAUSE_TOO_LATE
from portal.domain.messages import Message, Sentence, gettext_noop
from portal.domain.rulesets import RuleSet

WAITING = Sentence(
    "waiting", gettext_noop("正在等待申请人补正或者缴费，期限尚未重新起算，不能预计%(event)s")
)
ENDED = Sentence("ended", gettext_noop("申请已视为放弃，没有期限可以预计"))
NO_FIGURE = Sentence("no_figure", gettext_noop("规则集没有规定%(event)s的期限，不能预计"))


class Supposing(StrEnum):
    """What may be supposed of an application."""

    CORRECTION = "correction"
    THIRD_PARTY = "third_party"
    EXTENSION = "extension"


@dataclass(frozen=True, slots=True)
class Supposed:
    """What would follow; with `refusals` it can't be, and there is no date.

    `until` is the other side's last day, `days` the working days gained by an extension.
    `remarks` are what the clock would tell staff besides, `alternatives` the dates by the
    other readings of what the law leaves open.
    """

    what: Supposing
    due_on: date | None = None
    provisional: bool = False
    until: date | None = None
    days: int | None = None
    refusals: tuple[Message, ...] = ()
    remarks: tuple[Message, ...] = ()
    alternatives: tuple[Alternative, ...] = ()


def suppose_each(
    facts: ReplyFacts, rules: RuleSet, calendar: WorkingCalendar, on: date
) -> tuple[Supposed, ...]:
    """Each supposition about an application, as if it happened on `on`.

    Raises `ClockError` when the recorded facts themselves are refused.

    >>> from datetime import datetime
    >>> from portal.domain.clock.events import Channel
    >>> from portal.domain.moments import SHANGHAI
    >>> from portal.domain.rulesets import rule_sets
    >>> noon = datetime(2026, 3, 2, 12, tzinfo=SHANGHAI)
    >>> asked = ReplyFacts(Channel.COUNTER, submitted_at=noon)
    >>> found = suppose_each(
    ...     asked, rule_sets()["cn-2019"], WorkingCalendar([], {2026}), date(2026, 3, 3)
    ... )
    >>> [(str(one.what), str(one.due_on)) for one in found]
    [('correction', '2026-04-21'), ('third_party', '2026-04-20'), ('extension', '2026-04-27')]
    """
    now = count_reply(facts, rules, calendar)
    return tuple(_guarded(what, suppose, now, on) for what, suppose in _SUPPOSITIONS.items())


def _guarded(
    what: Supposing,
    suppose: Callable[[ReplyAnswer, date], Supposed],
    now: ReplyAnswer,
    on: date,
) -> Supposed:
    if now.due_on is None:
        return Supposed(what, refusals=(ENDED.about(),))
    if now.waiting_for:
        return Supposed(what, refusals=(WAITING.about(event=EVENT_NAMES[_EVENTS[what]]),))
    try:
        return suppose(now, on)
    except ClockError as error:
        return Supposed(what, refusals=error.problems)


def _correction(now: ReplyAnswer, on: date) -> Supposed:
    """Asked and delivered today, answered on the applicant's last day."""
    asked = CorrectionRequested(on=on, delivered=on)
    if limits_of(now.rules).correction_period is None:
        return _without_figure(Supposing.CORRECTION)
    last = _with(now, asked).correction_period_ends_on or on
    then = _with(now, asked, CorrectionReceived(on=last))
    return _supposed(Supposing.CORRECTION, now, then, until=last)


def _third_party(now: ReplyAnswer, on: date) -> Supposed:
    """Sent and delivered today, answered on the last day for an opinion."""
    if limits_of(now.rules).opinions[Consulted.THIRD_PARTY] is None:
        return _without_figure(Supposing.THIRD_PARTY)
    then = _with(now, Consultation(consulted=Consulted.THIRD_PARTY, on=on, delivered=on))
    late = tuple(said for said in _new_remarks(now, then) if said.code == PAUSE_TOO_LATE.code)
    if late:
        return Supposed(Supposing.THIRD_PARTY, refusals=late)
    return _supposed(Supposing.THIRD_PARTY, now, then, until=then.opinions_due_on[-1])


def _extension(now: ReplyAnswer, on: date) -> Supposed:
    """Approved and told to the applicant today, by as much as the law allows."""
    days = limits_of(now.rules).extend
    if days is None:
        return _without_figure(Supposing.EXTENSION)
    then = _with(now, Extension(on=on, working_days=days))
    if then.extension_valid is False:
        return Supposed(Supposing.EXTENSION, days=days, refusals=_new_remarks(now, then))
    return _supposed(Supposing.EXTENSION, now, then, days=days)


def _with(now: ReplyAnswer, *events: Event) -> ReplyAnswer:
    facts = replace(now.facts, events=(*now.facts.events, *events))
    return count_reply(facts, now.rules, now.calendar)


def _new_remarks(now: ReplyAnswer, then: ReplyAnswer) -> tuple[Message, ...]:
    return then.remarks[len(now.remarks) :]


def _supposed(
    what: Supposing,
    now: ReplyAnswer,
    then: ReplyAnswer,
    *,
    until: date | None = None,
    days: int | None = None,
) -> Supposed:
    return Supposed(
        what,
        due_on=then.due_on,
        provisional=then.provisional,
        until=until,
        days=days,
        remarks=_new_remarks(now, then),
        alternatives=then.alternatives,
    )


def _without_figure(what: Supposing) -> Supposed:
    return Supposed(what, refusals=(NO_FIGURE.about(event=EVENT_NAMES[_EVENTS[what]]),))


_SUPPOSITIONS: dict[Supposing, Callable[[ReplyAnswer, date], Supposed]] = {
    Supposing.CORRECTION: _correction,
    Supposing.THIRD_PARTY: _third_party,
    Supposing.EXTENSION: _extension,
}
_EVENTS: dict[Supposing, type] = {
    Supposing.CORRECTION: CorrectionRequested,
    Supposing.THIRD_PARTY: Consultation,
    Supposing.EXTENSION: Extension,
}
