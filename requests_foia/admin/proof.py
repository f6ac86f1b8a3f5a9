"""Proofs of identity on the desk: opened for a logged reason, then verified and deleted."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from portal.agencies.models import User
from portal.calendar import moment
from portal.desk.admin import StaffModelAdmin
from portal.desk.steps import reasons_of
from portal.domain.workflow import TransitionRefused
from portal.files.serving import private_attachment
from requests_foia import actions, permissions
from requests_foia.forms.proof import OpenProofForm, VerifiedForm
from requests_foia.models import Application
from requests_foia.queries.sent_files import identity_files

from .actor import actor_of


def proof_url(case: Application, user: User, on: date) -> str:
    """Where this reader verifies the applicant's identity, while there is a proof to look at."""
    if permissions.may_see_identity(user, case, on) and identity_files(case).exists():
        return reverse("admin:requests_foia_application_identity", args=[case.pk])
    return ""


def proof_view(page: StaffModelAdmin, request: HttpRequest, object_id: str) -> HttpResponseBase:
    """The proofs of a case; 404 for whoever doesn't verify identities, and when none is left."""
    case = page.visible_record(request, object_id)
    if not permissions.may_see_identity(actor_of(request), case, moment.today()):
        raise Http404
    files = list(identity_files(case))
    if not files:
        raise Http404
    opening = OpenProofForm(request.POST if "key" in request.POST else None)
    verified = VerifiedForm(request.POST if "verify" in request.POST else None)
    reasons: list[str] = []
    try:
        if opening.is_valid():
            return private_attachment(_opened(case, request, opening.cleaned_data))
        if verified.is_valid():
            return _verified(page, case, request, verified.cleaned_data)
    except TransitionRefused as refusal:
        reasons = reasons_of(refusal)
    context = {
        **page.admin_site.each_context(request),
        "opts": page.opts,
        "original": case,
        "change_url": page.change_url(case),
        "title": _("核验身份证明"),
        "form": opening if opening.is_bound else verified,
        "files": files,
        "opening": opening,
        "verified": verified,
        "reasons": reasons,
    }
    return TemplateResponse(request, "requests_foia/admin/proof.html", context)


def _opened(case: Application, request: HttpRequest, said: dict[str, Any]) -> Any:
    return actions.read_identity(application=case, actor=actor_of(request), at=moment.now(), **said)


def _verified(
    page: StaffModelAdmin, case: Application, request: HttpRequest, said: dict[str, Any]
) -> HttpResponse:
    actions.verify_identity(
        application=case,
        actor=actor_of(request),
        at=moment.now(),
        matches=said["matches"] == "yes",
    )
    messages.success(request, _("身份证明已经核验并删除。"))
    return HttpResponseRedirect(page.change_url(case))
