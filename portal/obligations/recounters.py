"""Who can count a time limit anew when the calendar changes, told by the apps at start-up.

The ledger lies below the apps whose facts a limit is counted from: each registers, by rule,
how the due date follows from them and what to carry along when it moves.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # apps register before any model can be imported
    from portal.audit.actions import Act

    from .models import Obligation


@dataclass(frozen=True, slots=True)
class Due:
    """What the clock says now, and the target of the body's own beside it.

    ``source`` is what it was derived from, for ``carry``.
    """

    started_on: date
    due_on: date
    provisional: bool
    trace: Sequence[object]
    source: Any = None
    target_from: datetime | None = None


@dataclass(frozen=True, slots=True)
class Move:
    """An open limit, as it stands, and what the clock says of it now."""

    obligation: "Obligation"
    due: Due

    @property
    def is_news(self) -> bool:
        """Whether a date changes, or how certain it is; else only the days' reasons do."""
        row = self.obligation
        return (row.due_on, row.provisional) != (self.due.due_on, self.due.provisional)

    @property
    def is_change(self) -> bool:
        row = self.obligation
        former = (row.started_on, row.trace, row.target_from)
        return self.is_news or former != (
            self.due.started_on,
            self.due.trace,
            self.due.target_from,
        )


Derive = Callable[..., Mapping[int, Due]]
"""``derive(rows, lock=…)``: the due date of each row by its id, in a constant number of
queries; with ``lock`` the facts it read stay as they are until the transaction ends. A row
that is not counted by the calendar is left out."""

Carry = Callable[..., list["Act"]]
"""``carry(moves, at=…, reason=…)``: bring the app's own rows after the moves that are news,
tell the citizens concerned, and answer with one audit act for each. Before the ledger is
written, in its transaction, in a constant number of queries."""


@dataclass(frozen=True, slots=True)
class Recounter:
    derive: Derive
    carry: Carry | None = None


_recounters: dict[str, Recounter] = {}


def register_recounter(rule_key: str, recounter: Recounter) -> None:
    """Called from ``AppConfig.ready`` for each rule whose limits follow the calendar."""
    _recounters[rule_key] = recounter


def recounters() -> Mapping[str, Recounter]:
    """Every recounter by its rule, in the order of the rules."""
    return dict(sorted(_recounters.items()))
