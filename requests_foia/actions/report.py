"""The annual report from its first draft to its publication (条例 arts. 49–50)."""

import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from disclosure.actions.steps import Step, locked, take_step
from portal.agencies.models import Organisation, User
from portal.audit.domain import canonical
from portal.domain.workflow import TransitionRefused
from portal.obligations import queries as obligations
from portal.obligations.actions import meet_obligation
from portal.printing.actions import request_print
from requests_foia.domain.report import PARTS, WORKFLOW
from requests_foia.models import AnnualReport, ReportEdition
from requests_foia.models.report import MAX_PART_LENGTH
from requests_foia.permissions.words import text_faults
from requests_foia.queries import report_pdf
from requests_foia.queries.contents import content_of
from requests_foia.queries.drafting import drafted_parts
from requests_foia.queries.report_guards import GUARDS
from requests_foia.queries.reports import RULES

REASON_LIMIT = 500
_SIGNATURES = ("submitted_by", "reviewed_by", "signed_by", "published_by")


def edit_report(
    *, report: AnnualReport, parts: Mapping[str, str], actor: User, at: datetime
) -> AnnualReport:
    """Change the text of a draft; the figures are counted, never typed."""
    with transaction.atomic():
        step = _take("edit", report, actor=actor, at=at)
        faults = [
            fault
            for part, text in parts.items()
            for fault in text_faults(part, text, "", limit=MAX_PART_LENGTH)
        ]
        if faults:
            raise TransitionRefused(faults)
        changed = [
            part for part in PARTS if part in parts and parts[part] != getattr(step.row, part)
        ]
        for part in changed:
            setattr(step.row, part, parts[part].replace("\r\n", "\n").strip())
        return _finish(step, *changed, after={"parts": changed})


def refill_report(*, report: AnnualReport, actor: User, at: datetime) -> AnnualReport:
    """Draft all parts that hold figures anew from what is counted now."""
    with transaction.atomic():
        step = _take("refill", report, actor=actor, at=at)
        fresh = drafted_parts(step.row, before=at)
        filled = [part for part in PARTS if fresh[part]]
        for part in filled:
            setattr(step.row, part, fresh[part])
        return _finish(step, *filled, after={"parts": filled})


def submit_report(*, report: AnnualReport, actor: User, at: datetime) -> AnnualReport:
    with transaction.atomic():
        step = _take("submit", report, actor=actor, at=at)
        step.row.submitted_by = actor
        return _finish(step, "submitted_by")


def send_report_back(*, report: AnnualReport, note: str, actor: User, at: datetime) -> AnnualReport:
    """Back to the draft from wherever it stands before publication."""
    with transaction.atomic():
        step = _take("send_back", report, actor=actor, at=at)
        _demand("note", note, _("请填写退回意见。"))
        return _finish(step, *_unsigned(step.row), reason=note.strip())


def review_report(*, report: AnnualReport, actor: User, at: datetime) -> AnnualReport:
    with transaction.atomic():
        step = _take("review", report, actor=actor, at=at)
        step.row.reviewed_by = actor
        return _finish(step, "reviewed_by")


def sign_report(
    *, report: AnnualReport, actor: User, at: datetime, explanation: str = ""
) -> ReportEdition:
    """Sign and freeze: text and figures stand under one hash from now on.

    ``explanation`` says why the year does not follow from the one before, where it does not.
    """
    with transaction.atomic():
        step = _take("sign", report, actor=actor, at=at, answers={"explanation": explanation})
        content = content_of(step.row, explanation=explanation.strip(), at=at)
        edition = ReportEdition.objects.create(
            report=step.row,
            number=step.row.editions.count() + 1,
            content=content,
            sha256=hashlib.sha256(canonical(content).encode()).hexdigest(),
            signed_by=actor,
            signed_at=at,
            updated_at=at,
        )
        step.row.signed_by = actor
        _finish(step, "signed_by", after={"edition": edition.number, "sha256": edition.sha256})
    return edition


def publish_report(*, report: AnnualReport, actor: User, at: datetime) -> ReportEdition:
    """Put the signed edition before the public; the duty of art. 49 is met."""
    with transaction.atomic():
        step = _take("publish", report, actor=actor, at=at)
        edition = step.row.editions.select_for_update().latest("number")
        edition.published_at = edition.updated_at = at
        edition.save(update_fields=["published_at", "updated_at"])
        request_print(kind=report_pdf.KIND, subject=edition, actor=actor, at=at)
        step.row.published_by = actor
        step.row.published_at = step.row.published_at or at
        rule_key = RULES.get(Organisation.Kind(step.row.organisation.kind), "")
        if rule_key and obligations.open_of(step.row, rule_key):
            meet_obligation(subject=step.row, rule_key=rule_key, met_at=at, at=at, actor=actor)
        after = {"edition": edition.number, "sha256": edition.sha256}
        _finish(step, "published_by", "published_at", after=after)
    return edition


def correct_report(*, report: AnnualReport, reason: str, actor: User, at: datetime) -> AnnualReport:
    """Take a published report up again; the public keeps reading the last edition, and the
    next one names the reason."""
    with transaction.atomic():
        step = _take("correct", report, actor=actor, at=at)
        _demand("reason", reason, _("请写明更正的原因。"))
        step.row.correction_reason = reason.strip()
        return _finish(
            step, "correction_reason", *_unsigned(step.row), reason=step.row.correction_reason
        )


# What every step does -----------------------------------------------------------------


def _take(
    event: str,
    report: AnnualReport,
    *,
    actor: User,
    at: datetime,
    answers: Mapping[str, Any] | None = None,
) -> Step[AnnualReport]:
    row = locked(AnnualReport.objects.all(), report.pk)
    return take_step(WORKFLOW, event, row, GUARDS, actor=actor, at=at, answers=answers)


def _finish(
    step: Step[AnnualReport],
    *fields: str,
    after: Mapping[str, Any] | None = None,
    reason: str = "",
) -> AnnualReport:
    step.row.version += 1
    step.save("version", *fields)
    step.account(after=after, reason=reason)
    return step.row


def _unsigned(report: AnnualReport) -> tuple[str, ...]:
    for name in _SIGNATURES:
        setattr(report, name, None)
    return _SIGNATURES


def _demand(field: str, text: str, missing: str) -> None:
    if faults := text_faults(field, text, missing, limit=REASON_LIMIT):
        raise TransitionRefused(faults)
