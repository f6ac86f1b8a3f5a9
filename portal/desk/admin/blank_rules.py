"""The page of rules whose sources leave the figure blank: off until somebody sets one."""

from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from portal.agencies.models import Organisation
from portal.calendar import moment
from portal.calendar.queries import BlankRule, blank_rules
from portal.desk.forms.blank_rules import BodyForm
from portal.desk.rule_words import figure_words, unit_words
from portal.desk.steps import user_of

ADD = "admin:calendar_ruleoverride_add"
CHANGE = "admin:calendar_ruleoverride_change"


def blank_view(page: Any, request: HttpRequest) -> HttpResponse:
    """Each blank rule with its source, and what the chosen body has set for it."""
    if not page.has_view_permission(request):
        raise PermissionDenied
    form = BodyForm(request.GET, user=user_of(request), on=moment.today())
    body = form.chosen()
    rows = blank_rules(body.code if body else "", moment.today())
    may_set = body is not None and page.has_add_permission(request) and form.keeps(body)
    context = {
        **page.admin_site.each_context(request),
        "opts": page.opts,
        "title": _("未设定的规则"),
        "form": form,
        "body": body,
        "open": sum(not row.is_on for row in rows),
        "rows": [_row(row, body, may_set=may_set) for row in rows],
    }
    return TemplateResponse(request, "admin/desk/blank_rules.html", context)


def _row(row: BlankRule, body: Organisation | None, *, may_set: bool) -> dict[str, Any]:
    url = ""
    if may_set and body:
        prefilled = urlencode({"rule_key": row.rule.key, "organisation_code": body.code})
        url = reverse(CHANGE, args=[row.own.pk]) if row.own else f"{reverse(ADD)}?{prefilled}"
    return {
        "rule": row.rule,
        "own": row.own,
        "is_on": row.is_on,
        "unit": unit_words(row.rule),
        "figure": figure_words(row.rule, row.figure) if row.own else "",
        "url": url,
    }
