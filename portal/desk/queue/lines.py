"""What the queue is made of: lines in groups, each a state with its tone."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from portal.agencies.models import Organisation, User
from portal.obligations.models import Urgency

OVERDUE, ENDED = str(Urgency.OVERDUE), str(Urgency.ENDED)
SOON, TARGET = str(Urgency.SOON), str(Urgency.TARGET)
REVIEW, CORRECTION, RUNNING = "review", "correction", "running"
GROUP_NAMES = {
    OVERDUE: _("逾期"),
    ENDED: _("届满待处理"),
    SOON: _("临期"),
    TARGET: _("超内部目标"),
    REVIEW: _("待审"),
    CORRECTION: _("待补正"),
    RUNNING: _("办理中"),
}
TONES = {
    OVERDUE: "red",
    ENDED: "amber",
    SOON: "amber",
    TARGET: "target",
    REVIEW: "blue",
    CORRECTION: "neutral",
    RUNNING: "green",
}
URGENT = (OVERDUE, ENDED, SOON, TARGET)


@dataclass(frozen=True, kw_only=True)
class Also:
    """Another inner step of the same record, less urgent than its line."""

    rule: str
    due_on: date


@dataclass(frozen=True, kw_only=True)
class Line:
    """One row: what it is about, by which rule, when it is due, who has it, what comes next.

    What waits for the user without any time limit has no rule and no due day.
    """

    group: str
    title: str
    organisation: Organisation | None
    responsible: User | None = None
    state: str = ""
    # What a record is about that is named by its number alone.
    about: str = ""
    url: str = ""
    next_label: str = ""
    next_url: str = ""
    # Whether the next step is this user's to take.
    is_mine: bool = False
    rule: str = ""
    article: str = ""
    due_on: date | None = None
    due_at: datetime | None = None
    # 0 on the last day, negative after it.
    working_days_left: int = 0
    provisional: bool = False
    # The body's own, stricter last day; a warning beside the due day, never in its place.
    target_on: date | None = None
    is_target_passed: bool = False
    also: list[Also] = field(default_factory=list)

    @property
    def is_ended(self) -> bool:
        """Somebody else's period has passed: there is something to decide."""
        return self.group == ENDED

    @property
    def group_name(self) -> Any:
        return GROUP_NAMES[self.group]

    @property
    def tone(self) -> str:
        return TONES[self.group]

    @property
    def is_overdue(self) -> bool:
        return self.group == OVERDUE


@dataclass(frozen=True)
class Group:
    """The lines of one urgency, in the order they fall due."""

    key: str
    lines: list[Line]

    @property
    def name(self) -> Any:
        return GROUP_NAMES[self.key]

    @property
    def tone(self) -> str:
        return TONES[self.key]


def group_of(urgency: str, kind: str) -> str:
    """Urgency first; then what the record waits for, as its page says."""
    if urgency in URGENT:
        return urgency
    return kind if kind in (REVIEW, CORRECTION) else RUNNING
