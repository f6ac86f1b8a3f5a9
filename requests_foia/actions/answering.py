"""What becomes of a question: it arrives, is answered, or is left unanswered."""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import date, datetime
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import F

from portal.agencies.domain.roles import Role
from portal.agencies.models import User
from portal.audit.actions import Act, record_many
from portal.domain.moments import local_day
from portal.domain.workflow import TransitionRefused
from portal.files.actions import store_uploads
from requests_foia.domain.opinions import (
    CONSULTATIONS,
    Consulted,
    OpinionState,
    Position,
    needs_verdict,
)
from requests_foia.domain.vocabulary import DeliveryMethod
from requests_foia.domain.workflow import PARTY, SYSTEM
from requests_foia.models import Application, ApplicationStep, CaseEvent, Delivery, Opinion
from requests_foia.permissions import asking, opinion_end
from requests_foia.queries.opinions import find_by_code, lapsed_opinions

from .asking import held, known
from .facts import state_fact
from .messages import tell_role, tell_role_of_many, tell_staff
from .recount import recount
from .stepping import Step, begin, finish

FILES = "opinion"
MOST_FILES = 5
_OPENED = "凭答复码在本平台打开"


def deliver_question(
    *,
    application: Application,
    opinion: Opinion,
    method: DeliveryMethod,
    received_on: date,
    proof: str,
    at: datetime,
    actor: User | None = None,
    version: int | None = None,
) -> Application:
    """The letter has arrived: the period for the opinion runs from this day.

    Without ``actor`` the party proved it by opening the page with its code. Recorded once.
    """
    with transaction.atomic():
        step = begin(
            application=application,
            event="deliver_question",
            actor=actor,
            role="" if actor else PARTY,
            at=at,
            version=version,
            faults=lambda case: asking.delivery_faults(
                held(case, opinion), received_on, proof, on=local_day(at)
            ),
        )
        kept = known(step.application, opinion)
        Delivery.objects.create(
            letter=kept.letter,
            method=method,
            sent_on=kept.asked.happened_on,
            signed_on=received_on,
            proof=proof.strip(),
            recorded_by=actor,
            recorded_at=at,
        )
        CaseEvent.objects.filter(pk=kept.asked_id, delivered_on__isnull=True).update(
            delivered_on=received_on
        )
        recount(application=step.application, at=at, actor=actor, reason=proof.strip())
        return finish(step, after={"serial": kept.serial, "delivered_on": received_on})


def open_question(*, code: str, at: datetime) -> Opinion | None:
    """The question this code answers; that it is opened proves that it has arrived."""
    opinion = find_by_code(code)
    if opinion is None or opinion.asked.delivered_on or opinion.state != OpinionState.OPEN:
        return opinion
    with suppress(TransitionRefused):  # recorded, answered or ended since it was read
        deliver_question(
            application=opinion.application,
            opinion=opinion,
            method=DeliveryMethod.ONLINE,
            received_on=local_day(at),
            proof=_OPENED,
            at=at,
        )
    return find_by_code(code)


def answer_opinion(
    *,
    application: Application,
    opinion: Opinion,
    position: Position,
    reasons: str,
    at: datetime,
    actor: User | None = None,
    received_on: date | None = None,
    evidence: str = "",
    files: "Sequence[UploadedFile[bytes]]" = (),
    version: int | None = None,
) -> Opinion:
    """Take in what the party says; the pause ends on this day, at the latest on its last day.

    Without ``actor`` the party answers with its code. What came on paper names its
    ``evidence`` and the day it was ``received_on``. Raises ``UploadRefused`` for a file that
    is not what it says; nothing is kept then.
    """
    day = received_on if received_on and actor else local_day(at)
    with transaction.atomic():
        step = begin(
            application=application,
            event="answer_opinion",
            actor=actor,
            role="" if actor else PARTY,
            at=at,
            version=version,
            faults=lambda case: asking.answer_faults(
                held(case, opinion),
                position,
                reasons,
                day=day,
                on=local_day(at),
                evidence=evidence if actor else None,
            ),
        )
        kept = _take_in(step, known(step.application, opinion), position, reasons.strip(), day)
        state_fact(
            step,
            CONSULTATIONS[Consulted(kept.consulted)].answered,
            on=day,
            moment=at if day == step.day else None,
            evidence=evidence.strip(),
            answers=kept.asked,
        )
        store_uploads(uploads=files[:MOST_FILES], subject=kept, purpose=FILES, actor=actor, at=at)
        recount(application=step.application, at=at, actor=actor, reason=evidence.strip())
        _tell_of_answer(step, kept, position)
        finish(
            step,
            after={
                "serial": kept.serial,
                "position": position,
                "is_late": kept.is_late,
                "files": len(files),
                "due_on": step.application.due_on,
            },
        )
        return kept


