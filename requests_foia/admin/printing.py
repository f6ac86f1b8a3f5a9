"""The letters of a day, chosen for the printer together and taken as one file."""

from contextlib import suppress
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from portal.agencies.models import User
from portal.calendar import moment
from portal.desk.admin import StaffModelAdmin
from portal.domain.moments import local_day
from portal.files.serving import private_attachment
from portal.printing.queries import prints_of
from requests_foia import actions
from requests_foia.forms.printing import LettersDayForm
from requests_foia.models import PrintBatch, labels
from requests_foia.permissions import letters_of_day
from requests_foia.queries.letters import LETTER_PRINT
from requests_foia.queries.printing import batches_of

from .actor import actor_of
from .exporting import knows_applicants


def letters_view(page: StaffModelAdmin, request: HttpRequest) -> HttpResponseBase:
    """List a day's letters; on POST join the chosen ones, or hand out a finished file."""
    if not page.has_view_or_change_permission(request) or not knows_applicants(request):
        raise PermissionDenied
    user, at = actor_of(request), moment.now()
    form = LettersDayForm(request.GET)
    asked = form.cleaned_data.get("day") if form.is_valid() else None
    day = asked or local_day(at)
    chosen = _keys(request.POST.getlist("letter"))
    reasons: list[str] = []
    if request.method == "POST":
        try:
            if "take" in request.POST:
                return _taken(request, user, at)
            actions.request_batch(letters=chosen, actor=user, at=at)
        except actions.BatchRefused as refusal:
            reasons = refusal.reasons
        else:
            messages.success(request, _("正在合并，请稍后刷新本页，在下面取走。"))
            return HttpResponseRedirect(request.get_full_path())
    context: dict[str, Any] = {
        **page.admin_site.each_context(request),
        "opts": page.opts,
        "title": _("打印文书"),
        "day_form": LettersDayForm(None, initial={"day": day}),
        "day": day,
        "letters": _rows(user, day, local_day(at), set(chosen)),
        "batches": batches_of(user),
        "reasons": reasons,
        "now": at,
    }
    return TemplateResponse(request, "requests_foia/admin/letters.html", context)


def _rows(user: User, day: date, today: date, chosen: set[UUID]) -> list[dict[str, Any]]:
    letters = list(letters_of_day(user, day, today))
    jobs = prints_of(letters, LETTER_PRINT)
    return [
        {
            "letter": letter,
            "name": labels.letter_name(letter.kind),
            "job": jobs.get(str(letter.pk)),
            # At first those that nobody has printed yet.
            "is_chosen": letter.pk in chosen if chosen else not letter.was_joined,  # type: ignore[attr-defined]
        }
        for letter in letters
    ]


def _taken(request: HttpRequest, user: User, at: datetime) -> HttpResponseBase:
    keys = _keys([request.POST["take"]])
    batch = PrintBatch.objects.filter(pk__in=keys, requested_by=user).first()
    if batch is None:
        raise Http404
    return private_attachment(actions.open_batch(batch=batch, actor=user, at=at))


def _keys(texts: list[str]) -> list[UUID]:
    """What is no key is no letter either."""
    keys = []
    for text in texts:
        with suppress(ValueError):
            keys.append(UUID(text))
    return keys
