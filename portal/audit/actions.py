"""Append to the chain, and prove that it is whole."""

import logging
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import models, transaction
from django.utils.translation import gettext as _

from portal.agencies.models import Organisation, User
from portal.guard.logs import current_request_id
from portal.privacy.masks import mask_email, mask_text

from .domain import GENESIS, canonical, plain
from .models import AuditChain, AuditCheck, AuditEntry
from .queries import head, last_check, last_good_check

logger = logging.getLogger("portal.audit")

# A change in a part already verified is found by the full walk only.
FULL_CHECK_EVERY = timedelta(days=7)
REASON_MAX_LENGTH = 2000
BATCH_SIZE = 500
_E_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """What ``record_many`` takes; the meaning of the fields is that of ``record``."""

    action: str
    subject_type: str
    subject_id: str
    organisation_code: str = ""
    before: Mapping[str, object] = field(default_factory=dict)
    after: Mapping[str, object] = field(default_factory=dict)
    reason: str = ""


def record(
    *,
    action: str,
    subject: models.Model,
    actor: User | None,
    at: datetime,
    role: str = "",
    organisation: Organisation | None = None,
    before: Mapping[str, object] | None = None,
    after: Mapping[str, object] | None = None,
    reason: str = "",
) -> AuditEntry:
    """Append one entry; call it last in an action, inside its transaction.

    From here to the commit no other action can append, which is what keeps the chain
    in one line. ID numbers, phones, cards and e-mail addresses in ``before``, ``after``
    and ``reason`` are masked; names cannot be recognised, so do not pass them.
    ``actor`` is None for the system.
    """
    act = Act(
        action=action,
        subject_type=subject._meta.label_lower,
        subject_id=str(subject.pk),
        organisation_code=organisation.code if organisation else "",
        before=before or {},
        after=after or {},
        reason=reason,
    )
    return record_many(acts=[act], actor=actor, at=at, role=role)[0]


def record_many(
    *, acts: Sequence[Act], actor: User | None, at: datetime, role: str = ""
) -> list[AuditEntry]:
    """Append many acts of one person at one moment, in their order, as ``record`` does."""
    if not acts:
        return []
    with transaction.atomic():
        end, _created = AuditChain.objects.select_for_update().get_or_create(pk=1)
        entries = []
        for act in acts:
            entry = AuditEntry(
                seq=end.last_seq + 1,
                at=at,
                actor=actor,
                actor_label=actor.get_username() if actor else "",
                role=role,
                action=act.action,
                subject_type=act.subject_type,
                subject_id=act.subject_id,
                organisation_code=act.organisation_code,
                before=canonical(plain(act.before, mask=_masked)),
                after=canonical(plain(act.after, mask=_masked)),
                reason=_masked(act.reason.replace("\x00", ""))[:REASON_MAX_LENGTH],
                request_id=current_request_id.get(),
                prev_hash=end.last_hash,
            )
            entry.hash = entry.computed_hash()
            entries.append(entry)
            end.last_seq, end.last_hash = entry.seq, entry.hash
        AuditEntry.objects.bulk_create(entries, batch_size=BATCH_SIZE)
        end.save(update_fields=["last_seq", "last_hash"])
    # The log leaves the host: whoever rewrites the whole chain cannot rewrite it there.
    transaction.on_commit(lambda: _log(entries))
    return entries


def _log(entries: Sequence[AuditEntry]) -> None:
    for entry in entries:
        logger.info("audit %s %s", entry.seq, entry.hash)


def _masked(text: str) -> str:
    return _E_MAIL.sub(lambda found: mask_email(found[0]), mask_text(text))


def verify(*, at: datetime, full: bool | None = None) -> AuditCheck:
    """Walk the chain, keep the result and return it.

    ``full=None`` walks what was added since the last good check, and everything when the
    last full walk is a week old. A broken chain is a result, not an exception.
    """
    anchor = None if _wants_full(at, full) else last_good_check()
    # The end is read first: what is appended meanwhile belongs to the next check.
    end = head()
    check = _walk(end, anchor)
    check.checked_at = at
    check.save()
    if not check.ok:
        logger.error("audit chain broken at %s: %s", check.broken_seq, check.finding)
    return check


def _wants_full(at: datetime, full: bool | None) -> bool:
    if full:
        return True
    newest = last_check()
    if newest is not None and not newest.ok:
        # A break stays a break: only a walk from the first entry can say that it is gone.
        return True
    if full is not None:
        return False
    last_full = last_good_check(is_full=True)
    return last_full is None or last_full.checked_at <= at - FULL_CHECK_EVERY


def _walk(end: AuditChain, anchor: AuditCheck | None) -> AuditCheck:
    check = AuditCheck(is_full=anchor is None, ok=False, first_seq=1, last_seq=0)
    check.last_hash, start = GENESIS, 1
    if anchor is not None and anchor.last_seq:
        # The anchor itself is read again: a tail cut off and regrown differs there.
        start, check.first_seq = anchor.last_seq, anchor.last_seq
        check.last_seq = anchor.last_seq - 1
    entries = AuditEntry.objects.filter(seq__gte=start, seq__lte=end.last_seq).order_by("seq")
    for entry in entries.iterator(chunk_size=2000):
        finding = _fault(entry, check, anchor)
        if finding:
            check.broken_seq, check.finding = check.last_seq + 1, finding
            return check
        check.last_seq, check.last_hash = entry.seq, entry.hash
    if (check.last_seq, check.last_hash) != (end.last_seq, end.last_hash):
        check.broken_seq, check.finding = check.last_seq + 1, _("链尾缺失：记录少于链首所记。")
        return check
    check.ok = True
    check.finding = _("核验通过，共 %(count)s 条。") % {
        "count": max(check.last_seq - check.first_seq + 1, 0)
    }
    return check


def _fault(entry: AuditEntry, check: AuditCheck, anchor: AuditCheck | None) -> str:
    """What is wrong with ``entry`` as the successor of what was walked so far."""
    if entry.seq != check.last_seq + 1:
        return _("记录缺失。")
    if entry.hash != entry.computed_hash():
        return _("记录内容被改动。")
    if anchor is not None and entry.seq == anchor.last_seq:
        return "" if entry.hash == anchor.last_hash else _("上次核验过的记录被替换。")
    return "" if entry.prev_hash == check.last_hash else _("与前一条记录不衔接。")