def _take_in(step: Step, opinion: Opinion, position: Position, reasons: str, day: date) -> Opinion:
    end = opinion_end(opinion)
    opinion.state, opinion.position, opinion.reasons = OpinionState.ANSWERED, position, reasons
    opinion.is_late = end is not None and day > end
    opinion.answered_at, opinion.recorded_by = step.at, step.actor
    opinion.save(
        update_fields=["state", "position", "reasons", "is_late", "answered_at", "recorded_by"]
    )
    return opinion


def _tell_of_answer(step: Step, opinion: Opinion, position: Position) -> None:
    case = step.application
    tell_role("opinion_answered", case, Role.OPENNESS_OFFICE, at=step.at)
    if case.officer:
        tell_staff("opinion_answered", case, case.officer, at=step.at)
    if needs_verdict(Consulted(opinion.consulted), position):
        tell_role("verdict_needed", case, Role.DEPUTY_LEADER, at=step.at)


def lapse_opinions(*, at: datetime) -> list[Opinion]:
    """Mark every question that nobody answered by its last day; the same again marks nothing.

    A co-maker's silence is consent (art. 34); on a third party's the agency decides (art. 32).
    The clock has ended the pause by itself. The number of queries grows with the bodies
    that have something to mark, not with the rows.
    """
    with transaction.atomic():
        found = {row.pk: row for row in lapsed_opinions(local_day(at))}
        cases = _locked({row.application_id for row in found.values()})
        still_open = Opinion.objects.filter(pk__in=found, state=OpinionState.OPEN)
        kept = [
            found[pk]
            for pk in still_open.order_by("application_id", "serial").values_list("pk", flat=True)
            if found[pk].application_id in cases
        ]
        Opinion.objects.filter(pk__in=[row.pk for row in kept]).update(
            state=OpinionState.SILENT, silent_at=at
        )
        _write_down(kept, cases, at)
    return kept


def _locked(keys: Iterable[UUID]) -> dict[UUID, Application]:
    rows = Application.objects.select_for_update(of=("self",)).filter(pk__in=keys)
    return {row.pk: row for row in rows.select_related("organisation", "officer").order_by("pk")}


def _write_down(opinions: Sequence[Opinion], cases: dict[UUID, Application], at: datetime) -> None:
    ApplicationStep.objects.bulk_create(_step_of(cases[row.application_id], at) for row in opinions)
    Application.objects.filter(pk__in={row.application_id for row in opinions}).update(
        version=F("version") + 1, updated_at=at
    )
    acts = [_act_of(row, cases[row.application_id]) for row in opinions]
    record_many(acts=acts, actor=None, at=at, role=SYSTEM)
    told = {row.application_id: cases[row.application_id] for row in opinions}
    tell_role_of_many("opinion_lapsed", told.values(), Role.OPENNESS_OFFICE, at=at)
    undecided = {
        row.application_id: cases[row.application_id]
        for row in opinions
        if needs_verdict(Consulted(row.consulted), None)
    }
    tell_role_of_many("verdict_needed", undecided.values(), Role.DEPUTY_LEADER, at=at)


def _step_of(case: Application, at: datetime) -> ApplicationStep:
    return ApplicationStep(
        application=case,
        event="lapse_opinion",
        from_state=case.state,
        to_state=case.state,
        role=SYSTEM,
        at=at,
    )


def _act_of(opinion: Opinion, case: Application) -> Act:
    return Act(
        action="requests_foia.lapse_opinion",
        subject_type=case._meta.label_lower,
        subject_id=str(case.pk),
        organisation_code=case.organisation.code,
        after={"consulted": opinion.consulted, "serial": opinion.serial},
    )
