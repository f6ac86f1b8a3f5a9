"""What the reader of a worked case should know besides its answer.

A worked case may suppose: a day that has not come, or a rule set on a day on which it did not
hold. Such a case is answered as it stands, never in silence.
"""

from collections.abc import Iterable, Iterator
from datetime import date

from portal.domain.clock.by_rule import PROACTIVE_RULES
from portal.domain.clock.events import Consultation, Consulted, Event, FeeNotice
from portal.domain.clock.periods import ClockError
from portal.domain.clock.reply import ReplyAnswer, count_reply
from portal.domain.messages import Message, Sentence, gettext_noop
from portal.domain.rulesets import Rule, RuleSet

SET_OUT_OF_FORCE = Sentence(
    "set_out_of_force",
    gettext_noop("规则集 %(rule_set)s 在 %(day)s 不在施行期内（%(dates)s），仍照案例计算"),
)
RULE_OUT_OF_FORCE = Sentence(
    "rule_out_of_force",
    gettext_noop("规则 %(rule)s（%(title)s）在 %(day)s 不在施行期内（%(dates)s），仍按其数值计算"),
)
SUPPOSED_FUTURE = Sentence("supposed_future", gettext_noop("%(fact)s，按假设的日期计算"))
OPINION_RULES = {
    Consulted.THIRD_PARTY: "foi.third_party",
    Consulted.JOINT_AGENCY: "foi.co_maker",
    Consulted.OTHER_AGENCY: "foi.other_agency",
}


def on_reply(answer: ReplyAnswer, today: date | None) -> Iterator[Message]:
    """Rules outside their dates and facts after `today` (None: the case says what today is)."""
    facts, rules = answer.facts, answer.rules
    yield from _on_set(rules, answer.received_on)
    used = [(key, day) for event in facts.events for key, day in _used_by(event)]
    for key, day in dict(reversed(used)).items():
        yield from _on_rule(rules.rules.get(key), rules, day)
    if today is not None:
        yield from _on_future(answer, today)


def on_publication(rules: RuleSet, day: date) -> Iterator[Message]:
    """Rules outside their dates."""
    yield from _on_set(rules, day)
    for key in PROACTIVE_RULES:
        yield from _on_rule(rules.rules.get(key), rules, day)


def _used_by(event: Event) -> Iterable[tuple[str, date]]:
    if isinstance(event, FeeNotice):
        yield "foi.fee_pay", event.on
    elif isinstance(event, Consultation):
        yield OPINION_RULES[event.consulted], event.on


def _on_set(rules: RuleSet, day: date) -> Iterator[Message]:
    if not rules.is_in_force(day):
        dates = _dates(rules.in_force_from, rules.in_force_to)
        yield SET_OUT_OF_FORCE.about(rule_set=rules.id, day=day, dates=dates)


def _on_rule(rule: Rule | None, rules: RuleSet, day: date) -> Iterator[Message]:
    """Nothing about a rule with the dates of its set: that has been said of the set."""
    if rule is None or rule.is_off or rule.is_in_force(day):
        return
    if rules.is_in_force(day) or rule.in_force_from > rules.in_force_from:
        dates = _dates(rule.in_force_from, rule.in_force_to)
        yield RULE_OUT_OF_FORCE.about(rule=rule.key, title=rule.title, day=day, dates=dates)


def _on_future(answer: ReplyAnswer, today: date) -> Iterator[Message]:
    """Every fact the clock would refuse were it asked on `today`."""
    try:
        count_reply(answer.facts, answer.rules, answer.calendar, as_of=today)
    except ClockError as error:
        for problem in error.problems:
            yield SUPPOSED_FUTURE.about(fact=str(problem))


def _dates(first: date, last: date | None) -> str:
    return f"{first} 至 {last}" if last else f"{first} 起"
