"""What every writer of the ledger needs: locked rows, a typed refusal, one kind of event."""

from datetime import datetime

from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _

from portal.agencies.models import User
from portal.obligations.models import Obligation, ObligationEvent
from portal.privacy.masks import mask_text

Kind = ObligationEvent.Kind
State = Obligation.State
REASON_MAX_LENGTH = 500


class LedgerError(Exception):
    """The ledger refuses; ``reasons`` lists all of it in words for staff."""

    def __init__(self, reasons: list[str]) -> None:
        super().__init__("；".join(reasons))
        self.reasons = reasons


def open_rows(subject: Model, rule_key: str, part: str = "") -> QuerySet[Obligation]:
    """The open limit of that subject, rule and part: one row or none."""
    return Obligation.objects.filter(
        subject_type=subject._meta.label_lower,
        subject_id=str(subject.pk),
        rule_key=rule_key,
        part=part,
        state=State.OPEN,
    )


def locked_open(subject: Model, rule_key: str, part: str = "") -> Obligation:
    """The open limit, locked; raises ``LedgerError`` when there is none."""
    obligation = open_rows(subject, rule_key, part).select_for_update().first()
    if obligation is None:
        raise LedgerError([_("没有找到尚未办结的这一时限。")])
    return obligation


def locked(obligation: Obligation) -> Obligation:
    """The row as it is now, locked; raises ``LedgerError`` when it is no longer open."""
    obligation = Obligation.objects.select_for_update().get(pk=obligation.pk)
    if obligation.state != State.OPEN:
        raise LedgerError([_("时限已经办结或终止，不能再改。")])
    return obligation


def event(
    obligation: Obligation,
    kind: Kind,
    at: datetime,
    actor: User | None,
    *,
    happened_at: datetime | None = None,
    reason: str = "",
    with_trace: bool = False,
) -> ObligationEvent:
    """An entry in the history of ``obligation`` as it stands, not saved yet."""
    return ObligationEvent(
        obligation=obligation,
        kind=kind,
        at=at,
        happened_at=happened_at or at,
        actor=actor,
        revision=obligation.revision,
        due_on=obligation.due_on,
        due_at=obligation.due_at,
        provisional=obligation.provisional,
        trace=obligation.trace if with_trace else None,
        # The audit entry of the acting app keeps a longer one whole.
        reason=mask_text(reason)[:REASON_MAX_LENGTH],
    )
