"""The month of what falls due, and each of its days."""

from datetime import date, datetime, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from portal.agencies.models import Organisation
from portal.calendar import moment
from portal.calendar.queries import calendar_for
from portal.desk.forms import MonthForm
from portal.desk.month import items_of, last_of_month, month_of
from portal.domain.calendar import FIRST_DAY, LAST_DAY
from portal.domain.moments import local_day
from portal.obligations.models import Obligation
from portal.obligations.queries import due_between, in_order_of_day, with_urgency

DAY_PAGE = 50


def month_view(page: Any, request: HttpRequest) -> HttpResponse:
    """The grid of a month with its days in words, or with ``?day=`` one whole day."""
    if not page.has_view_permission(request):
        raise PermissionDenied
    at = moment.now()
    rows = page.get_queryset(request)
    form = MonthForm(request.GET, rows=rows)
    if not form.is_valid():
        raise Http404(_("没有这样的日历页。"))
    body, day = form.cleaned_data["body"], form.cleaned_data["day"]
    rows = rows if body is None else rows.filter(organisation=body)
    first = (day or form.cleaned_data["month"] or local_day(at)).replace(day=1)
    context = {
        **page.admin_site.each_context(request),
        "opts": page.opts,
        "form": form,
        "title": _("到期日历"),
        "body": body,
        "first": first,
        **(
            _day(page, request, rows, day, at)
            if day
            else _month(page, request, rows, first, body, at)
        ),
    }
    template = "admin/desk/due_day.html" if day else "admin/desk/month.html"
    return TemplateResponse(request, template, context)


def _month(
    page: Any,
    request: HttpRequest,
    rows: QuerySet[Obligation],
    first: date,
    body: Organisation | None,
    at: datetime,
) -> dict[str, Any]:
    calendar = calendar_for(body)
    before, after = first - timedelta(days=1), last_of_month(first) + timedelta(days=1)
    return {
        "month": month_of(request, page.admin_site, rows, first=first, calendar=calendar, at=at),
        "weekdays": [_("一"), _("二"), _("三"), _("四"), _("五"), _("六"), _("日")],
        "previous": before if before >= FIRST_DAY else None,
        "next": after if after <= LAST_DAY else None,
        "is_this_month": first == local_day(at).replace(day=1),
        "is_unpublished": not calendar.is_published(first.year),
    }


def _day(
    page: Any, request: HttpRequest, rows: QuerySet[Obligation], day: date, at: datetime
) -> dict[str, Any]:
    due = in_order_of_day(due_between(rows, day, day)).select_related("organisation", "responsible")
    shown = Paginator(with_urgency(due, at), DAY_PAGE).get_page(request.GET.get("page"))
    items = [item for _row, item in items_of(request, page.admin_site, shown.object_list)]
    return {"day": day, "page": shown, "items": items}
