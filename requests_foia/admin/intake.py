"""Registering what did not come by the website: the words, a look at them, the receipt."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from portal.agencies.domain.roles import Role
from portal.agencies.models import Organisation
from portal.agencies.queries import organisations_of
from portal.calendar import moment
from portal.desk.admin import StaffModelAdmin
from portal.desk.forms.record import in_plain_words
from portal.domain.moments import local_day
from portal.domain.workflow import TransitionRefused
from portal.files.actions import UploadRefused
from portal.guard.actions import IdempotencyConflict
from requests_foia import actions, queries
from requests_foia.domain.intake import Intake
from requests_foia.domain.receipt import CONFIRMED_CHANNELS
from requests_foia.domain.vocabulary import Channel
from requests_foia.forms.intake import IntakeEndForm, IntakeForm
from requests_foia.models import labels
from requests_foia.permissions import filing_faults

from .actor import actor_of


def intake_view(page: StaffModelAdmin, request: HttpRequest) -> HttpResponse:
    """The form, then all of it to be checked with the day of receipt; then the receipt."""
    if not page.has_add_permission(request):
        raise PermissionDenied
    data = request.POST if request.method == "POST" else None
    form = IntakeForm(data, bodies=_bodies(request), now=moment.now())
    in_plain_words(form)
    stage = request.POST.get("stage", "check")
    if stage == "edit" or not (form.is_valid() and _can_be_filed(request, form)):
        return _shown(page, request, "intake", {"title": _("登记收到的申请"), "form": form})
    return _checked(page, request, form, is_end=stage == "file")


def _checked(
    page: StaffModelAdmin, request: HttpRequest, form: IntakeForm, *, is_end: bool
) -> HttpResponse:
    """The last look; from there the case is filed."""
    data, files = (request.POST, request.FILES) if is_end else (None, None)
    end = IntakeEndForm(data, files, channel=form.cleaned_data["channel"])
    filed = _file(request, form, end) if end.is_valid() else None
    if filed:
        return _shown(page, request, "receipt", {"title": _("申请已登记"), "filed": filed})
    if form.errors:
        return _shown(page, request, "intake", {"title": _("登记收到的申请"), "form": form})
    context = {
        "title": _("核对后登记"),
        "form": end,
        "words": form,
        "lost_files": bool(request.FILES),
        **_receipt(form),
    }
    return _shown(page, request, "intake_check", context)


def _receipt(form: IntakeForm) -> dict[str, Any]:
    """The day of receipt on this channel, why, and what follows from it."""
    said = form.cleaned_data
    channel = Channel(said["channel"])
    waits = channel in CONFIRMED_CHANNELS
    is_open = channel is Channel.MAIL_PLAIN
    expected = queries.expected_due_of(said["organisation"], channel, said["handed_in_at"])
    return {
        "receipt_reason": labels.RECEIPT_DAYS[channel],
        "received_on": None if waits else local_day(said["handed_in_at"]),
        "is_oral": channel is Channel.ORAL,
        "expected": None if is_open else expected,
    }


def _shown(
    page: StaffModelAdmin, request: HttpRequest, name: str, context: dict[str, Any]
) -> HttpResponse:
    everywhere = {**page.admin_site.each_context(request), "opts": page.opts}
    template = f"requests_foia/admin/{name}.html"
    return TemplateResponse(request, template, {**everywhere, **context})


def _bodies(request: HttpRequest) -> QuerySet[Organisation]:
    held = organisations_of(request.user, moment.today(), Role.OPENNESS_OFFICE)
    return held.filter(is_foi_subject=True, is_active=True)


def _can_be_filed(request: HttpRequest, form: IntakeForm) -> bool:
    """Whether the words will do; what is wrong stands beside the fields."""
    said = form.cleaned_data
    faults = filing_faults(
        said["organisation"],
        Channel(said["channel"]),
        form.applicant(),
        form.content_data(),
        said["handed_in_at"],
        at=moment.now(),
        actor=actor_of(request),
    )
    for fault in faults:
        form.refuse(fault.code, fault.message)
    return not faults


def _file(request: HttpRequest, form: IntakeForm, end: IntakeEndForm) -> actions.Filed | None:
    said, more = form.cleaned_data, end.cleaned_data
    try:
        return actions.file_application(
            organisation=said["organisation"],
            channel=Channel(said["channel"]),
            applicant=form.applicant(),
            content=form.content_data(),
            idempotency_key=str(said["key"]),
            handed_in_at=said["handed_in_at"],
            at=moment.now(),
            actor=actor_of(request),
            intake=Intake(evidence=said["evidence"], is_read_back=more.get("is_read_back", False)),
            originals=more["originals"],
        )
    except TransitionRefused as refusal:
        for reason in refusal.refusals:
            if reason.code in end.fields:
                end.add_error(reason.code, reason.message)
            else:
                form.refuse(reason.code, reason.message)
    except UploadRefused as refusal:
        end.add_error("originals", [str(reason) for reason in refusal.reasons])
    except IdempotencyConflict as conflict:
        form.refuse("", str(conflict))
    return None
