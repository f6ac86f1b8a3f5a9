"""Letters as they were issued."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_safe

from portal.calendar import moment
from portal.domain.moments import local_day
from portal.files.serving import private_attachment
from portal.printing.codes import qr_svg
from requests_foia.actions import note_download
from requests_foia.models import Application, Letter
from requests_foia.queries.letters import letters_to_applicant, printed, verify_url

from .letter_names import letter_name
from .opened import opened_case
from .pages import page, private


@private
@require_GET
def letter(request: HttpRequest, case_id: UUID, letter_id: UUID) -> HttpResponse:
    """One frozen letter of a case this browser has opened."""
    application = opened_case(request, case_id)
    found = _letter(application, letter_id)
    facts = [
        (_("类别"), letter_name(found)),
        (_("文号"), found.number),
        (_("受理编号"), application.number),
        (_("制发机关"), application.organisation.name),
        (_("制发日期"), local_day(found.issued_at)),
        (_("正文校验值（SHA-256）"), found.sha256),
        (_("PDF 校验值（SHA-256）"), found.pdf_sha256),
    ]
    context = {
        "application": application,
        "letter": found,
        "facts": facts,
        "pdf": printed(found),
        "mark": qr_svg(verify_url(found), label=str(_("核验二维码"))),
        "verify_url": verify_url(found),
    }
    return page(request, "letter", context)


@private
@require_safe
def letter_pdf(request: HttpRequest, case_id: UUID, letter_id: UUID) -> HttpResponseBase:
    """The same letter as a file. While it is being printed the page says so, and when to come."""
    application = opened_case(request, case_id)
    found = _letter(application, letter_id)
    stored = printed(found)
    if stored is None or not stored.is_released:
        context = {"application": application, "letter": found}
        response = page(request, "letter_waits", context, status=202)
        response.headers["Retry-After"] = "60"
        return response
    note_download(letter=found, at=moment.now())
    return private_attachment(stored)


def _letter(application: Application, letter_id: UUID) -> Letter:
    found = letters_to_applicant(application).filter(pk=letter_id).first()
    if found is None:
        raise Http404
    return found
