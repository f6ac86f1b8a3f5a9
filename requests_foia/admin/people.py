"""The pages that name the applicant: each reading has a reason and is logged."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from portal.calendar import moment
from portal.desk.admin import StaffModelAdmin
from portal.desk.steps import reasons_of
from portal.domain.workflow import TransitionRefused
from portal.printing.codes import qr_svg
from requests_foia import actions, permissions
from requests_foia.forms.desk import RevealForm
from requests_foia.models import ApplicantDetails, Application, labels
from requests_foia.queries.letters import printed, verify_url
from requests_foia.queries.register_file import PEOPLE_FIELDS

from .actor import actor_of


def reveal_view(page: StaffModelAdmin, request: HttpRequest, object_id: str) -> HttpResponse:
    """Ask for the reason; then show who applied, on this page only."""
    case = handled_case(page, request, object_id)
    form = RevealForm(request.POST if request.method == "POST" else None)
    rows: list[tuple[str, Any]] = []
    reasons: list[str] = []
    if form.is_valid():
        try:
            revealed = actions.reveal_applicant(
                application=case,
                actor=actor_of(request),
                at=moment.now(),
                reason=form.cleaned_data["reason"],
            )
        except TransitionRefused as refusal:
            reasons = reasons_of(refusal)
        else:
            rows = [] if revealed.forgotten else _rows(revealed)
            reasons = [_("个人信息已经销毁。")] if revealed.forgotten else []
    context = page_context(page, request, case) | {
        "title": _("申请人信息"),
        "form": form,
        "rows": rows,
        "reasons": reasons,
    }
    return TemplateResponse(request, "requests_foia/admin/reveal.html", context)


def letter_view(
    page: StaffModelAdmin, request: HttpRequest, object_id: str, letter_id: UUID
) -> HttpResponse:
    """A letter as it went out."""
    case = handled_case(page, request, object_id)
    letter = case.letters.filter(pk=letter_id).first()
    if letter is None:
        raise Http404
    context = page_context(page, request, case) | {
        "title": letter.number,
        "letter": letter,
        "pdf": printed(letter),
        "mark": qr_svg(verify_url(letter), label=_("核验二维码")),
        "verify_url": verify_url(letter),
        "html": actions.read_letter(letter=letter, actor=actor_of(request), at=moment.now()),
    }
    return TemplateResponse(request, "requests_foia/admin/letter.html", context)


def handled_case(page: StaffModelAdmin, request: HttpRequest, object_id: str) -> Application:
    """The case, if this user may know who applied; otherwise 404."""
    case = page.visible_record(request, object_id)
    if not permissions.may_reveal(actor_of(request), case, moment.today()):
        raise Http404
    return case


def _rows(revealed: actions.Revealed) -> list[tuple[str, Any]]:
    said = revealed.applicant
    values = {name: getattr(said, name) for name in PEOPLE_FIELDS}
    if said.id_type:
        values["id_type"] = labels.ID_TYPES[said.id_type]
    return [
        (str(capfirst(field.verbose_name)), values[field.name])
        for field in ApplicantDetails._meta.fields
        if field.name in values
    ]


def page_context(page: StaffModelAdmin, request: HttpRequest, case: Application) -> dict[str, Any]:
    return {
        **page.admin_site.each_context(request),
        "opts": page.opts,
        "original": case,
        "change_url": page.change_url(case),
    }
