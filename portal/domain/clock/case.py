"""Worked cases as JSON: read the facts of one case, answer it, write the answer.

The form is that of the worked cases in ``tests/cases``; a lawyer can add one without reading
code. Whatever cannot be read is refused by name; nothing is guessed.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from portal.domain.calendar import WorkingCalendar
from portal.domain.clock import case_remarks
from portal.domain.clock.by_rule import count_proactive
from portal.domain.clock.case_reader import REPLY_FIELDS, CaseReader
from portal.domain.clock.events import ReplyFacts
from portal.domain.clock.periods import (
    Answer,
    ClockError,
    count_calendar_days,
    count_hours,
    count_months,
    count_working_days,
    fixed_day,
    monthly_day,
)
from portal.domain.clock.reply import ReplyAnswer, count_reply
from portal.domain.clock.service import judge_reply
from portal.domain.clock.trace import Trace
from portal.domain.messages import Message
from portal.domain.rulesets import RuleError, RuleSet, rule_set

Json = dict[str, object]
WEEKDAY_CODES = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
CASE_FIELDS = ("id", "title", "note", "kind", "rule_set", "proves", "expected", "counted_days")


@dataclass(frozen=True, slots=True)
class CaseAnswer:
    """The answer to one case: `expected` as the cases spell it, and the due date with its trace.

    `remarks` say what a named rule decided or took for granted on the way.
    """

    expected: Json
    answer: Answer | ReplyAnswer
    remarks: tuple[Message, ...] = ()

    @property
    def trace(self) -> Trace:
        """Every day, counted or not, and why."""
        return self.answer.trace


def answer_case(
    case: Mapping[str, object],
    calendar: WorkingCalendar,
    *,
    find_rule_set: Callable[[str], RuleSet] = rule_set,
    today: date | None = None,
) -> CaseAnswer:
    """Answer one case. Raises `ClockError` listing everything that is wrong with its facts.

    Facts after the case's own `as_of` are refused; facts after `today` are remarked on.
    """
    reader = CaseReader(case)
    kind, set_id = reader.choice("kind", KINDS), reader.text("rule_set")
    reader.finish()
    answer, fields = KINDS[kind]
    reader.refuse_misspelt((*CASE_FIELDS, *fields))
    try:
        rules = find_rule_set(set_id)
    except RuleError as error:
        raise ClockError(*reader.problems, *error.problems) from error
    answered = answer(reader, rules, calendar)
    remarks = (*reader.remarks, *answered.remarks, *_on_reply(reader, answered, today))
    return replace(answered, remarks=remarks)


def _on_reply(reader: CaseReader, answered: CaseAnswer, today: date | None) -> Iterable[Message]:
    """Where the case says what today is, the clock has been asked as of that day."""
    if not isinstance(answered.answer, ReplyAnswer):
        return ()
    return case_remarks.on_reply(answered.answer, None if "as_of" in reader.facts else today)


def _reply(reader: CaseReader, rules: RuleSet, calendar: WorkingCalendar) -> CaseAnswer:
    facts: ReplyFacts = reader.reply_facts()
    as_of = reader.optional_day("as_of")
    reader.finish()
    answer = count_reply(facts, rules, calendar, as_of=as_of)
    return CaseAnswer(_reply_expected(answer), answer, answer.remarks)


def _reply_expected(answer: ReplyAnswer) -> Json:
    expected: Json = {"receipt_date": answer.received_on}
    optional: Json = {
        "correction_notice_due": answer.correction_notice_due_on,
        "correction_period_end": answer.correction_period_ends_on,
        "correction_notice_in_time": answer.correction_notice_in_time,
        "opinion_due": list(answer.opinions_due_on) or None,
        "pay_by": answer.pay_by,
        "due_before_extension": answer.due_before_extension_on,
        "due_before_delay": answer.due_before_delay_on,
        "extension_valid": False if answer.extension_valid is False else None,
        "due_date": answer.due_on,
        "first_counted_day": answer.first_counted_on,
        "provisional": None if answer.due_on is None else answer.provisional,
        "skipped_suspension": [[p.start, p.end] for p in answer.pauses if answer.due_on] or None,
        "status": "deemed_abandoned" if answer.abandoned_from else None,
        "abandoned_from": answer.abandoned_from,
    }
    expected.update((key, value) for key, value in optional.items() if value is not None)
    return {key: _json(value) for key, value in expected.items()}


def _due_date(answer: Answer) -> CaseAnswer:
    return CaseAnswer({"due_date": _json(answer.due_on)}, answer)


def _proactive(reader: CaseReader, rules: RuleSet, calendar: WorkingCalendar) -> CaseAnswer:
    formed_on = reader.day("formed_on")
    reader.finish()
    remarks = tuple(case_remarks.on_publication(rules, formed_on))
    return replace(_due_date(count_proactive(formed_on, rules, calendar)), remarks=remarks)


def _working_days(reader: CaseReader, rules: RuleSet, calendar: WorkingCalendar) -> CaseAnswer:
    start, n = reader.day("start"), reader.number("n")
    reader.finish()
    return _due_date(count_working_days(start, n, calendar))


def _rolling(count: Callable[..., Answer]) -> Callable[..., CaseAnswer]:
    def answer(reader: CaseReader, rules: RuleSet, calendar: WorkingCalendar) -> CaseAnswer:
        start, n, roll = reader.day("start"), reader.number("n"), reader.flag("roll", default=True)
        reader.finish()
        counted = count(start, n, calendar, roll=roll)
        expected = {"raw_end": counted.raw_end_on, "due_date": counted.due_on}
        return CaseAnswer({key: _json(value) for key, value in expected.items()}, counted)

    return answer


def _hours(reader: CaseReader, rules: RuleSet, calendar: WorkingCalendar) -> CaseAnswer:
    start, n = reader.moment("start"), reader.number("n")
    reader.finish()
    answer = count_hours(start, n)
    due_at = (answer.due_at or start).replace(tzinfo=None)
    spec = "seconds" if due_at.second else "minutes"
    return CaseAnswer({"due_at": due_at.isoformat(timespec=spec)}, answer)


def _fixed_date(reader: CaseReader, rules: RuleSet, calendar: WorkingCalendar) -> CaseAnswer:
    day = reader.day("date")
    reader.finish()
    expected: Json = {
        "due_date": day.isoformat(),
        "weekday": WEEKDAY_CODES[day.weekday()],
        "last_working_day_before_or_on": calendar.last_working_day_on_or_before(day).isoformat(),
    }
    return CaseAnswer(expected, fixed_day(day))


def _monthly(reader: CaseReader, rules: RuleSet, calendar: WorkingCalendar) -> CaseAnswer:
    year, month, day = reader.number("year"), reader.number("month"), reader.number("day")
    reader.finish()
    return _due_date(monthly_day(year, month, day))


def _timely(reader: CaseReader, rules: RuleSet, calendar: WorkingCalendar) -> CaseAnswer:
    due_on, service = reader.day("due"), reader.service("service")
    posted_on, signed_on = reader.optional_day("posted"), reader.optional_day("signed")
    reader.finish()
    judged = judge_reply(due_on=due_on, service=service, posted_on=posted_on, signed_on=signed_on)
    expected: Json = {
        "reply_made_on": judged.reply_made_on.isoformat(),
        "in_time": judged.in_time,
    }
    return CaseAnswer(expected, fixed_day(judged.due_on))


def _json(value: object) -> object:
    if isinstance(value, list):
        return [_json(item) for item in value]
    return value.isoformat() if hasattr(value, "isoformat") else value


Answerer = Callable[[CaseReader, RuleSet, WorkingCalendar], CaseAnswer]
# Every kind of case: what answers it and the facts it knows.
KINDS: dict[str, tuple[Answerer, tuple[str, ...]]] = {
    "reply": (_reply, REPLY_FIELDS),
    "proactive": (_proactive, ("formed_on",)),
    "wd": (_working_days, ("start", "n")),
    "calendar_days": (_rolling(count_calendar_days), ("start", "n", "roll")),
    "months": (_rolling(count_months), ("start", "n", "roll")),
    "hours": (_hours, ("start", "n")),
    "fixed_date": (_fixed_date, ("date",)),
    "monthly": (_monthly, ("year", "month", "day")),
    "timely": (_timely, ("due", "service", "posted", "signed")),
}
