"""Bundles of evidence: asked for with a purpose, made by a job, read under the audit's eyes.

Nothing half-written is ever stored: a bundle is built in a temporary file and becomes a
stored file, a state and an audit entry in one transaction.
"""

import logging
from collections.abc import Mapping
from datetime import datetime, timedelta
from tempfile import TemporaryFile
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from portal.agencies.models import User
from portal.audit.actions import record
from portal.domain.moments import local_day
from portal.domain.workflow import Refusal, TransitionRefused
from portal.files.actions import destroy_rows, store_made
from portal.files.models import StoredFile
from requests_foia.domain.bundle import TooLarge, total, write_bundle
from requests_foia.models import Application, EvidenceBundle
from requests_foia.permissions import may_reveal
from requests_foia.queries.bundle import bundle_parts

logger = logging.getLogger("portal.bundles")

LEASE = timedelta(minutes=10)
BACK_OFF = timedelta(minutes=1)
MOST_ATTEMPTS = 5
PURPOSE = "evidence"
State = EvidenceBundle.State


def request_bundle(
    *, application: Application, actor: User, at: datetime, purpose: str
) -> EvidenceBundle:
    """Have the file of a case put together; asking twice while it waits is asking once.

    It names the applicant and third parties, so it takes the right to know them and a
    purpose, which the audit keeps. Raises ``TransitionRefused`` with every reason.
    """
    with transaction.atomic():
        Application.objects.select_for_update(of=("self",)).get(pk=application.pk)
        role = _role(application, actor, at, purpose)
        waiting = application.bundles.filter(state=State.WAITING).first()
        if waiting is not None:
            return waiting
        bundle = EvidenceBundle.objects.create(
            application=application, requested_by=actor, requested_at=at, available_at=at
        )
        _record("request_bundle", application, actor, at, role=role, reason=purpose)
    return bundle


def open_bundle(*, bundle: EvidenceBundle, actor: User, at: datetime, purpose: str) -> StoredFile:
    """The file, for whoever may know the people in it; every reading is one audit entry.

    Raises ``TransitionRefused`` when the role may not, or when there is no file (any more).
    """
    with transaction.atomic():
        row = EvidenceBundle.objects.select_related("file").get(pk=bundle.pk)
        case = bundle.application
        role = _role(case, actor, at, purpose)
        if row.state != State.READY or row.file is None or _is_over(row, at):
            reason = _("证据包还没有生成，或者已经销毁，请重新生成。")
            raise TransitionRefused([Refusal("bundle", reason)])
        after = {"manifest": row.manifest_sha256}
        _record("download_bundle", case, actor, at, role=role, reason=purpose, after=after)
    return row.file


def build_bundles(*, at: datetime, limit: int = 20) -> int:
    """Make what waits, oldest first; how many became ready."""
    made = 0
    for _turn in range(limit):
        bundle = _claim_one(at)
        if bundle is None:
            break
        made += _attempt(bundle, at)
    return made


def destroy_bundles(*, at: datetime) -> int:
    """Destroy the files whose days are over; how many."""
    ended = EvidenceBundle.objects.filter(state=State.READY, expires_at__lte=at)
    return sum(_destroy(key, at) for key in list(ended.values_list("pk", flat=True)))


def _waiting(at: datetime) -> QuerySet[EvidenceBundle]:
    free = Q(claimed_until__isnull=True) | Q(claimed_until__lte=at)
    return EvidenceBundle.objects.filter(free, state=State.WAITING, available_at__lte=at)


def _claim_one(at: datetime) -> EvidenceBundle | None:
    with transaction.atomic():
        oldest = _waiting(at).order_by("available_at", "pk").select_for_update(skip_locked=True)
        key = oldest.values_list("pk", flat=True).first()
        if key is None:
            return None
        taken = _waiting(at).filter(pk=key)
        if not taken.update(claimed_until=at + LEASE, attempts=F("attempts") + 1):
            return None
    return EvidenceBundle.objects.get(pk=key)


