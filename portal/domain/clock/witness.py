"""The witness: hears the facts of an application in order and notes what cannot be."""

from datetime import date

from portal.domain.clock.events import Event
from portal.domain.clock.sentences import (
    BEFORE_RECEIPT,
    BEFORE_SENT,
    EVENT_NAMES,
    IN_FUTURE,
    NOT_POSITIVE,
    OUT_OF_ORDER,
    RECEIPT_NAME,
)
from portal.domain.messages import Message, Sentence


class Witness:
    """Collects problems, rather than stopping at the first, and remarks for staff.

    Every check answers whether the fact stands. `as_of` is the day beyond which nothing can
    have happened yet; None when that is not known.
    """

    def __init__(self, received: date, as_of: date | None) -> None:
        self.received = self.latest = received
        self.as_of = as_of
        self.problems: list[Message] = []
        self.remarks: list[Message] = []
        self._in_past(RECEIPT_NAME, received)

    def refuse(self, sentence: Sentence, event: Event, **about: object) -> bool:
        """Note a problem with an event."""
        self.problems.append(sentence.about(event=EVENT_NAMES[type(event)], **about))
        return False

    def remark(self, sentence: Sentence, **about: object) -> None:
        """Note what a named rule decided."""
        self.remarks.append(sentence.about(**about))

    def in_order(self, event: Event) -> bool:
        """On or after receipt, on or after the event before, and not in the future."""
        on: date | None = getattr(event, "on", None)
        if on is None:
            return True
        if on < self.received:
            return self.refuse(BEFORE_RECEIPT, event, day=on, received=self.received)
        if on < self.latest:
            return self.refuse(OUT_OF_ORDER, event, day=on, previous=self.latest)
        self.latest = on
        return self._in_past(EVENT_NAMES[type(event)], on)

    def after_sending(self, event: Event, sent: date, *days: date | None) -> bool:
        """A letter is delivered and answered on or after the day it was sent."""
        stands = True
        for day in days:
            if day is not None and day < sent:
                stands = self.refuse(BEFORE_SENT, event, day=day, sent=sent)
            elif day is not None:
                stands = self._in_past(EVENT_NAMES[type(event)], day) and stands
        return stands

    def positive(self, event: Event, days: int | None) -> bool:
        """A period has at least one day."""
        return bool(days and days > 0) or self.refuse(NOT_POSITIVE, event)

    def _in_past(self, name: str, day: date) -> bool:
        if self.as_of is None or day <= self.as_of:
            return True
        self.problems.append(IN_FUTURE.about(event=name, day=day, today=self.as_of))
        return False
