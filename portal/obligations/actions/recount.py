"""Counting every open time limit anew after the calendar has changed."""

import hashlib
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.db import models, transaction
from django.utils import translation
from django.utils.translation import gettext as _

from portal.agencies.domain.roles import Role
from portal.agencies.models import User
from portal.audit.actions import Act, record_many
from portal.domain.moments import local_day
from portal.obligations import queries
from portal.obligations.models import Obligation
from portal.obligations.recounters import Move, Recounter, recounters
from portal.outbox.actions import Letter, enqueue_many

from .dates import move_obligations

NAMED_IN_NOTICE = 50


@dataclass(frozen=True, slots=True)
class Shift:
    """What became, or would become, of one limit: for preview, notices and audit."""

    obligation_id: int
    organisation_id: int
    organisation_code: str
    responsible_id: int | None
    label: str
    rule_title: str
    due_before: date | None
    due_after: date
    provisional_before: bool
    provisional_after: bool

    @classmethod
    def of(cls, move: Move) -> "Shift":
        """Taken before the move is written."""
        row = move.obligation
        return cls(
            obligation_id=row.pk,
            organisation_id=row.organisation_id,
            organisation_code=row.organisation.code,
            responsible_id=row.responsible_id,
            label=row.label,
            rule_title=queries.rule_title(row.rule_key, row.rule_set),
            due_before=row.due_on,
            due_after=move.due.due_on,
            provisional_before=row.provisional,
            provisional_after=move.due.provisional,
        )


def preview_recount() -> list[Shift]:
    """What ``recount_open`` would change by the calendar as it stands, changing nothing."""
    return [Shift.of(move) for move in queries.moves_by_calendar() if move.is_news]


def recount_open(
    *, subject: models.Model, reason: str, at: datetime, actor: User | None
) -> list[Shift]:
    """Count every open limit by the calendar as it stands; write, audit and tell the changes.

    ``subject`` is the change that caused it: the notices to staff are about it, one for each
    person whatever the number of cases. Citizens and cases are dealt with by the app that
    owns them. A second run finds nothing to do.
    """
    with transaction.atomic():
        shifts: list[Shift] = []
        acts: list[Act] = []
        for rule_key, recounter in recounters().items():
            for rows in queries.open_batches(rule_key):
                counted = count_rows(recounter, rows, reason=reason, at=at, actor=actor)
                shifts += counted[0]
                acts += counted[1]
        tell_staff(shifts, subject, at)
        # Last of all: from here on nobody else can append to the chain.
        record_many(acts=acts, actor=actor, at=at)
    return shifts


def count_rows(
    recounter: Recounter,
    rows: Sequence[Obligation],
    *,
    reason: str,
    at: datetime,
    actor: User | None,
) -> tuple[list[Shift], list[Act]]:
    """Count these rows anew and write what changes; what became of them, and how to audit it.

    In the caller's transaction, which appends the acts to the audit chain at its very end.
    """
    moves = _locked_moves(recounter, rows)
    news = [move for move in moves if move.is_news]
    shifts = list(map(Shift.of, news))
    acts = _carry(recounter, news, at, reason)
    move_obligations(moves=moves, reason=reason, at=at, actor=actor)
    return shifts, acts


def _locked_moves(recounter: Recounter, rows: Sequence[Obligation]) -> list[Move]:
    """The facts are locked before the ledger's rows, as every action on a case does."""
    due = recounter.derive(rows, lock=True)
    locked = (
        Obligation.objects.select_for_update(of=("self",))
        .filter(pk__in=due, state=Obligation.State.OPEN)
        .select_related("organisation")
        .order_by("pk")
    )
    moves = (Move(row, due[row.pk]) for row in locked)
    return [move for move in moves if move.is_change]


def _carry(recounter: Recounter, news: list[Move], at: datetime, reason: str) -> list[Act]:
    if news and recounter.carry:
        return recounter.carry(news, at=at, reason=reason)
    return [_act(move, reason) for move in news]


def _act(move: Move, reason: str) -> Act:
    row, due = move.obligation, move.due
    return Act(
        action="obligations.recount",
        subject_type=row.subject_type,
        subject_id=row.subject_id,
        organisation_code=row.organisation.code,
        before={"due_on": row.due_on, "provisional": row.provisional},
        after={"due_on": due.due_on, "provisional": due.provisional},
        reason=reason,
    )


def tell_staff(shifts: Sequence[Shift], subject: models.Model, at: datetime) -> None:
    """One site notice to each responsible person; where there is none, to the openness office."""
    told = by_person(shifts, at)
    with translation.override(settings.LANGUAGE_CODE):
        letters = [_letter(person, mine, subject) for person, mine in told.items()]
    enqueue_many(letters=letters, subject=subject, at=at)


def by_person(shifts: Sequence[Shift], at: datetime) -> dict[int, list[Shift]]:
    """Who is to be told of which."""
    contacts = queries.contacts_on(local_day(at))
    told = defaultdict(list)
    for shift in shifts:
        office = contacts.nearest(Role.OPENNESS_OFFICE, shift.organisation_id)
        for person in [shift.responsible_id] if shift.responsible_id else office:
            told[person].append(shift)
    return dict(told)


def _letter(person: int, shifts: list[Shift], subject: models.Model) -> Letter:
    told = hashlib.sha256(f"{shifts}".encode()).hexdigest()[:32]
    key = f"obligations.recount:{subject._meta.label_lower}:{subject.pk}:{person}:{told}"
    return letter(person, len(shifts), list(map(line, shifts[:NAMED_IN_NOTICE])), key)


def letter(person: int, count: int, lines: list[str], dedupe_key: str) -> Letter:
    """The notice to one member of staff: how many moved, and the first of them."""
    rest = count - len(lines)
    more = [_("另有 %(count)s 件，请在时限台账中查看。") % {"count": rest}] if rest > 0 else []
    return Letter(
        kind="site",
        dedupe_key=dedupe_key,
        recipient=str(person),
        title=_("工作日历变更，%(count)s 件时限已重新计算") % {"count": count},
        body="\n".join([*lines, *more]),
    )


def line(shift: Shift) -> str:
    words = {
        "label": shift.label,
        "rule": shift.rule_title,
        "before": shift.due_before,
        "after": shift.due_after,
    }
    if shift.provisional_after:
        return _("%(label)s（%(rule)s）：%(before)s → %(after)s（暂定）") % words
    return _("%(label)s（%(rule)s）：%(before)s → %(after)s") % words
