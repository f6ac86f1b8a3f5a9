"""Reading letters."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.db.models import Q, QuerySet
from django.urls import reverse

from portal.domain.moments import SHANGHAI, local_day
from portal.files.models import StoredFile
from portal.printing.queries import print_of
from requests_foia.domain.numbers import normalised_letter_number
from requests_foia.models import Application, Letter

LETTER_PRINT = "foi.letter"
"""The kind of the print job of one letter."""
BATCH_PRINT = "foi.letters"
"""The kind of the print job that joins several letters."""


def letters_to_applicant(application: Application) -> QuerySet[Letter]:
    """What went to the applicant, in the order of issue; letters to others stay inside."""
    return application.letters.filter(to_applicant=True).order_by("issued_at", "pk")


def printed(letter: Letter) -> StoredFile | None:
    """The letter as a PDF; None while it is being printed."""
    job = print_of(letter, LETTER_PRINT)
    return job.file if job else None


def verify_url(letter: Letter) -> str:
    """The address in the mark on the letter."""
    address = reverse("verify:letter", args=[letter.verify_token])
    return f"{settings.PORTAL_BASE_URL.rstrip('/')}{address}"


@dataclass(frozen=True, slots=True)
class Confirmed:
    """All that anybody may learn of a letter: that it was issued, by whom, when, and its hashes;
    and on which day its text was destroyed by rule, if it was."""

    number: str
    issued_on: date
    agency: str
    sha256: str
    pdf_sha256: str
    destroyed_on: date | None


def confirmed_by_token(token: str) -> Confirmed | None:
    """The letter whose mark this is."""
    return _confirmed(Q(verify_token=token))


def confirmed_by_number(number: str, issued_on: date) -> Confirmed | None:
    """The letter with this number, if it was issued on that Shanghai day."""
    start = datetime.combine(issued_on, time.min, tzinfo=SHANGHAI)
    issued = Q(issued_at__gte=start, issued_at__lt=start + timedelta(days=1))
    return _confirmed(Q(number=normalised_letter_number(number)) & issued)


def confirmed_by_hash(sha256: str) -> Confirmed | None:
    """The letter with this hash, be it of its words or of its file."""
    wanted = sha256.strip().lower()
    return _confirmed(Q(sha256=wanted) | Q(pdf_sha256=wanted))


def _confirmed(condition: Q) -> Confirmed | None:
    found = Letter.objects.filter(condition).select_related("application__organisation").first()
    if found is None:
        return None
    forgotten_at = found.application.forgotten_at
    return Confirmed(
        found.number,
        local_day(found.issued_at),
        found.application.organisation.name,
        found.sha256,
        found.pdf_sha256,
        local_day(forgotten_at) if forgotten_at else None,
    )
