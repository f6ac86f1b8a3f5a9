"""Somebody about to take a step, and what the guards ask of the case."""

from dataclasses import dataclass
from datetime import date

from portal.agencies.models import User
from portal.domain.workflow import Transition
from requests_foia.domain.vocabulary import Fact
from requests_foia.domain.workflow import WORKFLOW
from requests_foia.models import Application, CaseEvent, Reply


@dataclass(frozen=True, slots=True)
class Attempt:
    """Somebody about to take a step. ``actor`` is None for the portal and the applicant."""

    application: Application
    event: str
    actor: User | None
    role: str
    on: date

    @property
    def transition(self) -> Transition | None:
        return WORKFLOW.find(self.event, self.application.state)

    @property
    def reply(self) -> Reply | None:
        """The draft that is alive."""
        return self.application.replies.filter(returned_at__isnull=True).first()

    def fact(self, kind: Fact) -> CaseEvent | None:
        return self.application.events.filter(kind=kind).first()
