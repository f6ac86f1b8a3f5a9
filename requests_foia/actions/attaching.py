"""Files with an application: kept with the draft until it is filed, then with the case."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from portal.agencies.models import Organisation, User
from portal.files.actions import destroy_rows, move_files, store_uploads
from portal.files.models import StoredFile
from portal.files.queries import files_of
from requests_foia.domain.attachments import Purpose
from requests_foia.models import Application, Draft
from requests_foia.queries.draft import ATTACHED, attached_to

DISCARDED = "申请没有提交，附件随草稿清除"
NOT_ASKED = "受理机关不要求身份证明，不予留存"


class DraftError(Exception):
    """The draft is not what the page believed it to be."""


class DraftGone(DraftError):
    """Thrown away meanwhile, or another one."""


class DraftFiled(DraftError):
    """Filed already: nothing can be changed any more."""


def held_draft(draft: Draft) -> Draft:
    """The draft's row, locked; raises ``DraftGone``."""
    held = Draft.objects.select_for_update().filter(pk=draft.pk).first()
    if held is None:
        raise DraftGone
    return held


def open_draft(draft: Draft) -> Draft:
    """The same while it can be changed; raises ``DraftGone`` or ``DraftFiled``."""
    held = held_draft(draft)
    if held.is_filed:
        raise DraftFiled
    return held


@transaction.atomic
def attach_files(
    *, draft: Draft, uploads: "Sequence[UploadedFile[bytes]]", purpose: Purpose, at: datetime
) -> None:
    """Keeps files with the draft. One that is there already is not kept twice, so that a
    double click or a repeated upload does no harm.

    Raises ``UploadRefused`` (nothing of this call is kept then), ``DraftGone``, ``DraftFiled``.
    """
    held = open_draft(draft)
    known = set(files_of(held).filter(purpose=purpose).values_list("sha256", flat=True))
    kept = attached_to(held.answers)
    # The first of each content, in the order given.
    fresh = {_mark(upload): upload for upload in reversed(uploads)}
    wanted = [fresh[mark] for mark in reversed(fresh) if mark not in known]
    stored = store_uploads(uploads=wanted, subject=held, purpose=purpose, actor=None, at=at)
    _note(held, [*kept, *(str(one.pk) for one in stored)], at)


@transaction.atomic
def detach_file(*, draft: Draft, key: UUID, at: datetime) -> None:
    """Takes one file out of the draft and destroys it; an unknown one is nothing to do."""
    held = open_draft(draft)
    destroy_rows(rows=files_of(held).filter(pk=key), actor=None, at=at, reason=DISCARDED)
    _note(held, [one for one in attached_to(held.answers) if one != str(key)], at)


def hand_over(*, draft: Draft, application: Application, body: Organisation, at: datetime) -> None:
    """The draft's files become the case's; call it in the transaction that files.

    Proofs of identity go with it only where the body asks for them.
    """
    if not body.asks_identity_document:
        unasked = files_of(draft).filter(purpose=Purpose.IDENTITY)
        destroy_rows(rows=unasked, actor=None, at=at, reason=NOT_ASKED)
    move_files(subject=draft, to=application, actor=None, at=at)


def destroy_draft_files(*, drafts: Iterable[Draft], at: datetime) -> None:
    """What was attached to drafts that are thrown away."""
    rows = StoredFile.objects.filter(
        subject_type=Draft._meta.label_lower, subject_id__in=[str(one.pk) for one in drafts]
    )
    destroy_rows(rows=rows, actor=None, at=at, reason=DISCARDED)


def keep_files(
    *,
    application: Application,
    uploads: "Sequence[UploadedFile[bytes]]",
    purpose: Purpose,
    actor: User | None,
    at: datetime,
) -> None:
    """Keeps files with a case; raises ``UploadRefused``."""
    store_uploads(uploads=uploads, subject=application, purpose=purpose, actor=actor, at=at)


def _note(held: Draft, kept: Sequence[str], at: datetime) -> None:
    answers = {**held.answers, ATTACHED: {"files": " ".join(kept)}}
    held.payload, held.last_used_at = json.dumps(answers, ensure_ascii=False), at
    held.save(update_fields=["payload", "last_used_at"])


def _mark(upload: "UploadedFile[bytes]") -> str:
    upload.seek(0)
    content = upload.read()
    upload.seek(0)
    return hashlib.sha256(content).hexdigest()
