"""Asking once for a correction, and what becomes of it (条例 art. 30)."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from portal.agencies.domain.roles import Role
from portal.agencies.models import User
from portal.calendar.queries import rule_set_for
from portal.domain.moments import local_day
from portal.domain.workflow import Refusal
from requests_foia.domain.attachments import Purpose
from requests_foia.domain.replies import Ending, row_of_ending
from requests_foia.domain.vocabulary import Fact
from requests_foia.domain.workflow import APPLICANT
from requests_foia.models import Application
from requests_foia.permissions import correction_period_end
from requests_foia.permissions.words import TEXT_LIMIT, date_faults, text_faults

from .attaching import keep_files
from .facts import state_fact
from .letters import CORRECTION, issue_notice
from .messages import tell_applicant, tell_role
from .recount import recount, stop_clock
from .stepping import begin, finish


def request_correction(
    *,
    application: Application,
    missing: str,
    actor: User,
    at: datetime,
    working_days: int | None = None,
    version: int | None = None,
) -> Application:
    """Tell the applicant, once and in full, what to correct.

    Nothing is due until the correction comes; then the whole period starts anew.
    ``working_days`` is the period given, by default the body's own figure or that of the
    rule set; it stays with the fact, whatever the figure becomes later.
    """
    shortest = _shortest_period(application, local_day(at))

    def faults(case: Application) -> Iterator[Refusal]:
        yield from text_faults("missing", missing, _("请写明需要补正的内容。"), limit=TEXT_LIMIT)
        if working_days is not None and not shortest <= working_days <= 60:
            text = _("补正期限应为%(shortest)d至60个工作日。")
            yield Refusal("working_days", text % {"shortest": shortest})

    with transaction.atomic():
        step = begin(
            application=application,
            event="request_correction",
            actor=actor,
            at=at,
            version=version,
            faults=faults,
        )
        asked = state_fact(
            step,
            Fact.CORRECTION_REQUESTED,
            on=step.day,
            moment=at,
            delivered_on=step.day,
            working_days=shortest if working_days is None else working_days,
            text=missing.strip(),
        )
        reason = _("已告知申请人补正，收到补正后重新计算期限")
        recount(application=step.application, at=at, actor=actor, reason=reason)
        letter = issue_notice(
            step, CORRECTION, asked, period_ends_on=correction_period_end(step.application)
        )
        tell_applicant("correction_requested", step.application, at=at)
        return finish(step, after={"letter": letter.number}, public_note=letter.number)


def _shortest_period(application: Application, on: date) -> int:
    """Working days that the body gives at least (条例 art. 30: a reasonable period)."""
    code = application.organisation.code
    return rule_set_for(code, on, application.rule_set)["foi.correction_period"].limit


def receive_correction(
    *,
    application: Application,
    corrected_content: str,
    at: datetime,
    actor: User | None = None,
    received_on: date | None = None,
    files: "Sequence[UploadedFile[bytes]]" = (),
    version: int | None = None,
) -> Application:
    """Take in the corrected request; the reply period starts anew from this day.

    Without ``actor`` the applicant sends it, by number and code. ``received_on`` is for
    what came on paper. The words asked for first stay readable in the case's facts. Raises
    ``UploadRefused`` for a file that is not what it says; nothing is kept then.
    """

    def faults(case: Application) -> list[Refusal]:
        given = text_faults(
            "corrected_content", corrected_content, _("请填写补正后的内容。"), limit=5000
        )
        if received_on and actor:
            given += date_faults("received_on", received_on, application=case, on=local_day(at))
        return given

    with transaction.atomic():
        step = begin(
            application=application,
            event="receive_correction",
            actor=actor,
            role="" if actor else APPLICANT,
            at=at,
            version=version,
            faults=faults,
        )
        day = received_on if received_on and actor else step.day
        state_fact(
            step,
            Fact.CORRECTION_RECEIVED,
            on=day,
            moment=at if day == step.day else None,
            text=step.application.content,
        )
        keep_files(
            application=step.application,
            uploads=files,
            purpose=Purpose.CORRECTION,
            actor=actor,
            at=at,
        )
        recount(application=step.application, at=at, actor=actor, reason=_("收到补正材料"))
        tell_applicant("correction_received", step.application, at=at)
        tell_role("correction_received", step.application, Role.OPENNESS_OFFICE, at=at)
        return finish(
            step,
            changed={"content": corrected_content.strip()},
            after={"due_on": step.application.due_on, "files": len(files)},
        )


def lapse_correction(
    *, application: Application, actor: User, at: datetime, version: int | None = None
) -> Application:
    """No correction came in time and without good reason: the request counts as abandoned."""
    with transaction.atomic():
        step = begin(
            application=application, event="lapse_correction", actor=actor, at=at, version=version
        )
        state_fact(step, Fact.CORRECTION_LAPSED, on=step.day, moment=at)
        stop_clock(step.application, at=at, actor=actor, reason=_("申请人逾期不补正"))
        tell_applicant("correction_lapsed", step.application, at=at)
        ending = Ending.CORRECTION_LAPSED
        changed = {
            "outcome": ending.value,
            "statistics_row": row_of_ending(ending),
            "closed_at": at,
        }
        return finish(step, changed=changed, after=changed)
