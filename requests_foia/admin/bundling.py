"""The bundle of evidence of a case: ask for it, see where it stands, take it."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from portal.calendar import moment
from portal.desk.admin import StaffModelAdmin
from portal.desk.steps import reasons_of
from portal.domain.workflow import TransitionRefused
from portal.files.serving import private_attachment
from requests_foia import actions
from requests_foia.forms.bundling import BundleForm
from requests_foia.models import Application, EvidenceBundle

from .actor import actor_of
from .people import handled_case, page_context

SHOWN = 10


def bundle_view(page: StaffModelAdmin, request: HttpRequest, object_id: str) -> HttpResponseBase:
    """Two buttons, both with a purpose: make it (anew), and take it."""
    case = handled_case(page, request, object_id)
    at = moment.now()
    ready = case.bundles.filter(state=EvidenceBundle.State.READY, expires_at__gt=at).first()
    form = BundleForm(request.POST if request.method == "POST" else None)
    reasons: list[str] = []
    if form.is_valid():
        try:
            return _done(request, case, ready, at, form.cleaned_data["purpose"])
        except TransitionRefused as refusal:
            reasons = reasons_of(refusal)
    context: dict[str, Any] = page_context(page, request, case) | {
        "title": _("证据包"),
        "form": form,
        "reasons": reasons,
        "ready": ready,
        "is_waiting": case.bundles.filter(state=EvidenceBundle.State.WAITING).exists(),
        "bundles": case.bundles.select_related("requested_by")[:SHOWN],
        "days": settings.PORTAL_BUNDLE_DAYS,
    }
    return TemplateResponse(request, "requests_foia/admin/bundle.html", context)


def _done(
    request: HttpRequest,
    case: Application,
    ready: EvidenceBundle | None,
    at: datetime,
    purpose: str,
) -> HttpResponseBase:
    actor = actor_of(request)
    if "take" in request.POST and ready is not None:
        file = actions.open_bundle(bundle=ready, actor=actor, at=at, purpose=purpose)
        return private_attachment(file)
    if "take" in request.POST:
        messages.warning(request, _("证据包还没有生成，或者已经销毁，请重新生成。"))
        return HttpResponseRedirect(request.path)
    actions.request_bundle(application=case, actor=actor, at=at, purpose=purpose)
    messages.success(request, _("正在生成证据包，请稍后刷新本页。"))
    return HttpResponseRedirect(request.path)
