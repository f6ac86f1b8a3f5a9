"""Taking the register out of the house: the plain file is noted, the one with names line by line.

An export of personal data is a reading of each person in it: as many audit entries as cases,
each with the purpose, all in the transaction that decrypts them.
"""

from datetime import datetime
from itertools import groupby

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from portal.agencies.models import User
from portal.agencies.queries import assignments_of
from portal.audit.actions import Act, record, record_many
from portal.domain.moments import local_day
from requests_foia.domain.filing import ApplicantData
from requests_foia.models import ApplicantDetails, Application
from requests_foia.permissions import revealable

from .people import in_clear

People = list[tuple[Application, ApplicantData]]


class ExportRefused(Exception):
    """An export that may not be made; ``reasons`` are sentences."""

    def __init__(self, reasons: list[str]) -> None:
        self.reasons = reasons
        super().__init__(" ".join(reasons))


def log_export(*, rows: int, form: str, actor: User, at: datetime) -> None:
    """Somebody takes ``rows`` lines of the register, without personal data, as a file."""
    held = assignments_of(actor, local_day(at)).select_related("organisation").order_by("pk")
    assignment = held.first()
    record(
        action="requests_foia.export_register",
        subject=actor,
        actor=actor,
        at=at,
        role=assignment.role if assignment else "",
        organisation=assignment.organisation if assignment else None,
        after={"rows": rows, "format": form},
    )


def export_applicants(
    *, applications: QuerySet[Application], actor: User, at: datetime, purpose: str
) -> People:
    """Those of ``applications`` whose applicant ``actor`` may know, with the applicant in clear.

    Each is one audit entry with the purpose. Raises ``ExportRefused`` with every reason: no
    purpose, nobody whom the role may know, more than ``PORTAL_EXPORT_PEOPLE_ROWS``.
    """
    known = revealable(applications, actor, local_day(at))
    limit = settings.PORTAL_EXPORT_PEOPLE_ROWS
    with transaction.atomic():
        cases = list(known.prefetch_related(None)[: limit + 1])
        reasons = _reasons(cases, purpose, limit)
        if reasons:
            raise ExportRefused(reasons)
        _log_readings(cases, actor, at, purpose)
        found = ApplicantDetails.objects.select_related("application").in_bulk(
            [case.pk for case in cases]
        )
        return [(case, in_clear(found[case.pk])) for case in cases]


def _reasons(cases: list[Application], purpose: str, limit: int) -> list[str]:
    reasons = []
    if not purpose.strip():
        reasons.append(_("请填写导出个人信息的用途。"))
    if not cases:
        reasons.append(_("列表中没有您可以查看申请人信息的申请。"))
    if len(cases) > limit:
        sentence = _("含个人信息的导出一次最多 %(limit)s 件，请用筛选条件缩小范围。")
        reasons.append(sentence % {"limit": limit})
    return reasons


def _log_readings(cases: list[Application], actor: User, at: datetime, purpose: str) -> None:
    def role_of(case: Application) -> str:
        return str(case.reveal_role)  # type: ignore[attr-defined]

    for role, read in groupby(sorted(cases, key=role_of), role_of):
        acts = [
            Act(
                action="requests_foia.export_applicant",
                subject_type=Application._meta.label_lower,
                subject_id=str(case.pk),
                organisation_code=case.organisation.code,
                reason=purpose,
            )
            for case in read
        ]
        record_many(acts=acts, actor=actor, at=at, role=role)
