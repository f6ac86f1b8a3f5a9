"""From one opened case to those that were split from it or merged with it."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from portal.calendar import moment
from requests_foia.actions import renew_case_code
from requests_foia.queries import Linked, links_of

from . import visit
from .opened import opened_case
from .pages import page, private, see_other


@private
@require_POST
def linked(request: HttpRequest, case_id: UUID, other_id: UUID) -> HttpResponse:
    """Opens the other case to this browser: one person filed both. ``want=code`` gives a
    part its own new code as well, to track it by itself later."""
    application = opened_case(request, case_id)
    found = _found(links_of(application), other_id)
    at = moment.now()
    visit.remember(request, found.case, at)
    if request.POST.get("want") != "code" or not found.is_part:
        return see_other("requests:tracked", found.case.pk)
    code = renew_case_code(lead=application, part=found.case, at=at)
    context = {"application": application, "part": found.case, "code": code}
    return page(request, "new_code", context)


def _found(links: list[Linked], other_id: UUID) -> Linked:
    for one in links:
        if one.case.pk == other_id:
            return one
    raise Http404
