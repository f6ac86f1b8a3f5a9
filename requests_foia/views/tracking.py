"""The door to a case: its number and its code."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from portal.calendar import moment
from portal.guard.actions import Throttled
from requests_foia.domain.numbers import normalised_number
from requests_foia.forms import TrackingForm
from requests_foia.queries import find_by_number_and_code

from . import visit
from .pages import HOUR, page, private, see_other, take_turn, throttled

TRIES_PER_HOUR = 60
TRIES_PER_NUMBER_AND_HOUR = 10


@private
@require_http_methods(["GET", "HEAD", "POST"])
def track(request: HttpRequest) -> HttpResponse:
    """Asks for number and code; one answer to whatever doesn't fit."""
    if request.method != "POST":
        return page(request, "track", {"form": TrackingForm()})
    form = TrackingForm(request.POST)
    if not form.is_valid():
        return page(request, "track", {"form": form}, status=422)
    try:
        return _open(request, form)
    except Throttled as refusal:
        return throttled(request, refusal, "too_many_tries")


def _open(request: HttpRequest, form: TrackingForm) -> HttpResponse:
    """A number is limited per network only: strangers can't lock its owner out (threats C2)."""
    at, number, code = moment.now(), form.cleaned_data["number"], form.cleaned_data["code"]
    key = normalised_number(number)
    take_turn(request, scope="foi.track", limit=TRIES_PER_HOUR, seconds=HOUR, at=at)
    take_turn(
        request,
        scope="foi.track.number",
        key=key,
        limit=TRIES_PER_NUMBER_AND_HOUR,
        seconds=HOUR,
        at=at,
    )
    application = find_by_number_and_code(number, code)
    if application is None:
        form.add_error(None, _("编号和查询码对不上。请逐字核对后再试，留意数字和字母。"))
        return page(request, "track", {"form": form}, status=422)
    visit.remember(request, application, at)
    return see_other("requests:tracked", application.pk)


@private
@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """Ends the look-up, for whoever uses the computer next."""
    visit.forget(request)
    messages.success(request, _("已退出。这台设备上不再保留您的查询。"))
    return see_other("requests:track")