def _attempt(bundle: EvidenceBundle, at: datetime) -> bool:
    limit = settings.PORTAL_BUNDLE_MAX_BYTES
    try:
        return _make(bundle, at, limit)
    except TooLarge as fault:
        sizes = {"size": _megabytes(fault.size), "limit": _megabytes(limit)}
        _end(bundle, State.TOO_LARGE, _("案卷共 %(size)s MB，上限 %(limit)s MB。") % sizes)
    except Exception as fault:
        # The fault's kind only: its text could quote the case.
        logger.warning("bundle %s attempt %s: %s", bundle.pk, bundle.attempts, type(fault).__name__)
        if bundle.attempts >= MOST_ATTEMPTS:
            _end(bundle, State.FAILED, type(fault).__name__)
        else:
            EvidenceBundle.objects.filter(pk=bundle.pk, state=State.WAITING).update(
                claimed_until=None,
                last_error=type(fault).__name__,
                available_at=at + BACK_OFF * 2 ** (bundle.attempts - 1),
            )
    return False


def _make(bundle: EvidenceBundle, at: datetime, limit: int) -> bool:
    with transaction.atomic():
        # Whoever changes the case waits: all parts are of one moment.
        cases = Application.objects.select_related("organisation", "details")
        case = cases.select_for_update(of=("self",)).get(pk=bundle.application_id)
        parts = bundle_parts(case)
    total(parts, limit)
    with TemporaryFile() as file:
        digest = write_bundle(file, parts, {"number": case.number})
        file.seek(0)
        content = file.read()
    if len(content) > limit:
        raise TooLarge(len(content), limit)
    with transaction.atomic():
        row = EvidenceBundle.objects.select_for_update(of=("self",)).get(pk=bundle.pk)
        if row.state != State.WAITING:
            return False
        for older in case.bundles.filter(state=State.READY).values_list("pk", flat=True):
            _destroy(older, at)
        row.file = store_made(
            content=content,
            filename=f"{case.number}.zip",
            subject=row,
            purpose=PURPOSE,
            at=at,
            mime="application/zip",
        )
        row.state, row.made_at, row.manifest_sha256 = State.READY, at, digest
        row.expires_at = at + timedelta(days=settings.PORTAL_BUNDLE_DAYS)
        row.last_error, row.claimed_until = "", None
        row.save()
        after = {"manifest": digest, "size": len(content), "files": len(parts)}
        _record("build_bundle", case, None, at, after=after)
    return True


def _destroy(key: UUID, at: datetime) -> bool:
    with transaction.atomic():
        row = EvidenceBundle.objects.select_for_update(of=("self",)).get(pk=key)
        if row.state != State.READY:
            return False
        files = StoredFile.objects.filter(pk__in=[row.file_id] if row.file_id else [])
        row.state, row.file = State.DESTROYED, None
        row.save(update_fields=["state", "file"])
        destroy_rows(rows=files, actor=None, at=at, reason=_("证据包到期或者重新生成"))
        after = {"manifest": row.manifest_sha256}
        _record("destroy_bundle", row.application, None, at, after=after)
    return True


def _end(bundle: EvidenceBundle, state: State, said: str) -> None:
    EvidenceBundle.objects.filter(pk=bundle.pk, state=State.WAITING).update(
        state=state, last_error=said[:200], claimed_until=None
    )


def _is_over(bundle: EvidenceBundle, at: datetime) -> bool:
    return bundle.expires_at is not None and bundle.expires_at <= at


def _role(application: Application, actor: User, at: datetime, purpose: str) -> str:
    faults = []
    role = may_reveal(actor, application, local_day(at))
    if not role:
        faults.append(Refusal("role", _("您的岗位不能查看申请人信息。")))
    if application.forgotten_at:
        faults.append(Refusal("forgotten", _("案卷已按保存期限销毁，没有可以打包的内容。")))
    if not purpose.strip():
        faults.append(Refusal("purpose", _("请填写证据包的用途。")))
    if faults:
        raise TransitionRefused(faults)
    return role


def _record(
    verb: str,
    application: Application,
    actor: User | None,
    at: datetime,
    *,
    role: str = "",
    reason: str = "",
    after: Mapping[str, object] | None = None,
) -> None:
    record(
        action=f"requests_foia.{verb}",
        subject=application,
        actor=actor,
        at=at,
        role=role,
        organisation=application.organisation,
        reason=reason,
        after=after,
    )


def _megabytes(size: int) -> str:
    return f"{size / 2**20:.1f}"
