"""Filing: the legal act by which a case begins (条例 art. 29)."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import partial
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from portal.agencies.domain.roles import Role
from portal.agencies.models import Organisation, User
from portal.agencies.numbering import next_number
from portal.audit.actions import record
from portal.domain.moments import local_day
from portal.domain.rulesets import rule_set_in_force
from portal.domain.workflow import TransitionRefused
from portal.guard import tokens
from portal.guard.actions import IdempotencyConflict, remember
from portal.obligations.actions import open_obligation
from portal.privacy.index import blind_index
from requests_foia import queries
from requests_foia.domain.attachments import Purpose
from requests_foia.domain.filing import ApplicantData, ContentData
from requests_foia.domain.intake import Intake
from requests_foia.domain.numbers import application_number
from requests_foia.domain.receipt import CONFIRMED_CHANNELS, FIRST_FACTS
from requests_foia.domain.vocabulary import Channel, State
from requests_foia.domain.workflow import APPLICANT
from requests_foia.models import Application, ApplicationStep, CaseEvent
from requests_foia.permissions import filing_faults, intake_faults

from .attaching import keep_files
from .messages import tell_applicant, tell_role
from .people import keep_details
from .recount import recount
from .words import idempotency_body, tidy

SERIES = "foi.application"


@dataclass(frozen=True, slots=True)
class Filed:
    """The case, and the one sight of its query code."""

    application: Application
    code: str


def file_application(
    *,
    organisation: Organisation,
    channel: Channel,
    applicant: ApplicantData,
    content: ContentData,
    idempotency_key: str,
    at: datetime,
    language: str = "zh-hans",
    handed_in_at: datetime | None = None,
    actor: User | None = None,
    intake: Intake | None = None,
    originals: "Sequence[UploadedFile[bytes]]" = (),
) -> Filed:
    """Take in an application: number, clock, obligation and messages in one transaction.

    ``handed_in_at`` is the moment of the channel's own fact (signed for, arrived, handed over
    the counter); it defaults to ``at``. ``actor`` is the clerk who keys it in, ``intake`` what
    the clerk knows of its arrival, ``originals`` scans of what came. The same key with the
    same words gives the same case and code again; with other words it raises
    ``IdempotencyConflict``. Raises ``TransitionRefused`` with every fault of the words, or
    ``UploadRefused`` for a scan that is not what it says; nothing is filed then.
    """
    intake = intake or Intake()
    handed_in_at = handed_in_at or at
    given = tidy(applicant), tidy(content)
    faults = filing_faults(organisation, channel, *given, handed_in_at, at=at, actor=actor)
    faults += intake_faults(channel, intake)
    if faults:
        raise TransitionRefused(faults)
    with transaction.atomic():
        answer = remember(
            scope="foi.file",
            key=idempotency_key,
            body=idempotency_body(organisation, channel, *given, handed_in_at if actor else None),
            at=at,
            answer=partial(
                _file,
                organisation=organisation,
                channel=channel,
                applicant=given[0],
                content=given[1],
                idempotency_key=idempotency_key,
                handed_in_at=handed_in_at,
                at=at,
                language=language,
                actor=actor,
                intake=intake,
                originals=originals,
            ),
        )
        application = Application.objects.get(pk=answer["application"])
    return Filed(application, str(answer["code"]))


def _file(
    *,
    organisation: Organisation,
    channel: Channel,
    applicant: ApplicantData,
    content: ContentData,
    idempotency_key: str,
    handed_in_at: datetime,
    at: datetime,
    language: str,
    actor: User | None,
    intake: Intake,
    originals: "Sequence[UploadedFile[bytes]]",
) -> dict[str, Any]:
    key_hash = blind_index(idempotency_key, purpose="foi.file")
    if Application.objects.filter(idempotency_hash=key_hash).exists():
        raise IdempotencyConflict  # the remembered answer has expired, the case has not
    code = tokens.new_code()
    application = Application.objects.create(
        number=number_for(organisation, at),
        code_hash=tokens.hash_code(code),
        idempotency_hash=key_hash,
        organisation=organisation,
        channel=channel,
        applicant_class=applicant.applicant_class,
        language=language,
        submitted_at=handed_in_at,
        rule_set=rule_set_in_force(local_day(handed_in_at)).id,
        state=State.RECEIVED if channel in CONFIRMED_CHANNELS else State.CONFIRMED,
        updated_at=at,
        **asdict(content),
    )
    keep_details(application, applicant)
    keep_files(
        application=application, uploads=originals, purpose=Purpose.ORIGINAL, actor=actor, at=at
    )
    _begin_story(application, actor, intake, at)
    _start_clock(application, actor, at)
    _tell(application, at)
    record(
        action="requests_foia.file",
        subject=application,
        actor=actor,
        at=at,
        role=_role(actor),
        organisation=organisation,
        after={"number": application.number, "channel": channel, "state": application.state},
    )
    return {"application": str(application.pk), "code": code}


def _begin_story(
    application: Application, actor: User | None, intake: Intake, at: datetime
) -> None:
    read_back = _("口头申请，代为填写后当面宣读，申请人确认无误") if intake.is_read_back else ""
    CaseEvent.objects.create(
        application=application,
        kind=FIRST_FACTS[Channel(application.channel)],
        happened_on=local_day(application.submitted_at),
        happened_at=application.submitted_at,
        evidence=" ".join(part for part in (intake.evidence.strip(), read_back) if part),
        recorded_by=actor,
        recorded_at=at,
    )
    ApplicationStep.objects.create(
        application=application,
        event="file",
        to_state=application.state,
        actor=actor,
        role=_role(actor),
        at=at,
    )


def _start_clock(application: Application, actor: User | None, at: datetime) -> None:
    """Receipt is either to be confirmed or has happened by handing over."""
    if application.channel not in CONFIRMED_CHANNELS:
        recount(application=application, at=at, actor=actor, reason="")
        return
    body, submitted_at = application.organisation, application.submitted_at
    open_obligation(
        subject=application,
        rule_key="foi.confirm",
        rule_set=application.rule_set,
        organisation=body,
        started_on=local_day(submitted_at),
        due_on=queries.confirm_by(body, submitted_at, application.rule_set),
        at=at,
        actor=actor,
    )


def _tell(application: Application, at: datetime) -> None:
    expected = queries.expected_due(application)
    latest = expected.due_on if expected else None
    tell_applicant("filed", application, at=at, latest_due_on=latest)
    tell_role("filed", application, Role.OPENNESS_OFFICE, at=at)


def _role(actor: User | None) -> str:
    return Role.OPENNESS_OFFICE if actor else APPLICANT


def number_for(organisation: Organisation, at: datetime) -> str:
    """The next number of the register."""
    year = local_day(at).year
    serial = next_number(organisation=organisation, series=SERIES, year=year)
    return application_number(organisation.code, year, serial)
