"""The people behind a case: kept encrypted, read under the eyes of the audit."""

from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from portal.agencies.models import User
from portal.audit.actions import record
from portal.domain.moments import local_day
from portal.domain.workflow import Refusal, TransitionRefused
from portal.privacy.index import blind_index
from requests_foia.domain.filing import ApplicantData
from requests_foia.domain.vocabulary import ApplicantClass, IdType
from requests_foia.domain.workflow import APPLICANT
from requests_foia.models import ApplicantDetails, Application, Letter, Opinion, OpinionParty
from requests_foia.permissions import may_reveal
from requests_foia.queries.volume import Volume, volume_of

ID_NUMBER, CREDIT_CODE = "foi.id_number", "foi.credit_code"


@dataclass(frozen=True, slots=True)
class Revealed:
    """What the reader asked to see; ``forgotten`` when the retention rule has removed it."""

    applicant: ApplicantData
    forgotten: bool


def keep_details(application: Application, applicant: ApplicantData) -> ApplicantDetails:
    """Store who applied, with blind indexes for exact look-up only."""
    known = asdict(applicant)
    del known["applicant_class"]
    known["id_type"] = applicant.id_type or ""
    return ApplicantDetails.objects.create(
        application=application,
        id_number_index=blind_index(applicant.id_number, purpose=ID_NUMBER),
        credit_code_index=blind_index(applicant.credit_code, purpose=CREDIT_CODE),
        **known,
    )


def reveal_applicant(
    *, application: Application, actor: User, at: datetime, reason: str
) -> Revealed:
    """Who applied, in clear; every reading is one audit entry.

    Raises ``TransitionRefused`` when the role may not see it or no reason is given.
    """
    with transaction.atomic():
        _log_reading("reveal_applicant", application, actor, at, reason)
        details = ApplicantDetails.objects.get(application=application)
    return Revealed(in_clear(details), details.forgotten_at is not None)


def reveal_party(*, opinion: Opinion, actor: User, at: datetime, reason: str) -> OpinionParty:
    """Who was asked for an opinion, in clear; every reading is one audit entry.

    Raises ``TransitionRefused`` when the role may not see it or no reason is given.
    """
    with transaction.atomic():
        _log_reading("reveal_party", opinion.application, actor, at, reason)
        return OpinionParty.objects.get(opinion=opinion)


def read_letter(*, letter: Letter, actor: User, at: datetime) -> str:
    """The HTML of a letter, which names the applicant; every reading is one audit entry."""
    with transaction.atomic():
        _log_reading("read_letter", letter.application, actor, at, letter.number)
    return letter.html


def read_volume(*, application: Application, actor: User, at: datetime, reason: str) -> Volume:
    """How often the applicant of this case applies: it joins their cases, so it is logged.

    Raises ``TransitionRefused`` when the role may not know them or no reason is given.
    """
    with transaction.atomic():
        _log_reading("read_volume", application, actor, at, reason)
    return volume_of(application, actor, local_day(at))


def note_download(*, letter: Letter, at: datetime) -> None:
    """The applicant, by number and code, takes a letter home as a file."""
    record(
        action="requests_foia.download_letter",
        subject=letter.application,
        actor=None,
        at=at,
        role=APPLICANT,
        organisation=letter.application.organisation,
        reason=letter.number,
    )


def _log_reading(
    verb: str, application: Application, actor: User, at: datetime, reason: str
) -> None:
    faults = []
    role = may_reveal(actor, application, local_day(at))
    if not role:
        faults.append(Refusal("role", _("您的岗位不能查看申请人信息。")))
    if not reason.strip():
        faults.append(Refusal("reason", _("请填写查看申请人信息的理由。")))
    if faults:
        raise TransitionRefused(faults)
    record(
        action=f"requests_foia.{verb}",
        subject=application,
        actor=actor,
        at=at,
        role=role,
        organisation=application.organisation,
        reason=reason,
    )


def in_clear(details: ApplicantDetails) -> ApplicantData:
    """Who applied, decrypted; only for actions that have written the reading down."""
    return ApplicantData(
        applicant_class=ApplicantClass(details.application.applicant_class),
        name=details.name,
        id_type=IdType(details.id_type) if details.id_type else None,
        id_number=details.id_number,
        credit_code=details.credit_code,
        legal_representative=details.legal_representative,
        contact_person=details.contact_person,
        phone=details.phone,
        fax=details.fax,
        email=details.email,
        address=details.address,
        postcode=details.postcode,
    )
