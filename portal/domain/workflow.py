"""Transition tables: who may take a record from which state to which, and what forbids it.

A table is data. The app evaluates the named guards and the roles and collects every refusal;
the diagram in the docs is drawn from the same table.
"""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Refusal:
    """One reason why a step cannot be taken: a stable code and a sentence in Chinese."""

    code: str
    message: str

    def __str__(self) -> str:
        return self.message


class TransitionRefused(Exception):
    """A step was refused; `refusals` lists every reason at once."""

    def __init__(self, refusals: Iterable[Refusal]) -> None:
        self.refusals = tuple(refusals)
        super().__init__("；".join(refusal.message for refusal in self.refusals))


@dataclass(frozen=True, slots=True)
class Transition:
    """One row: `event` leads from any of `sources` to `target` for any of `roles`.

    `guards` are names the app resolves; `clock` names the fact the step tells the clock
    (for example ``"correction_received"``), empty when the clock does not care.
    """

    event: str
    sources: tuple[str, ...]
    target: str
    roles: tuple[str, ...]
    guards: tuple[str, ...] = ()
    clock: str = ""


@dataclass(frozen=True, slots=True)
class Workflow:
    """A named transition table. An event may leave a state by one row only.

    >>> flow = Workflow("demo", (Transition("send", ("draft",), "sent", ("clerk",)),))
    >>> flow.find("send", "draft").target
    'sent'
    >>> flow.find("send", "sent") is None
    True
    """

    name: str
    transitions: tuple[Transition, ...]

    def __post_init__(self) -> None:
        seen: set[tuple[str, str]] = set()
        for transition in self.transitions:
            for source in transition.sources:
                if (transition.event, source) in seen:
                    raise ValueError(f"{self.name}: {transition.event} leaves {source} twice")
                seen.add((transition.event, source))

    @property
    def states(self) -> tuple[str, ...]:
        """Every state the table names, in order of appearance."""
        named = [s for t in self.transitions for s in (*t.sources, t.target)]
        return tuple(dict.fromkeys(named))

    def find(self, event: str, state: str) -> Transition | None:
        """The row that `event` takes from `state`, or None."""
        for transition in self.transitions:
            if transition.event == event and state in transition.sources:
                return transition
        return None

    def events_from(self, state: str) -> tuple[Transition, ...]:
        """Every row that leaves `state`, in the table's order."""
        return tuple(t for t in self.transitions if state in t.sources)

    def mermaid(self) -> str:
        """The table as a Mermaid state diagram; guards stand in brackets after the event."""
        lines = ["stateDiagram-v2"]
        for transition in self.transitions:
            guards = f" [{', '.join(transition.guards)}]" if transition.guards else ""
            for source in transition.sources:
                lines.append(f"    {source} --> {transition.target}: {transition.event}{guards}")
        return "\n".join(lines) + "\n"
