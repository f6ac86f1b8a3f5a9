"""A letter's file and its delivery record: both name the addressee, each reading is logged."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseNotAllowed,
    HttpResponseRedirect,
)
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from portal.calendar import moment
from portal.desk.admin import StaffModelAdmin
from portal.files.serving import private_attachment
from portal.printing.actions import print_again
from portal.printing.queries import print_of
from requests_foia import actions, permissions
from requests_foia.models import Application, Delivery, Letter, labels
from requests_foia.queries.letters import LETTER_PRINT

from .actor import actor_of
from .people import handled_case, page_context


def pdf_view(
    page: StaffModelAdmin, request: HttpRequest, object_id: str, letter_id: UUID
) -> HttpResponseBase:
    """The letter as a file; while it is being printed, back to the letter with a word why."""
    case, letter = _found(page, request, object_id, letter_id)
    job = print_of(letter, LETTER_PRINT)
    if job is None or job.file is None or not job.file.is_released:
        messages.info(request, pdf_state(letter))
        url = reverse("admin:requests_foia_application_letter", args=[case.pk, letter.pk])
        return HttpResponseRedirect(url)
    actions.read_letter(letter=letter, actor=actor_of(request), at=moment.now())
    return private_attachment(job.file)


def again_view(
    page: StaffModelAdmin, request: HttpRequest, object_id: str, letter_id: UUID
) -> HttpResponse:
    """Have a letter whose printing failed printed at once; the openness office's button."""
    case, letter = _found(page, request, object_id, letter_id)
    actor = actor_of(request)
    if not permissions.may_ask(actor, case, moment.today()):
        raise Http404
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    job = print_of(letter, LETTER_PRINT)
    if job is None:
        raise Http404
    was_failing = job.state is job.State.FAILING
    print_again(job=job, actor=actor, at=moment.now())
    if was_failing:
        messages.success(request, _("已重新排队，稍后可以下载 PDF。"))
    else:
        messages.info(request, pdf_state(letter))
    url = reverse("admin:requests_foia_application_change", args=[case.pk])
    return HttpResponseRedirect(url)


def delivery_view(
    page: StaffModelAdmin, request: HttpRequest, object_id: str, letter_id: UUID
) -> HttpResponse:
    """The 送达回证 to print and sign, filled in as far as the delivery is on record."""
    case, letter = _found(page, request, object_id, letter_id)
    actions.read_letter(letter=letter, actor=actor_of(request), at=moment.now())
    context: dict[str, Any] = page_context(page, request, case) | {
        "title": _("送达回证"),
        "letter": letter,
        "name": labels.letter_name(letter.kind),
        "addressee": letter.addressee or case.details.name,
        "delivery": Delivery.objects.filter(letter=letter).first(),
    }
    return TemplateResponse(request, "requests_foia/admin/delivery_record.html", context)


def pdf_state(letter: Letter) -> str:
    """Where the file stands, with what is missing when printing fails."""
    job = print_of(letter, LETTER_PRINT)
    if job is None:
        return _("没有 PDF")
    return f"{job.state.label}{'：' if job.last_error else ''}{job.last_error}"


def _found(
    page: StaffModelAdmin, request: HttpRequest, object_id: str, letter_id: UUID
) -> tuple[Application, Letter]:
    case = handled_case(page, request, object_id)
    letter = case.letters.filter(pk=letter_id).first()
    if letter is None:
        raise Http404
    return case, letter
