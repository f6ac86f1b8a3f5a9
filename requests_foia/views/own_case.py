"""What applicants do about a case they have opened: correct it, give reasons, withdraw it."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from portal.calendar import moment
from portal.domain.workflow import TransitionRefused
from portal.files.actions import UploadRefused
from requests_foia.actions import change_wishes, receive_correction, receive_reasons
from requests_foia.actions import withdraw as withdraw_application
from requests_foia.domain.vocabulary import Fact
from requests_foia.forms import CorrectionForm, OwnReasonsForm, WithdrawalForm
from requests_foia.forms.wishes import WISHES, WishesForm
from requests_foia.models import Application
from requests_foia.permissions import reasons_period_end
from requests_foia.queries import public_progress

from .opened import opened_case
from .pages import page, private, see_other

Act = Callable[[Application, forms.Form, datetime], object]


@private
@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Sends in what the correction notice asked for."""
    application = opened_case(request, case_id)
    if not public_progress(application).may_correct:
        raise Http404
    form = CorrectionForm(
        _posted(request),
        request.FILES if request.method == "POST" else None,
        initial={"corrected_content": application.content},
    )
    asked = application.events.filter(kind=Fact.CORRECTION_REQUESTED).first()
    context = {
        "application": application,
        "form": form,
        "asked_for": asked.text if asked else "",
        "lost_files": bool(request.FILES),
    }
    return _answer(request, "correct", context, _correct, _("补正已收到，谢谢。"))


@private
@require_http_methods(["GET", "HEAD", "POST"])
def reasons(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Says why, where the agency asked for it because of very many requests."""
    application = opened_case(request, case_id)
    if not public_progress(application).may_give_reasons:
        raise Http404
    asked = application.events.get(kind=Fact.REASONS_ASKED)
    context = {
        "application": application,
        "form": OwnReasonsForm(_posted(request)),
        "asked_for": asked.text,
        "last_day": reasons_period_end(application),
    }
    return _answer(request, "reasons", context, _give_reasons, _("理由已收到，谢谢。"))


@private
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Gives the application up."""
    application = opened_case(request, case_id)
    if not public_progress(application).may_withdraw:
        raise Http404
    form = WithdrawalForm(_posted(request))
    context = {"application": application, "form": form}
    return _answer(request, "withdraw", context, _withdraw, _("申请已撤回。"))


@private
@require_http_methods(["GET", "HEAD", "POST"])
def wishes(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Changes whether the public may hear of the case; a page for as long as it exists."""
    application = opened_case(request, case_id)
    form = WishesForm(
        _posted(request), initial={name: getattr(application, name) for name in WISHES}
    )
    context = {"application": application, "form": form}
    return _answer(request, "wishes", context, _wish, _("已按您的意愿更改。"))


def _wish(application: Application, form: forms.Form, at: datetime) -> object:
    return change_wishes(application=application, at=at, **form.cleaned_data)


def _posted(request: HttpRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


def _correct(application: Application, form: forms.Form, at: datetime) -> object:
    return receive_correction(application=application, at=at, **form.cleaned_data)


def _give_reasons(application: Application, form: forms.Form, at: datetime) -> object:
    return receive_reasons(application=application, at=at, **form.cleaned_data)


def _withdraw(application: Application, form: forms.Form, at: datetime) -> object:
    return withdraw_application(application=application, at=at, **form.cleaned_data)


def _answer(
    request: HttpRequest, name: str, context: dict[str, Any], act: Act, done: str
) -> HttpResponse:
    """Shows the form, or acts on it; a refusal keeps what was typed."""
    if request.method != "POST":
        return page(request, name, context)
    application, form = context["application"], context["form"]
    if form.is_valid() and _acted(application, form, act):
        messages.success(request, done)
        return see_other("requests:tracked", application.pk)
    return page(request, name, context, status=422)


def _acted(application: Application, form: forms.Form, act: Act) -> bool:
    try:
        act(application, form, moment.now())
    except TransitionRefused as refusal:
        for reason in refusal.refusals:
            form.add_error(None, reason.message)
        return False
    except UploadRefused as refusal:
        form.add_error("files", [str(reason) for reason in refusal.reasons])
        return False
    return True
