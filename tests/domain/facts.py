"""Short words for the facts of an application, for tests that count."""

from datetime import date, datetime, timedelta

from portal.calendar.shipped import shipped_calendar
from portal.domain.clock import Channel, Event, ReplyAnswer, ReplyFacts, count_reply
from portal.domain.moments import SHANGHAI
from portal.domain.rulesets import rule_set

CALENDAR = shipped_calendar()
LAW = rule_set("cn-2019")
RECEIVED = date(2025, 11, 3)


def at(day: date, hour: int = 9, minute: int = 0) -> datetime:
    """A moment of a day in Shanghai."""
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=SHANGHAI)


def day(n: int, start: date = RECEIVED) -> date:
    """The n-th calendar day after receipt."""
    return start + timedelta(days=n)


def handed_in(*events: Event, on: date = RECEIVED) -> ReplyFacts:
    """An application handed in at the counter."""
    return ReplyFacts(Channel.COUNTER, submitted_at=at(on), events=events)


def count(*events: Event, on: date = RECEIVED, rules: str = "cn-2019", **options) -> ReplyAnswer:
    """Count such an application over the shipped calendar."""
    return count_reply(handed_in(*events, on=on), rule_set(rules), CALENDAR, **options)
