"""Those who were asked, on the page of a case; their names in clear only for a logged reason."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from portal.agencies.models import User
from portal.calendar import moment
from portal.desk.admin import StaffModelAdmin
from portal.desk.steps import reasons_of
from portal.domain.workflow import TransitionRefused
from portal.files.queries import files_of
from portal.privacy.masks import mask_name
from requests_foia import actions, permissions
from requests_foia.domain.opinions import OpinionState
from requests_foia.forms.desk import RevealForm
from requests_foia.models import Application, Opinion, OpinionParty
from requests_foia.permissions.steps import may_ask
from requests_foia.queries.opinions import answerable

from .actor import actor_of

SHOWN = ("name", "contact_person", "phone", "email", "address")
TONES = {
    OpinionState.OPEN: "amber",
    OpinionState.ANSWERED: "green",
    OpinionState.SILENT: "red",
    OpinionState.WITHDRAWN: "neutral",
}


def others_of(case: Application, user: User, on: date) -> dict[str, Any]:
    """Whom the case asks and which units share it, for this reader."""
    reads_words = permissions.may_read_words(user, case, on)
    may_reveal = bool(permissions.may_reveal(user, case, on))
    opinions = permissions.opinions_of(case)
    return {
        "opinions": [_row(one, reads_words=reads_words, may_reveal=may_reveal) for one in opinions],
        "verdicts": list(case.verdicts.filter(opinion__isnull=True)) if reads_words else [],
        "tasks": list(case.tasks.select_related("unit", "officer")),
        "deliberations": list(
            case.deliberations.select_related("concluded_by").prefetch_related(
                "views__unit", "views__given_by"
            )
        ),
        "reads_words": reads_words,
    }


def _row(opinion: Opinion, *, reads_words: bool, may_reveal: bool) -> dict[str, Any]:
    key = [opinion.application_id, opinion.pk]
    return {
        "opinion": opinion,
        "tone": TONES[OpinionState(opinion.state)],
        "name": mask_name(opinion.party.name) if may_reveal else "",
        "due_on": permissions.opinion_end(opinion),
        "verdict": getattr(opinion, "verdict", None) if reads_words else None,
        "files": list(files_of(opinion)) if reads_words else [],
        "url": reverse("admin:requests_foia_application_party", args=key) if may_reveal else "",
    }


def party_view(
    page: StaffModelAdmin, request: HttpRequest, object_id: str, opinion_id: UUID
) -> HttpResponse:
    """Ask for the reason; then show who was asked, on this page only."""
    case, opinion = _handled(page, request, object_id, opinion_id)
    form = RevealForm(request.POST if request.method == "POST" else None)
    rows: list[tuple[str, Any]] = []
    reasons: list[str] = []
    if form.is_valid():
        try:
            party = actions.reveal_party(
                opinion=opinion,
                actor=actor_of(request),
                at=moment.now(),
                reason=form.cleaned_data["reason"],
            )
        except TransitionRefused as refusal:
            reasons = reasons_of(refusal)
        else:
            rows = _in_clear(party)
    context = _context(page, request, case, opinion) | {
        "title": str(opinion),
        "form": form,
        "rows": rows,
        "reasons": reasons,
    }
    return TemplateResponse(request, "requests_foia/admin/party.html", context)


def code_view(
    page: StaffModelAdmin, request: HttpRequest, object_id: str, opinion_id: UUID
) -> HttpResponse:
    """A new code, shown once, to go with a letter on paper; the one before is void."""
    case, opinion = _handled(page, request, object_id, opinion_id)
    if not may_ask(actor_of(request), case, moment.today()):
        raise Http404
    code, reasons = "", list[str]()
    if request.method == "POST":
        try:
            code = actions.renew_code(opinion=opinion, actor=actor_of(request), at=moment.now())
        except TransitionRefused as refusal:
            reasons = reasons_of(refusal)
    context = _context(page, request, case, opinion) | {
        "title": _("生成答复码"),
        "code": code,
        "reasons": reasons,
        "answer_url": request.build_absolute_uri(reverse("requests:opinion")),
    }
    return TemplateResponse(request, "requests_foia/admin/party_code.html", context)


def _handled(
    page: StaffModelAdmin, request: HttpRequest, object_id: str, opinion_id: UUID
) -> tuple[Application, Opinion]:
    """The question, if this user may know who was asked; otherwise 404."""
    case = page.visible_record(request, object_id)
    if not permissions.may_reveal(actor_of(request), case, moment.today()):
        raise Http404
    opinion = case.opinions.select_related("letter").filter(pk=opinion_id).first()
    if opinion is None:
        raise Http404
    return case, opinion


def _in_clear(party: OpinionParty) -> list[tuple[str, Any]]:
    return [
        (str(capfirst(field.verbose_name)), getattr(party, field.name))
        for field in OpinionParty._meta.fields
        if field.name in SHOWN
    ]


def _context(
    page: StaffModelAdmin, request: HttpRequest, case: Application, opinion: Opinion
) -> dict[str, Any]:
    code_url = reverse("admin:requests_foia_application_party_code", args=[case.pk, opinion.pk])
    can_renew = answerable().filter(pk=opinion.pk).exists()
    return {
        **page.admin_site.each_context(request),
        "opts": page.opts,
        "original": case,
        "opinion": opinion,
        "change_url": page.change_url(case),
        "code_url": code_url if can_renew else "",
    }
