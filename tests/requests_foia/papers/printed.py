"""Letters whose PDF is there, without waiting for the printer."""

from portal.files.actions import store_made
from portal.printing.models import PrintJob
from requests_foia.models import Letter


def with_pdf(letter: Letter, content: bytes) -> Letter:
    """``letter`` with ``content`` as its printed file."""
    stored = store_made(
        content=content,
        filename=f"{letter.number}.pdf",
        subject=letter,
        purpose="foi.letter",
        at=letter.issued_at,
    )
    PrintJob.objects.filter(kind="foi.letter", subject_id=str(letter.pk)).update(
        file=stored, made_at=letter.issued_at
    )
    Letter.objects.filter(pk=letter.pk).update(pdf_sha256=stored.sha256)
    letter.refresh_from_db()
    return letter
