"""The desk's front page: what is due, and what has been told to this user."""

from datetime import date
from typing import Any

from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portal.calendar import moment
from portal.calendar.queries import blank_rules, calendar_for, missing_year
from portal.desk.queries import body_kept_first
from portal.desk.queue import queue_of
from portal.desk.steps import user_of
from portal.domain.moments import local_day
from portal.outbox.actions import mark_read
from portal.outbox.queries import notices_of

NOTICES_SHOWN = 10


def my_day(request: HttpRequest, site: AdminSite) -> dict[str, Any]:
    """Everything the front page draws above the list of modules."""
    at = moment.now()
    today = local_day(at)
    calendar = calendar_for()
    return {
        "today": today,
        "day_off": "" if calendar.is_working(today) else calendar.name(today) or _("休息日"),
        "missing_year": missing_year(today) if _imports_years(request) else None,
        "blank_rules": _blank_rules(request, today),
        "queue": queue_of(request, site, at=at),
        "notices": notices_of(user_of(request)).filter(read_at__isnull=True)[:NOTICES_SHOWN],
    }


def _imports_years(request: HttpRequest) -> bool:
    return request.user.has_perm("calendar.change_calendaryear")


def _blank_rules(request: HttpRequest, today: date) -> int:
    """How many rules wait for a figure of the body this user keeps."""
    if not request.user.has_perm("calendar.add_ruleoverride"):
        return 0
    body = body_kept_first(user_of(request), today)
    return sum(not row.is_on for row in blank_rules(body.code, today)) if body else 0


@require_POST
def read_notice(request: HttpRequest, number: int) -> HttpResponse:
    """Put one of the user's own notices away."""
    notice = get_object_or_404(notices_of(user_of(request)), pk=number)
    mark_read(notice=notice, at=moment.now())
    return redirect("admin:index")
