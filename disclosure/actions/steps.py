"""What every step does first and last: lock and judge, write down and account.

The interpretations above take their steps with the same pieces.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from django.db.models import Model, QuerySet

from disclosure.domain.workflow import WORKFLOW
from disclosure.models import Document
from disclosure.queries.guards import GUARDS
from disclosure.queries.steps import Attempt, Guard, held_roles, step_refusals
from portal.agencies.models import User
from portal.audit.actions import record
from portal.domain.workflow import TransitionRefused, Workflow

Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True)
class Step(Generic[Row]):
    """A step that may be taken: the locked row, and the row of the table it follows."""

    name: str
    row: Row
    actor: User
    at: datetime
    source: str
    target: str
    role: str

    def save(self, *fields: str) -> None:
        """Write ``fields`` and the state this step leads to."""
        row: Any = self.row
        row.state = self.target
        row.updated_at = self.at
        row.save(update_fields=["state", "updated_at", *fields])

    def account(
        self,
        before: Mapping[str, Any] | None = None,
        after: Mapping[str, Any] | None = None,
        reason: str = "",
    ) -> None:
        """The audit entry; last in the action."""
        row: Any = self.row
        record(
            action=self.name,
            subject=row,
            actor=self.actor,
            at=self.at,
            role=self.role,
            organisation=row.organisation,
            before={"state": self.source, **(before or {})},
            after={"state": self.target, **(after or {})},
            reason=reason,
        )


def take_step(
    workflow: Workflow,
    event: str,
    row: Row,
    guards: Mapping[str, Guard],
    *,
    actor: User,
    at: datetime,
    answers: Mapping[str, Any] | None = None,
) -> Step[Row]:
    """Judge ``event`` on a row that the caller has locked.

    Raises TransitionRefused with every reason.
    """
    attempt = Attempt(row, actor, at, answers or {})
    refusals = step_refusals(workflow, event, attempt, guards)
    transition = workflow.find(event, attempt.subject.state)
    if refusals or transition is None:
        raise TransitionRefused(refusals)
    role = held_roles(transition, attempt)[0]
    name = f"{workflow.name}.{event}"
    return Step(name, row, actor, at, attempt.subject.state, transition.target, str(role))


def locked(rows: QuerySet[Row], pk: int) -> Row:
    """The row as it is now, locked until the transaction ends, with its organisation."""
    return rows.select_for_update(of=("self",)).select_related("organisation").get(pk=pk)


def take(
    event: str,
    document: Document,
    *,
    actor: User,
    at: datetime,
    answers: Mapping[str, Any] | None = None,
    prepare: Callable[[Document], Document] | None = None,
) -> Step[Document]:
    """Lock a document, read it again, ``prepare`` it and judge ``event``."""
    row = locked(Document.objects.all(), document.pk)
    if prepare is not None:
        row = prepare(row)
    return take_step(WORKFLOW, event, row, GUARDS, actor=actor, at=at, answers=answers)
