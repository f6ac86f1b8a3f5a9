"""What every part of the demo's past stands on: the day, the calendar, the district."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from portal.agencies.models import Organisation, User
from portal.domain.calendar import WorkingCalendar

from . import diary


@dataclass
class Stage:
    """The district as it stands, and what has been created in it by key."""

    today: date
    now: datetime
    calendar: WorkingCalendar
    organisations: dict[str, Organisation]
    staff: dict[str, User]
    made: dict[str, Any] = field(default_factory=dict)

    def days_ago(self, days: int) -> date:
        return self.today - timedelta(days=days)

    def working_day(self, day: date, offset: int) -> date:
        return diary.working_day(self.calendar, day, offset)

    def at(self, day: date, hour: int = 10, minute: int = 0) -> datetime:
        """A moment of that day, but never one still to come."""
        return min(diary.moment(day, hour, minute), self.now)

    def drafter_of(self, organisation: Organisation) -> User:
        """Who drafts for a body; the government's own office helps out the small ones."""
        own = {"yxzj": "drafter", "yxjy": "edu-drafter"}
        return self.staff[own.get(organisation.code, "office-drafter")]

    def reviewer_of(self, organisation: Organisation) -> User:
        own = {"yxzj": "secrecy"}
        return self.staff[own.get(organisation.code, "office-secrecy")]

    def legal_of(self, _organisation: Organisation) -> User:
        """The district's legal reviewer serves every body."""
        return self.staff["legal"]

    def office_of(self, organisation: Organisation) -> User:
        """Who takes in, publishes and issues for a body."""
        return self.staff["clerk" if organisation.code == "yxzj" else "openness"]

    def leader_of(self, organisation: Organisation) -> User:
        own = {"yxzj": "leader", "yxjy": "edu-leader"}
        return self.staff[own.get(organisation.code, "vice-mayor")]
