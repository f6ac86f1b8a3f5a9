"""How the law was read where it leaves a point open: the date that counts, and the other one."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from portal.domain.calendar import WorkingCalendar
from portal.domain.clock import Alternative, ReplyAnswer
from portal.domain.messages import Message


@dataclass(frozen=True, kw_only=True)
class ReadingRow:
    """One open point of the law and the date by its other reading.

    ``earlier`` or ``later`` says by how many working days it differs from the one that counts;
    ``received_on`` is set where the other reading moves the day of receipt as well.
    """

    article: str
    chosen: str
    other: str
    due_on: date
    earlier: int
    later: int
    provisional: bool
    received_on: date | None


def reading_rows(answer: ReplyAnswer) -> list[ReadingRow]:
    """A row for each open point that would give this case another date."""
    if answer.due_on is None or answer.waiting_for:
        return []
    return rows_of(answer.alternatives, answer.due_on, answer.received_on, answer.calendar)


def rows_of(
    alternatives: Iterable[Alternative], due_on: date, received_on: date, calendar: WorkingCalendar
) -> list[ReadingRow]:
    """The other readings beside the dates that count."""
    return [
        ReadingRow(
            article=_(other.point.article),
            chosen=_(other.point.chosen),
            other=_(other.point.other),
            due_on=other.due_on,
            earlier=_apart(other.due_on, due_on, calendar),
            later=_apart(due_on, other.due_on, calendar),
            provisional=other.provisional,
            received_on=other.received_on if other.received_on != received_on else None,
        )
        for other in alternatives
    ]


def remarks_in_words(remarks: Iterable[Message]) -> list[str]:
    """What a named rule decided on the way, once each."""
    return list(dict.fromkeys(remark.translated(_) for remark in remarks))


def _apart(first: date, second: date, calendar: WorkingCalendar) -> int:
    """Working days from the first day to the second; 0 where it comes no later."""
    return calendar.working_days_between(first, second) if first < second else 0
