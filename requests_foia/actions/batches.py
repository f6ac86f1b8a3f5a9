"""Several issued letters as one file for the printer: asked for, joined by the printing job,
taken under the audit's eyes, and destroyed soon after.
"""

import io
import logging
from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from pypdf import PdfReader, PdfWriter
from pypdf.errors import PyPdfError

from portal.agencies.models import User
from portal.audit.actions import Act, record_many
from portal.domain.moments import local_day
from portal.files.actions import destroy_files
from portal.files.contents import open_content
from portal.files.models import StoredFile
from portal.printing.actions import request_print
from portal.printing.makers import Printed
from portal.printing.models import PrintJob
from portal.printing.queries import print_of, prints_of
from requests_foia.models import Application, PrintBatch, PrintBatchItem
from requests_foia.permissions import letters_to_print
from requests_foia.queries.letters import BATCH_PRINT, LETTER_PRINT

logger = logging.getLogger("portal.printing")

MOST_LETTERS = 100
Outcome = PrintBatchItem.Outcome


class BatchRefused(Exception):
    """Letters that may not be printed together; ``reasons`` are sentences."""

    def __init__(self, reasons: list[str]) -> None:
        self.reasons = reasons
        super().__init__(" ".join(reasons))


def request_batch(*, letters: Iterable[UUID], actor: User, at: datetime) -> PrintBatch:
    """Have these letters joined in the order of their issue.

    Raises ``BatchRefused`` with every reason: none or too many chosen, letters whose
    applicant ``actor`` may not know, none that is printed yet.
    """
    keys = set(letters)
    known = list(letters_to_print(actor, local_day(at)).filter(pk__in=keys))
    reasons = []
    if not keys:
        reasons.append(_("请先勾选要打印的文书。"))
    if len(keys) > MOST_LETTERS:
        sentence = _("一次最多合并 %(most)s 份文书。")
        reasons.append(sentence % {"most": MOST_LETTERS})
    if len(known) < len(keys):
        sentence = _("所选的文书有 %(count)s 份不由您办理。")
        reasons.append(sentence % {"count": len(keys) - len(known)})
    printed = prints_of(known, LETTER_PRINT)
    if known and not any(job.file_id for job in printed.values()):
        reasons.append(_("所选的文书都还没有 PDF，请稍后再试。"))
    if reasons:
        raise BatchRefused(reasons)
    with transaction.atomic():
        batch = PrintBatch.objects.create(requested_by=actor, requested_at=at)
        PrintBatchItem.objects.bulk_create(
            PrintBatchItem(batch=batch, letter=letter, position=number)
            for number, letter in enumerate(known, start=1)
        )
        request_print(kind=BATCH_PRINT, subject=batch, actor=actor, at=at)
    return batch


def join_letters(job: PrintJob) -> Printed:
    """The maker of a batch's file; registered with ``portal.printing``.

    Each letter begins on the front of a sheet: an odd number of pages is followed by an
    empty one. A letter without a readable PDF is left out and named, never silently.
    """
    batch = PrintBatch.objects.get(pk=job.subject_id)
    items = list(batch.items.select_related("letter"))
    printed = prints_of([item.letter for item in items], LETTER_PRINT)
    writer = PdfWriter()
    for item in items:
        item.outcome = _joined(writer, printed.get(str(item.letter_id)))
    if not writer.pages:
        raise BatchRefused([_("所选的文书都还没有 PDF，请稍后再试。")])
    file = io.BytesIO()
    writer.write(file)
    name = f"letters-{local_day(batch.requested_at).isoformat()}.pdf"

    def kept(stored: StoredFile) -> None:
        PrintBatchItem.objects.bulk_update(items, ["outcome"])
        batch.expires_at = stored.uploaded_at + timedelta(days=settings.PORTAL_PRINT_DAYS)
        batch.save(update_fields=["expires_at"])

    return Printed(file.getvalue(), name, batch, kept=kept)


def open_batch(*, batch: PrintBatch, actor: User, at: datetime) -> StoredFile:
    """The file, for the one who asked for it; each letter in it is one audit entry.

    Raises ``BatchRefused`` when it is another's, not there (any more), or holds a letter
    whose applicant ``actor`` may not know now.
    """
    job = print_of(batch, BATCH_PRINT)
    is_over = batch.expires_at is None or batch.expires_at <= at
    items = list(
        batch.items.filter(outcome=Outcome.JOINED).select_related(
            "letter__application__organisation"
        )
    )
    known = set(letters_to_print(actor, local_day(at)).values_list("pk", flat=True))
    if batch.requested_by_id != actor.pk or {item.letter_id for item in items} - known:
        raise BatchRefused([_("这个文件不能由您取走。")])
    if job is None or job.file is None or is_over:
        raise BatchRefused([_("文件还没有生成，或者已经销毁，请重新合并。")])
    acts = [
        Act(
            action="requests_foia.print_letter",
            subject_type=Application._meta.label_lower,
            subject_id=str(item.letter.application_id),
            organisation_code=item.letter.application.organisation.code,
            reason=item.letter.number,
        )
        for item in items
    ]
    record_many(acts=acts, actor=actor, at=at)
    return job.file


def destroy_batches(*, at: datetime) -> int:
    """Destroy the files whose days are over; how many."""
    ended = PrintBatch.objects.filter(expires_at__lte=at)
    gone = 0
    for batch in ended:
        with transaction.atomic():
            reason = _("合并打印的文件到期")
            gone += destroy_files(subject=batch, actor=None, at=at, reason=reason)
            PrintBatch.objects.filter(pk=batch.pk).update(expires_at=None)
    return gone


def _joined(writer: PdfWriter, job: PrintJob | None) -> str:
    if job is None or job.file is None or not job.file.is_released:
        return Outcome.NOT_PRINTED
    try:
        with open_content(job.file) as source:
            # All are read before the first is added: no letter is in the file by half.
            leaves = list(PdfReader(io.BytesIO(source.read())).pages)
        for leaf in leaves:
            writer.add_page(leaf)
    except (PyPdfError, OSError, ValueError) as fault:
        logger.warning("letter %s cannot be joined: %s", job.subject_id, type(fault).__name__)
        return Outcome.UNREADABLE
    if len(leaves) % 2:
        writer.add_blank_page()
    return Outcome.JOINED
