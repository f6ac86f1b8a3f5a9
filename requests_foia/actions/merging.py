"""The same applicant filed the same thing twice: the later case goes into the earlier one."""

from collections.abc import Iterator
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from portal.agencies.models import User
from portal.audit.actions import record
from portal.domain.workflow import Refusal
from requests_foia import queries
from requests_foia.domain.linking import LinkKind
from requests_foia.domain.replies import Ending, row_of_ending
from requests_foia.models import Application, ApplicationStep, CaseLink
from requests_foia.permissions.linking import lead_faults
from requests_foia.permissions.words import text_faults

from .messages import tell_applicant, tell_staff
from .recount import stop_clock
from .stepping import Step, begin, finish


def merge(
    *,
    application: Application,
    lead: Application | None,
    actor: User,
    at: datetime,
    note: str = "",
    version: int | None = None,
) -> Application:
    """Close the case and answer it with ``lead``, whose letter will name both numbers.

    Only of one applicant, into the earlier case, while that one is open.
    """

    def faults(case: Application) -> Iterator[Refusal]:
        held = _locked(lead)
        same = held is not None and queries.is_same_applicant(case, held)
        yield from lead_faults(case, held, is_same_applicant=same)
        yield from text_faults("note", note, "")

    with transaction.atomic():
        step = begin(
            application=application,
            event="merge",
            actor=actor,
            at=at,
            version=version,
            faults=faults,
        )
        first = Application.objects.select_related("organisation", "officer").get(
            pk=lead.pk if lead else ""
        )
        CaseLink.objects.create(
            kind=LinkKind.MERGE, lead=first, other=step.application, made_by=actor, made_at=at
        )
        _take_in(step, first)
        reason = _("已合并到先提出的申请办理")
        stop_clock(step.application, at=at, actor=actor, reason=reason)
        tell_applicant("merged", step.application, at=at, lead=first)
        ending = Ending.MERGED
        changed = {
            "outcome": ending.value,
            "statistics_row": row_of_ending(ending),
            "closed_at": at,
        }
        return finish(
            step,
            changed=changed,
            after={**changed, "lead": first.number},
            note=note.strip(),
            public_note=first.number,
        )


def _locked(lead: Application | None) -> Application | None:
    """The earlier case as it stands once nobody else can answer it meanwhile."""
    if lead is None:
        return None
    return Application.objects.select_for_update().filter(pk=lead.pk).first()


def _take_in(step: Step, lead: Application) -> None:
    """The earlier case's own story: it answers one number more."""
    lead.version, lead.updated_at = lead.version + 1, step.at
    lead.save(update_fields=["version", "updated_at"])
    ApplicationStep.objects.create(
        application=lead,
        event="take_in",
        from_state=lead.state,
        to_state=lead.state,
        actor=step.actor,
        role=step.role,
        public_note=step.application.number,
        at=step.at,
    )
    record(
        action="requests_foia.take_in",
        subject=lead,
        actor=step.actor,
        at=step.at,
        role=step.role,
        organisation=lead.organisation,
        after={"parts": [step.application.number]},
    )
    if lead.officer:
        tell_staff("merged", lead, lead.officer, at=step.at)
