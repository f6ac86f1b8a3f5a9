"""The annual report as PDF, printed after its publication, and who may open it."""

from django.conf import settings
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import translation

from portal.files.models import StoredFile
from portal.printing.makers import Printed
from portal.printing.models import PrintJob
from portal.printing.paper import pdf_of
from portal.printing.queries import print_of
from requests_foia.models import ReportEdition

from .sheets import parts_of
from .word_file import title_of

KIND = "requests_foia.annual_report"
# The wide tables of the form in the text block of an official letter.
_TABLES = """
@page { margin: 30mm 22mm; }
html { font-size: 14pt; line-height: 1.7; text-align: left; }
h2 { margin-top: 6mm; font-size: 15pt; text-align: left; }
table { margin: 4mm 0; font-size: 7.5pt; line-height: 1.35; }
th, td { padding: 0.8mm 1mm; vertical-align: middle; }
thead th, td { text-align: center; }
caption { margin-bottom: 1mm; font-size: 10pt; font-weight: 700; text-align: left; }
figure { margin: 0; break-inside: avoid; }
.checksum { margin-top: 8mm; font-size: 8pt; text-indent: 0; overflow-wrap: anywhere; }
"""


def printed(job: PrintJob) -> Printed:
    """The maker that the printing floor calls; it takes its time, outside any request."""
    edition = ReportEdition.objects.select_related("report__organisation").get(pk=job.subject_id)
    content, report = edition.content, edition.report
    with translation.override(settings.LANGUAGE_CODE):
        title = title_of(content)
        context = {
            "title": title,
            "parts": parts_of(content),
            "content": content,
            "sha256": edition.sha256,
        }
        body = render_to_string("requests_foia/report/paper.html", context)
    made = pdf_of(body, title=title, made_at=edition.signed_at, styles=[_TABLES])
    return Printed(made, f"report-{report.organisation.code}-{report.year}.pdf", edition)


def pdf_of_edition(edition: ReportEdition) -> StoredFile | None:
    """The finished file; None while it is being prepared."""
    job = print_of(edition, KIND)
    return job.file if job else None


def is_public_report(stored: StoredFile) -> bool:
    """Once its edition is published, everybody may read it."""
    return ReportEdition.objects.filter(pk=stored.subject_id, published_at__isnull=False).exists()


def may_read_report(request: HttpRequest, stored: StoredFile) -> bool:
    """The same for everyone: it is printed on publication only."""
    return is_public_report(stored)
