"""What becomes of the cases when a changed calendar moves their reply dates."""

from collections.abc import Sequence
from datetime import datetime

from portal.audit.actions import Act
from portal.obligations.recounters import Move
from portal.outbox.actions import enqueue_many
from requests_foia.models import Application

from .messages import letters_to_applicants

_MOVED = ("received_on", "due_on", "due_is_provisional", "version", "updated_at")


def carry_reply(moves: Sequence[Move], *, at: datetime, reason: str) -> list[Act]:
    """Bring the rows of the register after the ledger and write to the applicants, many at once.

    The cases were locked when their dates were derived. The ledger tells the staff.
    """
    acts = [_carry_one(move, at, reason) for move in moves]
    cases = [move.due.source[0] for move in moves]
    Application.objects.bulk_update(cases, _MOVED)
    letters = letters_to_applicants("recounted", cases)
    if letters:
        enqueue_many(letters=letters, subject=cases[0], at=at)
    return acts


def _carry_one(move: Move, at: datetime, reason: str) -> Act:
    case, answer = move.due.source
    before = _facts(case)
    case.received_on = answer.received_on
    case.due_on, case.due_is_provisional = move.due.due_on, move.due.provisional
    case.version, case.updated_at = case.version + 1, at
    return Act(
        action="requests_foia.recount",
        subject_type=case._meta.label_lower,
        subject_id=str(case.pk),
        organisation_code=case.organisation.code,
        before=before,
        after=_facts(case),
        reason=reason,
    )


def _facts(case: Application) -> dict[str, object]:
    names = ("received_on", "due_on", "due_is_provisional")
    return {name: getattr(case, name) for name in names}
