"""Meeting and ending time limits, and saying why one was late."""

from datetime import datetime

from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from portal.agencies.models import User
from portal.audit.actions import record
from portal.obligations.models import Obligation
from portal.privacy.masks import mask_text

from .recount_run import catch_up
from .rows import REASON_MAX_LENGTH, Kind, LedgerError, State, event, locked_open


def meet_obligation(
    *,
    subject: Model,
    rule_key: str,
    part: str = "",
    met_at: datetime,
    at: datetime,
    actor: User | None = None,
) -> Obligation:
    """Close a limit as done at ``met_at``: in time or late, which then stands for ever.

    Raises ``LedgerError`` when there is no such open limit or ``met_at`` lies after ``at``.
    """
    with transaction.atomic():
        obligation = locked_open(subject, rule_key, part)
        catch_up(obligation, at=at)
        if met_at > at:
            raise LedgerError([_("办结时间不得晚于现在。")])
        is_late = met_at >= obligation.late_from
        _close(obligation, State.MET_LATE if is_late else State.MET, met_at, at)
        event(obligation, Kind.MET, at, actor, happened_at=met_at).save(force_insert=True)
    return obligation


def void_obligation(
    *,
    subject: Model,
    rule_key: str,
    part: str = "",
    reason: str,
    at: datetime,
    actor: User | None = None,
) -> Obligation:
    """End a limit that no longer has to be met. One that was overdue still counts as late,
    unless its duty never arose or was somebody else's (``domain.duties``).

    Raises ``LedgerError`` when there is no such open limit or no reason is given.
    """
    with transaction.atomic():
        obligation = locked_open(subject, rule_key, part)
        if not reason.strip():
            raise LedgerError([_("终止时限必须说明理由。")])
        catch_up(obligation, at=at)
        _close(obligation, State.VOID, at, at)
        event(obligation, Kind.VOIDED, at, actor, reason=reason).save(force_insert=True)
    return obligation


def explain_delay(*, obligation: Obligation, reason: str, actor: User, at: datetime) -> Obligation:
    """Say why a limit was or is overdue; it stays overdue all the same.

    Raises ``LedgerError`` when it is not overdue or no reason is given.
    """
    with transaction.atomic():
        obligation = Obligation.objects.select_for_update().get(pk=obligation.pk)
        if reasons := _why_not_explain(obligation, reason, at):
            raise LedgerError(reasons)
        obligation.delay_reason, obligation.updated_at = mask_text(reason), at
        obligation.save(update_fields=["delay_reason", "updated_at"])
        event(obligation, Kind.EXPLAINED, at, actor, reason=reason).save(force_insert=True)
        record(
            action="obligations.explain_delay",
            subject=obligation,
            actor=actor,
            at=at,
            organisation=obligation.organisation,
            reason=reason,
        )
    return obligation


def _why_not_explain(obligation: Obligation, reason: str, at: datetime) -> list[str]:
    reasons = []
    if (obligation.closed_at or at) < obligation.late_from:
        reasons.append(_("该时限没有逾期。"))
    if not reason.strip():
        reasons.append(_("请写明逾期原因。"))
    if len(reason) > REASON_MAX_LENGTH:
        reasons.append(_("逾期原因不得超过 %(limit)s 个字。") % {"limit": REASON_MAX_LENGTH})
    return reasons


def _close(obligation: Obligation, state: State, closed_at: datetime, at: datetime) -> None:
    obligation.state, obligation.closed_at, obligation.updated_at = state, closed_at, at
    obligation.save(update_fields=["state", "closed_at", "updated_at"])
