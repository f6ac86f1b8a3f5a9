"""Workflow events as buttons of the desk; the interpretations above draw theirs with it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.forms import Form
from django.http import HttpRequest

from disclosure.queries.steps import Attempt
from portal.agencies.models import User
from portal.calendar import moment
from portal.desk.steps import Confirmation, Step, Words, user_of
from portal.domain.workflow import Refusal, Workflow

Call = Callable[[Any, User, datetime, Any], object]
Judge = Callable[[str, Attempt], list[Refusal]]
# Refusals that mean the step is not this person's, or not for such a record: no button.
NOT_OFFERED = frozenset({"role", "state", "is_proactive", "not_proactive"})


@dataclass(frozen=True, kw_only=True)
class Button:
    """How one event looks on the desk: ``call(record, actor, at, form)`` runs its action."""

    label: Words
    call: Call
    form_class: Any = Confirmation
    form_arguments: Callable[[Any, HttpRequest], dict[str, Any]] | None = None
    explanation: Words = ""
    is_primary: bool = True
    is_dangerous: bool = False


def steps_of(
    record: Any,
    request: HttpRequest,
    workflow: Workflow,
    buttons: Mapping[str, Button],
    judge: Judge,
) -> list[Step]:
    """The buttons this person may see on this record, each with what blocks it.

    What is expected next comes first, what hurts last.
    """
    steps = []
    for transition in workflow.events_from(record.state):
        button = buttons.get(transition.event)
        if button is None:
            continue
        attempt = Attempt(record, user_of(request), moment.now())
        refusals = judge(transition.event, attempt)
        if any(refusal.code in NOT_OFFERED for refusal in refusals):
            continue
        steps.append(_step(record, request, transition.event, button, refusals))
    return sorted(steps, key=lambda step: (not step.is_primary, step.is_dangerous))


def _step(
    record: Any, request: HttpRequest, event: str, button: Button, refusals: list[Refusal]
) -> Step:
    arguments = button.form_arguments

    def run(request: HttpRequest, record: Any, form: Form) -> object:
        return button.call(record, user_of(request), moment.now(), form)

    return Step(
        event=event,
        label=button.label,
        run=run,
        blockers=[str(refusal) for refusal in refusals],
        form_class=button.form_class,
        form_kwargs=arguments(record, request) if arguments else {},
        explanation=button.explanation,
        is_primary=button.is_primary,
        is_dangerous=button.is_dangerous,
    )
