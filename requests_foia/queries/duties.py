"""The inner steps of stored cases, as ``domain.duties`` derives them."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

from portal.domain.clock import ReplyAnswer
from portal.domain.moments import local_day
from requests_foia.domain.duties import Course, Duty, duties
from requests_foia.domain.vocabulary import State
from requests_foia.models import Application, Letter

from .reckoning import case_facts


def duties_of(
    application: Application,
    answer: ReplyAnswer,
    issued: Mapping[UUID, datetime] | None = None,
) -> list[Duty]:
    """What is owed on the way to the reply, and how each ended; ``answer`` is the clock's.

    Whoever asks for many cases hands over when their replies were ``issued``.
    """
    if issued is None:
        issued = replies_issued([application.pk])
    issued_at, registered_at = issued.get(application.pk), application.registered_at
    course = Course(
        state=State(application.state),
        registered_on=local_day(registered_at) if registered_at else None,
        registered_at=registered_at,
        issued_on=local_day(issued_at) if issued_at else None,
    )
    return duties(case_facts(application), answer, course)


def replies_issued(keys: Iterable[UUID]) -> dict[UUID, datetime]:
    """When the reply letters of these cases were issued, in one query."""
    letters = Letter.objects.filter(application__in=list(keys), reply__isnull=False)
    return dict(letters.values_list("application_id", "issued_at"))
