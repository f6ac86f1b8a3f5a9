"""Recording what the clock counts with."""

from datetime import date, datetime

from requests_foia.domain.vocabulary import Fact
from requests_foia.models import CaseEvent

from .stepping import Step


def state_fact(
    step: Step,
    kind: Fact,
    *,
    on: date,
    moment: datetime | None = None,
    delivered_on: date | None = None,
    working_days: int | None = None,
    text: str = "",
    evidence: str = "",
    answers: CaseEvent | None = None,
) -> CaseEvent:
    """Append one dated fact to the case; facts are never edited.

    ``answers`` is the earlier fact this one belongs to, such as the letter it answers.
    """
    return CaseEvent.objects.create(
        application=step.application,
        kind=kind,
        happened_on=on,
        happened_at=moment,
        delivered_on=delivered_on,
        working_days=working_days,
        text=text,
        evidence=evidence,
        answers=answers,
        recorded_by=step.actor,
        recorded_at=step.at,
    )
