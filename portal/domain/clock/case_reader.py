"""Reading the facts of a case from JSON, collecting every problem instead of the first."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from difflib import get_close_matches

from portal.domain.clock.events import (
    Channel,
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
    ReplyFacts,
)
from portal.domain.clock.periods import ClockError
from portal.domain.clock.service import Service
from portal.domain.messages import Message, Sentence, gettext_noop, raise_any
from portal.domain.moments import SHANGHAI, local

MISSING = Sentence("missing", gettext_noop("%(where)s缺少“%(field)s”"))
NOT_TEXT = Sentence("not_text", gettext_noop("%(where)s“%(field)s”应为文字，实为 %(value)s"))
NOT_DAY = Sentence(
    "not_day", gettext_noop("%(where)s“%(field)s”应为日期（如 2025-09-22），实为 %(value)s")
)
NOT_MOMENT = Sentence(
    "not_moment",
    gettext_noop("%(where)s“%(field)s”应为时刻（如 2025-09-22T10:00），实为 %(value)s"),
)
NOT_NUMBER = Sentence("not_number", gettext_noop("%(where)s“%(field)s”应为整数，实为 %(value)s"))
NOT_FLAG = Sentence(
    "not_flag", gettext_noop("%(where)s“%(field)s”应为 true 或 false，实为 %(value)s")
)
NOT_LIST = Sentence("not_list", gettext_noop("%(where)s“%(field)s”应为列表"))
NOT_OBJECT = Sentence("not_object", gettext_noop("%(where)s应为对象"))
UNKNOWN = Sentence(
    "unknown_value",
    gettext_noop("%(where)s“%(field)s”的值 %(value)s 不认识；可用的有：%(known)s"),
)
MISSPELT = Sentence(
    "misspelt", gettext_noop("%(where)s不认识字段“%(field)s”，是否应为“%(meant)s”？")
)
OVERLOOKED = Sentence("overlooked", gettext_noop("%(where)s不认识字段“%(field)s”，没有计入"))

NOWHERE = date.min
SHOWN_CHARACTERS = 40
# What the worked cases note for other readers than the clock.
OWN_NOTES = ("alt_", "note")


class CaseReader:
    """Typed access to one JSON object.

    `problems` gathers what could not be read, `remarks` what was read past.
    """

    def __init__(
        self,
        facts: Mapping[str, object],
        where: str = "",
        problems: list[Message] | None = None,
        remarks: list[Message] | None = None,
    ) -> None:
        self.facts = facts
        self.where = where
        self.problems: list[Message] = [] if problems is None else problems
        self.remarks: list[Message] = [] if remarks is None else remarks

    def finish(self) -> None:
        """Raise `ClockError` with everything found wrong so far, if anything was."""
        raise_any(self.problems, ClockError)

    def text(self, field: str) -> str:
        value = self._required(field)
        if value is None or isinstance(value, str):
            return value or ""
        self._refuse(NOT_TEXT, field)
        return ""

    def number(self, field: str) -> int:
        value = self.optional_number(field)
        if value is None:
            self._required(field)
        return value or 0

    def optional_number(self, field: str) -> int | None:
        value = self.facts.get(field)
        if value is None or (isinstance(value, int) and not isinstance(value, bool)):
            return value
        self._refuse(NOT_NUMBER, field)
        return 0

    def flag(self, field: str, *, default: bool) -> bool:
        value = self.facts.get(field, default)
        if isinstance(value, bool):
            return value
        self._refuse(NOT_FLAG, field)
        return default

    def day(self, field: str) -> date:
        if self._required(field) is None:
            return NOWHERE
        return self.optional_day(field) or NOWHERE

    def optional_day(self, field: str) -> date | None:
        value = self.facts.get(field)
        if value is None:
            return None
        try:
            if isinstance(value, str):
                return date.fromisoformat(value)
        except ValueError:
            pass
        self._refuse(NOT_DAY, field)
        return None

    def moment(self, field: str) -> datetime:
        if self._required(field) is None:
            return datetime.min.replace(tzinfo=SHANGHAI)
        return self.optional_moment(field) or datetime.min.replace(tzinfo=SHANGHAI)

    def optional_moment(self, field: str) -> datetime | None:
        """A moment; without a time zone it is local time in Shanghai."""
        value = self.facts.get(field)
        if value is None:
            return None
        try:
            if isinstance(value, str):
                moment = datetime.fromisoformat(value)
                return local(moment) if moment.tzinfo else moment.replace(tzinfo=SHANGHAI)
        except (ValueError, OverflowError):
            pass
        self._refuse(NOT_MOMENT, field)
        return None

    def choice(self, field: str, known: Iterable[str]) -> str:
        """One of the known words; the first of them stands in for one that was refused."""
        before, words = len(self.problems), [str(word) for word in known]
        value = self.text(field)
        if value in words:
            return value
        if len(self.problems) == before:
            self._refuse(UNKNOWN, field, known="、".join(words))
        return words[0]

    def service(self, field: str) -> Service:
        return Service(self.choice(field, Service))

    def reply_facts(self) -> ReplyFacts:
        """The facts of an application, its events included."""
        return ReplyFacts(
            channel=Channel(self.choice("channel", Channel)),
            submitted_at=self.optional_moment("submitted_at"),
            posted_at=self.optional_moment("posted_at"),
            signed_at=self.optional_moment("signed_at"),
            arrived_at=self.optional_moment("arrived_at"),
            confirmed_at=self.optional_moment("confirmed_at"),
            events=self._events(),
        )

    def _events(self) -> tuple[Event, ...]:
        rows = self.facts.get("events", [])
        if not isinstance(rows, list):
            self._refuse(NOT_LIST, "events")
            return ()
        events = (self._event(number, row) for number, row in enumerate(rows, start=1))
        return tuple(event for event in events if event)

    def _event(self, number: int, row: object) -> Event | None:
        where = f"第{number}个事项："
        if not isinstance(row, dict):
            self.problems.append(NOT_OBJECT.about(where=where))
            return None
        reader = CaseReader(row, where, self.problems, self.remarks)
        before = len(self.problems)
        fields, read = EVENT_READERS[reader.choice("type", EVENT_READERS)]
        if len(self.problems) > before:
            return None
        reader.refuse_misspelt(fields)
        return read(reader)

    def _required(self, field: str) -> object:
        value = self.facts.get(field)
        if value is None:
            self._refuse(MISSING, field)
        return value

    def refuse_misspelt(self, known: tuple[str, ...]) -> None:
        """A field that nearly is one we know is refused; any other unknown one is remarked on."""
        for field in self.facts:
            if field in known or field.startswith(OWN_NOTES):
                continue
            if meant := get_close_matches(field, known, 1, 0.8):
                self._refuse(MISSPELT, field, meant=meant[0])
            else:
                self.remarks.append(OVERLOOKED.about(where=self.where, field=field))

    def _refuse(self, sentence: Sentence, field: str, **more: object) -> None:
        shown = repr(self.facts.get(field))[:SHOWN_CHARACTERS]
        about = sentence.about(where=self.where, field=field, value=shown, **more)
        self.problems.append(about)


def _consultation(consulted: Consulted) -> Callable[[CaseReader], Consultation]:
    def read(reader: CaseReader) -> Consultation:
        letter = reader.facts.get("letter")
        return Consultation(
            consulted=consulted,
            on=reader.day("sent"),
            delivered=reader.optional_day("delivered"),
            answered=reader.optional_day("answered"),
            period_wd=reader.optional_number("period_wd"),
            letter=letter if isinstance(letter, str) else "",
        )

    return read


REPLY_FIELDS = (
    "channel",
    "submitted_at",
    "posted_at",
    "signed_at",
    "arrived_at",
    "confirmed_at",
    "events",
    "as_of",
)
CONSULTATION_FIELDS = ("type", "sent", "delivered", "answered", "period_wd", "letter")
EVENT_READERS: dict[str, tuple[tuple[str, ...], Callable[[CaseReader], Event]]] = {
    "correction_requested": (
        ("type", "date", "delivered", "period_wd"),
        lambda r: CorrectionRequested(
            r.day("date"), r.day("delivered"), r.optional_number("period_wd")
        ),
    ),
    "correction_received": (("type", "date"), lambda r: CorrectionReceived(r.day("date"))),
    "correction_lapsed": (("type",), lambda r: CorrectionLapsed()),
    "third_party": (CONSULTATION_FIELDS, _consultation(Consulted.THIRD_PARTY)),
    "joint_agency": (CONSULTATION_FIELDS, _consultation(Consulted.JOINT_AGENCY)),
    "other_agency": (CONSULTATION_FIELDS, _consultation(Consulted.OTHER_AGENCY)),
    "fee_notice": (
        ("type", "date", "delivered"),
        lambda r: FeeNotice(r.day("date"), r.day("delivered")),
    ),
    "fee_paid": (("type", "date"), lambda r: FeePaid(r.day("date"))),
    "fee_lapsed": (("type",), lambda r: FeeLapsed()),
    "extension": (("type", "date", "wd"), lambda r: Extension(r.day("date"), r.number("wd"))),
    "delay": (("type", "date", "wd"), lambda r: Delay(r.day("date"), r.number("wd"))),
}
