"""Letters on paper: the frozen HTML under the red letterhead, with its mark."""

from collections.abc import Iterable
from functools import partial

from django.template.loader import render_to_string
from django.utils import translation

from portal.files.models import StoredFile
from portal.printing.codes import qr_svg
from portal.printing.makers import Printed
from portal.printing.models import PrintJob
from portal.printing.paper import pdf_of, pdf_of_all
from requests_foia.models import Letter
from requests_foia.queries.letters import verify_url


def print_letter(job: PrintJob) -> Printed:
    """The maker of one letter's PDF; registered with ``portal.printing``."""
    letter = Letter.objects.select_related("application__organisation").get(pk=job.subject_id)
    content = pdf_of(
        paper_body(letter), title=letter.number, made_at=letter.issued_at, styles=[paper_style()]
    )
    return Printed(content, f"{letter.number}.pdf", letter, kept=partial(_keep_hash, letter))


def letters_as_one(letters: Iterable[Letter], title: str) -> bytes:
    """Several letters as one PDF for the printer, each with its own page numbers."""
    rows = list(letters)
    bodies = [paper_body(letter) for letter in rows]
    return pdf_of_all(bodies, title=title, made_at=rows[-1].issued_at, styles=[paper_style()])


def paper_body(letter: Letter) -> str:
    """The frozen words, unchanged, and below them how to have the letter confirmed."""
    with translation.override("zh-hans"):
        mark = qr_svg(verify_url(letter), label="核验二维码")
        context = {"letter": letter, "mark": mark, "url": verify_url(letter)}
        return letter.html + render_to_string("requests_foia/letters/parts/check.html", context)


def paper_style() -> str:
    """The letterhead's sheet, for paper alone."""
    return render_to_string("requests_foia/letters/paper.css")


def _keep_hash(letter: Letter, stored: StoredFile) -> None:
    Letter.objects.filter(pk=letter.pk).update(pdf_sha256=stored.sha256)
