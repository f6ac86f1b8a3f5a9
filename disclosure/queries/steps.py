"""Why a step cannot be taken: state, role and guards judged together, never one by one."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q
from django.utils.translation import gettext as _

from portal.agencies.domain.roles import Role
from portal.agencies.models import Organisation, User
from portal.agencies.permissions import has_role
from portal.agencies.queries import organisations_of
from portal.domain.moments import local_day
from portal.domain.workflow import Refusal, Transition, Workflow


class Subject(Protocol):
    """What goes through a workflow here."""

    state: str
    organisation: Organisation

    def get_state_display(self) -> str: ...


@dataclass(frozen=True)
class Attempt:
    """A step by ``actor`` on ``subject``.

    ``answers`` is what the step's form says; None while it has not been filled in, when
    the guards that judge answers keep silent.
    """

    subject: Any
    actor: User
    at: datetime
    answers: Mapping[str, Any] | None = None

    def answer(self, name: str) -> str:
        """The stripped text answer of this name, empty when there is none."""
        return str((self.answers or {}).get(name) or "").strip()


Guard = Callable[[Attempt], list[Refusal]]


def roles_for(workflow: Workflow, event: str) -> list[Role]:
    """The roles that may take ``event`` from any state."""
    rows = (row for row in workflow.transitions if row.event == event)
    return [Role(role) for row in rows for role in row.roles]


def next_in_line(workflow: Workflow, user: User | AnonymousUser, on: date) -> Q:
    """Selects what waits for this person: own drafts, others' reviews and releases."""

    def waits(state: str, event: str) -> Q:
        bodies = organisations_of(user, on, *roles_for(workflow, event))
        return Q(state=state, organisation__in=bodies) & ~Q(author_id=user.pk)

    own = Q(state="draft", author_id=user.pk)
    return own | waits("review", "review") | waits("ready", "publish")


def held_roles(transition: Transition, attempt: Attempt) -> list[Role]:
    """The roles of the row that the actor holds for the subject's body on that day."""
    day = local_day(attempt.at)
    organisation = attempt.subject.organisation
    return [
        Role(role)
        for role in transition.roles
        if has_role(attempt.actor, Role(role), organisation, day)
    ]


def step_refusals(
    workflow: Workflow, event: str, attempt: Attempt, guards: Mapping[str, Guard]
) -> list[Refusal]:
    """Every reason why ``event`` is refused; empty when it may be taken."""
    transition = workflow.find(event, attempt.subject.state)
    if transition is None:
        sentence = _("当前状态是“%(state)s”，不能办理这一步。")
        return [Refusal("state", sentence % {"state": attempt.subject.get_state_display()})]
    refusals = []
    if not held_roles(transition, attempt):
        refusals.append(Refusal("role", _("您在该机构没有办理这一步的岗位。")))
    for name in transition.guards:
        refusals.extend(guards[name](attempt))
    return refusals
