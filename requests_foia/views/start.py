"""What disclosure on request is, before anything is typed."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from portal.calendar import moment
from portal.domain.rulesets import rule_set_in_force
from requests_foia.queries.bodies import receiving_bodies_with_counters

from .pages import page


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """Who may ask, how long it takes, where else to ask."""
    rules = rule_set_in_force(moment.today())
    context = {
        "bodies": receiving_bodies_with_counters(),
        "reply_days": rules["foi.reply"].limit,
        "extension_days": rules["foi.extend"].limit,
        "confirm_days": rules["foi.confirm"].limit,
    }
    return page(request, "index", context)


@require_GET
def blank_form(request: HttpRequest) -> HttpResponse:
    """The paper form, to print and fill in by hand."""
    return page(request, "blank_form", {})
