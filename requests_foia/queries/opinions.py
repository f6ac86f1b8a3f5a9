"""Questions to others: found by code, due, and as the applicant and the auditor see them."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from portal.calendar.queries import calendars_for
from portal.domain.rulesets import rule_set
from portal.guard import tokens
from requests_foia.domain.opinions import Consulted, OpinionState, last_day
from requests_foia.domain.vocabulary import State
from requests_foia.models import Application, Opinion

ASKING_STATES = (State.HANDLING, State.REVIEW)
"""A case in any other state no longer waits for anybody's opinion."""


def answerable() -> QuerySet[Opinion]:
    """The questions that may still be answered.

    A third party that was silent may speak until the agency has decided; a co-maker's
    silence is its consent (条例 art. 34).
    """
    silent = Q(state=OpinionState.SILENT, verdict__isnull=True) & ~Q(consulted=Consulted.CO_MAKER)
    return Opinion.objects.filter(
        Q(state=OpinionState.OPEN, verdict__isnull=True) | silent,
        application__state__in=ASKING_STATES,
    ).select_related("asked", "party", "letter", "application__organisation")


def find_by_code(code: str) -> Opinion | None:
    """The question this code answers, while it can be answered."""
    return answerable().filter(code_hash=tokens.hash_code(code)).first()


def lapsed_opinions(on: date) -> list[Opinion]:
    """What nobody answered although the last day has passed; the letter must have arrived.

    The number of queries does not grow with the rows.
    """
    waiting = Opinion.objects.filter(
        state=OpinionState.OPEN,
        asked__delivered_on__isnull=False,
        application__state__in=ASKING_STATES,
    ).select_related("asked", "application__organisation")
    found = list(waiting.order_by("application_id", "serial"))
    calendars = calendars_for({row.application.organisation.code for row in found})
    return [row for row in found if _end(row, calendars) < on]


def _end(opinion: Opinion, calendars: Any) -> date:
    case = opinion.application
    end = last_day(
        Consulted(opinion.consulted),
        opinion.asked.delivered_on,
        opinion.asked.working_days,
        rule_set(case.rule_set),
        calendars[case.organisation.code],
    )
    return end or date.max


def open_kinds(application: Application) -> set[Consulted]:
    """Whom the case is waiting for, without a name."""
    rows = application.opinions.filter(state=OpinionState.OPEN)
    return {Consulted(kind) for kind in rows.order_by().values_list("consulted", flat=True)}


def counts_by_case(keys: Iterable[UUID]) -> dict[str, list[dict[str, Any]]]:
    """How many were asked and answered, by kind; never who or what."""
    rows = Opinion.objects.filter(application__in=keys).order_by("application_id", "consulted")
    grouped: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in rows.values("application_id", "consulted").annotate(
        asked=Count("pk"),
        answered=Count("pk", filter=Q(state=OpinionState.ANSWERED)),
        silent=Count("pk", filter=Q(state=OpinionState.SILENT)),
        withdrawn=Count("pk", filter=Q(state=OpinionState.WITHDRAWN)),
    ):
        said: dict[str, Any] = {**row}
        grouped[str(said.pop("application_id"))].append(said)
    return grouped
