"""Proofs of identity: opened under the eyes of the audit, deleted as soon as they have served."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from portal.agencies.domain.roles import Role
from portal.agencies.models import User
from portal.audit.actions import record
from portal.domain.moments import local_day
from portal.domain.rulesets import rule_set_in_force
from portal.domain.workflow import Refusal, TransitionRefused
from portal.files.actions import destroy_rows
from portal.files.models import StoredFile
from requests_foia.models import Application, ApplicationStep
from requests_foia.permissions import may_see_identity
from requests_foia.queries.sent_files import identity_files, identity_files_ended_by

VERIFIED = "核验完毕并删除"
LAPSED = "申请办结后保存期满"
RULE = "foi.identity_proof"


def read_identity(
    *, application: Application, key: UUID, actor: User, at: datetime, reason: str
) -> StoredFile:
    """A proof of identity to be handed to the reader; every reading is one audit entry.

    Raises ``TransitionRefused``: not the openness office, no reason, not there any more, or
    held back by the virus check.
    """
    with transaction.atomic():
        stored = identity_files(application).filter(pk=key).first()
        faults = _faults(application, actor, at, found=stored is not None)
        if not reason.strip():
            faults.append(Refusal("reason", _("请填写查看身份证明的理由。")))
        if stored and not stored.is_released:
            faults.append(Refusal("scan", _("文件还没有通过病毒检查，暂时不能打开。")))
        if faults or stored is None:
            raise TransitionRefused(faults)
        record(
            action="requests_foia.read_identity",
            subject=application,
            actor=actor,
            at=at,
            role=Role.OPENNESS_OFFICE,
            organisation=application.organisation,
            reason=reason,
        )
    return stored


def verify_identity(*, application: Application, actor: User, at: datetime, matches: bool) -> None:
    """The identity has been verified: the proof is deleted for good, and who found what stays.

    ``matches`` says whether it agrees with what the application says. Raises
    ``TransitionRefused``.
    """
    with transaction.atomic():
        case = Application.objects.select_for_update().get(pk=application.pk)
        rows = identity_files(case)
        faults = _faults(application, actor, at, found=rows.exists())
        if faults:
            raise TransitionRefused(faults)
        gone = destroy_rows(
            rows=rows, actor=actor, at=at, reason=VERIFIED, role=Role.OPENNESS_OFFICE
        )
        note = _("与申请所填一致") if matches else _("与申请所填不一致")
        ApplicationStep.objects.create(
            application=case,
            event="verify_identity",
            from_state=case.state,
            to_state=case.state,
            actor=actor,
            role=Role.OPENNESS_OFFICE,
            note=note,
            at=at,
        )
        record(
            action="requests_foia.verify_identity",
            subject=case,
            actor=actor,
            at=at,
            role=Role.OPENNESS_OFFICE,
            organisation=application.organisation,
            after={"identity_matches": matches, "files": gone},
        )


def forget_identity(*, at: datetime) -> int:
    """Deletes what nobody verified within rule foi.identity_proof of the case's end.

    Asks what has ended long enough ago, so that a sweep that was down catches up.
    """
    days = rule_set_in_force(local_day(at))[RULE].limit
    with transaction.atomic():
        rows = identity_files_ended_by(at - timedelta(days=days))
        return destroy_rows(rows=rows, actor=None, at=at, reason=LAPSED)


def _faults(application: Application, actor: User, at: datetime, *, found: bool) -> list[Refusal]:
    faults = []
    if not may_see_identity(actor, application, local_day(at)):
        faults.append(Refusal("role", _("只有政务公开办可以查看和核验身份证明。")))
    if not found:
        faults.append(Refusal("gone", _("身份证明已经核验并删除，或者没有上传。")))
    return faults
