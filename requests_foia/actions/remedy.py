"""Keeping reconsiderations and lawsuits: entered, concluded once, struck out when wrong."""

from collections.abc import Iterator
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from portal.agencies.domain.roles import Role
from portal.agencies.models import Organisation, User
from portal.agencies.permissions import has_role
from portal.audit.actions import record
from portal.domain.moments import local_day
from portal.domain.workflow import Refusal, TransitionRefused
from requests_foia.domain.annual import Outcome, RemedyKind
from requests_foia.models import Application, RemedyRecord
from requests_foia.permissions.words import text_faults

BODY_LIMIT, NUMBER_LIMIT, REASON_LIMIT = 200, 100, 500


def record_remedy(
    *,
    organisation: Organisation,
    kind: RemedyKind,
    body: str,
    filed_on: date,
    actor: User,
    at: datetime,
    number: str = "",
    application: Application | None = None,
) -> RemedyRecord:
    """Enter a reconsideration or lawsuit that reached ``organisation`` on ``filed_on``.

    Raises ``TransitionRefused`` with every fault.
    """
    body, number = body.strip(), number.strip()
    with transaction.atomic():
        faults = [
            *_role_faults(actor, organisation, at),
            *text_faults("body", body, _("请填写复议机关或者人民法院。"), limit=BODY_LIMIT),
            *text_faults("number", number, "", limit=NUMBER_LIMIT),
            *_filing_faults(organisation, kind, number, filed_on, application, local_day(at)),
        ]
        if faults:
            raise TransitionRefused(faults)
        kept = RemedyRecord.objects.create(
            organisation=organisation,
            kind=kind,
            application=application,
            body=body,
            number=number,
            filed_on=filed_on,
            recorded_by=actor,
            recorded_at=at,
            updated_at=at,
        )
        _account("record", kept, actor, at, after=_facts(kept))
    return kept


def conclude_remedy(
    *, remedy: RemedyRecord, outcome: Outcome, decided_on: date, actor: User, at: datetime
) -> RemedyRecord:
    """Enter how it ended; once. A wrong entry is struck out and entered anew."""
    with transaction.atomic():
        kept, faults = _locked(remedy, actor, at)
        if kept.outcome:
            faults.append(Refusal("outcome", _("结果已经登记过；登记有误的，请注销后重新登记。")))
        if not kept.filed_on <= decided_on <= local_day(at):
            faults.append(Refusal("decided_on", _("审结之日应在收到之日以后、今天以前。")))
        if faults:
            raise TransitionRefused(faults)
        kept.outcome, kept.decided_on = outcome.value, decided_on
        kept.concluded_at = kept.updated_at = at
        kept.save(update_fields=["outcome", "decided_on", "concluded_at", "updated_at"])
        _account("conclude", kept, actor, at, after=_facts(kept))
    return kept


def strike_remedy(*, remedy: RemedyRecord, reason: str, actor: User, at: datetime) -> RemedyRecord:
    """Strike a wrong entry out; it stays readable and counts no more from now on."""
    with transaction.atomic():
        kept, faults = _locked(remedy, actor, at)
        faults += text_faults("reason", reason, _("请写明注销原因。"), limit=REASON_LIMIT)
        if faults:
            raise TransitionRefused(faults)
        kept.struck_at = kept.updated_at = at
        kept.strike_reason = reason.strip()
        kept.save(update_fields=["struck_at", "strike_reason", "updated_at"])
        _account("strike", kept, actor, at, reason=kept.strike_reason)
    return kept


def _locked(remedy: RemedyRecord, actor: User, at: datetime) -> tuple[RemedyRecord, list[Refusal]]:
    rows = RemedyRecord.objects.select_for_update(of=("self",)).select_related("organisation")
    kept = rows.get(pk=remedy.pk)
    faults = list(_role_faults(actor, kept.organisation, at))
    if kept.struck_at:
        faults.append(Refusal("state", _("这条记录已经注销。")))
    return kept, faults


def _role_faults(actor: User, organisation: Organisation, at: datetime) -> Iterator[Refusal]:
    if not has_role(actor, Role.OPENNESS_OFFICE, organisation, local_day(at)):
        yield Refusal("role", _("您在该机构没有办理这一步的岗位。"))


def _filing_faults(
    organisation: Organisation,
    kind: RemedyKind,
    number: str,
    filed_on: date,
    application: Application | None,
    today: date,
) -> Iterator[Refusal]:
    if filed_on > today:
        yield Refusal("filed_on", _("日期不能晚于今天。"))
    if application is not None and application.organisation_id != organisation.pk:
        yield Refusal("application", _("这件申请不是该机关受理的。"))
    elif application is not None and filed_on < local_day(application.submitted_at):
        yield Refusal("filed_on", _("日期不能早于申请提交之日。"))
    known = RemedyRecord.objects.filter(
        organisation=organisation, kind=kind, number=number, struck_at__isnull=True
    )
    if number and known.exists():
        yield Refusal("number", _("这个案号已经登记过。"))


def _facts(kept: RemedyRecord) -> dict[str, object]:
    names = ("kind", "body", "number", "filed_on", "decided_on", "outcome")
    application = kept.application.number if kept.application else ""
    return {**{name: getattr(kept, name) for name in names}, "application": application}


def _account(
    verb: str,
    kept: RemedyRecord,
    actor: User,
    at: datetime,
    *,
    after: dict[str, object] | None = None,
    reason: str = "",
) -> None:
    record(
        action=f"requests_foia.remedy_{verb}",
        subject=kept,
        actor=actor,
        at=at,
        role=Role.OPENNESS_OFFICE,
        organisation=kept.organisation,
        after=after,
        reason=reason,
    )
