"""What an edit of the calendar is, before and after it is confirmed.

An edit is shown first and applied in a second step; between the two it travels as JSON.
"""

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from portal.domain.calendar import DayNotice
from portal.domain.holidays import PublishedYear


@dataclass(frozen=True, slots=True)
class YearEdit:
    """Load the arrangement of a year; the year's former days give way."""

    published: PublishedYear

    @property
    def year(self) -> int:
        return self.published.year

    @property
    def notice(self) -> str:
        return self.published.notice

    @property
    def organisation_code(self) -> str:
        """An arrangement holds for the whole country."""
        return ""


@dataclass(frozen=True, slots=True)
class DayEdit:
    """Set one day, for the country or for one agency; ``becomes`` None leaves it as it was
    before anybody spoke about it: to the plain week, or an agency's to the country's day."""

    day: date
    organisation_code: str = ""
    becomes: DayNotice | None = None

    @property
    def year(self) -> int:
        return self.day.year

    @property
    def notice(self) -> str:
        return self.becomes.notice if self.becomes else ""


Edit = YearEdit | DayEdit


def day_as_json(day: DayNotice) -> dict[str, Any]:
    """One day as the history keeps it."""
    return {**day._asdict(), "day": day.day.isoformat()}


def edit_as_json(edit: Edit) -> dict[str, Any]:
    """The edit as plain data; ``edit_from_json`` reads it back."""
    if isinstance(edit, YearEdit):
        facts = asdict(edit.published)
        return {**facts, "days": [day_as_json(day) for day in edit.published.days]}
    becomes = day_as_json(edit.becomes) if edit.becomes else None
    return {
        "day": edit.day.isoformat(),
        "organisation_code": edit.organisation_code,
        "becomes": becomes,
    }


def edit_from_json(data: dict[str, Any]) -> Edit:
    """What ``edit_as_json`` wrote; the caller has made sure that nobody else did."""
    if "year" in data:
        return YearEdit(PublishedYear(**{**data, "days": tuple(map(_day, data["days"]))}))
    becomes = _day(data["becomes"]) if data["becomes"] else None
    return DayEdit(date.fromisoformat(data["day"]), data["organisation_code"], becomes)


def _day(data: dict[str, Any]) -> DayNotice:
    return DayNotice(**{**data, "day": date.fromisoformat(data["day"])})
