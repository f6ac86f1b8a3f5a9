"""One application for each matter (一事一申请): a case that holds several becomes several.

Each part is owed from the day the whole was received; what was asked, paused or extended
for the whole holds for each part. The tables count every part as received.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import uuid4

from django.db import transaction

from portal.agencies.models import User
from portal.audit.actions import record
from portal.files.actions import copy_files
from portal.files.models import StoredFile
from portal.guard import tokens
from portal.privacy.index import blind_index
from requests_foia.domain.linking import LinkKind
from requests_foia.domain.vocabulary import Fact
from requests_foia.models import (
    ApplicantDetails,
    Application,
    ApplicationStep,
    CaseEvent,
    CaseLink,
)
from requests_foia.permissions.linking import matter_faults
from requests_foia.queries.sent_files import sent_files

from .facts import state_fact
from .filing import number_for
from .messages import tell_applicant, tell_staff
from .recount import hand_over, recount
from .stepping import Step, begin, finish


def split(
    *,
    application: Application,
    matters: Sequence[str],
    actor: User,
    at: datetime,
    version: int | None = None,
) -> list[Application]:
    """Make one case of each matter; the case keeps the first and its number.

    Answers the new cases. Their codes nobody has seen: the applicant gets them on the page
    of the first case (``renew_case_code``). What was asked for at first stays in the facts.
    """
    wanted = [matter.strip() for matter in matters if matter.strip()]
    with transaction.atomic():
        step = begin(
            application=application,
            event="split",
            actor=actor,
            at=at,
            version=version,
            faults=lambda _case: matter_faults(matters),
        )
        whole = step.application
        facts = list(whole.events.order_by("happened_on", "pk"))
        parts = [_part(step, matter, facts) for matter in wanted[1:]]
        state_fact(step, Fact.SPLIT, on=step.day, moment=at, text=whole.content)
        numbers = "、".join(part.number for part in parts)
        tell_applicant("split", whole, at=at, numbers=numbers)
        if whole.officer:
            tell_staff("split", whole, whole.officer, at=at)
        finish(
            step,
            changed={"content": wanted[0]},
            after={"parts": [part.number for part in parts]},
            public_note=numbers,
        )
        return parts


def renew_case_code(*, lead: Application, part: Application, at: datetime) -> str:
    """A new code for a case that was split off ``lead``, for whoever has opened the lead.

    The only sight of it; an earlier one opens nothing any more. Raises ``DoesNotExist``
    for a case that is no part of the lead.
    """
    code = tokens.new_code()
    with transaction.atomic():
        link = CaseLink.objects.select_related("other__organisation").get(
            kind=LinkKind.SPLIT, lead=lead, other=part
        )
        Application.objects.filter(pk=link.other_id).update(code_hash=tokens.hash_code(code))
        record(
            action="requests_foia.renew_case_code",
            subject=link.other,
            actor=None,
            at=at,
            role="applicant",
            organisation=link.other.organisation,
            after={"lead": lead.number},
        )
    return code


def _part(step: Step, matter: str, facts: Sequence[CaseEvent]) -> Application:
    part = _registered(step, matter)
    details = ApplicantDetails.objects.get(application=step.application)
    details.application = part
    details.save(force_insert=True)
    rows = sent_files(step.application).exclude(scan_state=StoredFile.ScanState.INFECTED)
    copy_files(rows=rows, to=part, actor=step.actor, at=step.at)
    _same_facts(part, facts)
    _begin_story(step, part)
    CaseLink.objects.create(
        kind=LinkKind.SPLIT,
        lead=step.application,
        other=part,
        made_by=step.actor,
        made_at=step.at,
    )
    recount(application=part, at=step.at, actor=step.actor, reason="")
    hand_over(part, to=part.officer, unit=part.assigned_unit, at=step.at)
    record(
        action="requests_foia.split_off",
        subject=part,
        actor=step.actor,
        at=step.at,
        role=step.role,
        organisation=part.organisation,
        after={"number": part.number, "lead": step.application.number, "state": part.state},
    )
    return part


def _registered(step: Step, matter: str) -> Application:
    """The row of a part: as the whole stands, with a number, a code and words of its own."""
    part = Application.objects.select_related("organisation", "assigned_unit", "officer").get(
        pk=step.application.pk
    )
    part.pk = uuid4()
    part.number = number_for(part.organisation, step.at)
    part.code_hash = tokens.hash_code(tokens.new_code())
    part.idempotency_hash = blind_index(str(part.pk), purpose="foi.split")
    part.content, part.title, part.document_number = matter, "", ""
    part.received_on = part.due_on = None
    part.due_is_provisional = False
    part.version, part.updated_at = 1, step.at
    part.save(force_insert=True)
    return part


def _same_facts(part: Application, facts: Sequence[CaseEvent]) -> None:
    """The whole's facts, each with the day it happened; an answer stays with its question."""
    copies: dict[int | None, CaseEvent] = {}
    for fact in facts:
        copy = CaseEvent.objects.get(pk=fact.pk)
        copy.pk, copy.application = None, part
        copy.answers = copies.get(fact.answers_id)
        copy.save(force_insert=True)
        copies[fact.pk] = copy


def _begin_story(step: Step, part: Application) -> None:
    ApplicationStep.objects.create(
        application=part,
        event="split_off",
        to_state=part.state,
        actor=step.actor,
        role=step.role,
        public_note=step.application.number,
        at=step.at,
    )
