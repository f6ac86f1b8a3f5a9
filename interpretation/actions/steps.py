"""Taking a step on a release or a comment: the pieces of ``disclosure.actions.steps``."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, TypeVar

from django.db.models import Model

from disclosure.actions.steps import Step, locked, take_step
from interpretation.queries.guards import GUARDS, workflow_of
from portal.agencies.models import User

Row = TypeVar("Row", bound=Model)


def take(
    event: str,
    item: Row,
    *,
    actor: User,
    at: datetime,
    answers: Mapping[str, Any] | None = None,
) -> Step[Row]:
    """Lock the row, read it again and judge ``event``; TransitionRefused says every reason."""
    row = locked(type(item)._default_manager.all(), item.pk)
    return take_step(workflow_of(row), event, row, GUARDS, actor=actor, at=at, answers=answers)
