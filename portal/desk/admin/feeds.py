"""Subscriptions in the desk, and the file that a calendar program fetches."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.forms import Form, ModelForm
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from portal.calendar import moment
from portal.desk.actions.feeds import note_reading, open_feed, revoke_feed
from portal.desk.admin.base import StaffModelAdmin
from portal.desk.feeds import (
    bodies_to_subscribe,
    entries_of,
    feed_of,
    feeds_visible_to,
    limits_of,
)
from portal.desk.icalendar import calendar_text
from portal.desk.models import CalendarFeed
from portal.desk.steps import Step, user_of
from portal.domain.moments import local_day

PRODUCT = "-//Government Transparency Portal//Time limits//ZH"


@require_safe
def calendar_file(request: HttpRequest) -> HttpResponse:
    """The open limits of a subscription. The code stands in the query, which no log keeps."""
    at = moment.now()
    feed = feed_of(request.GET.get("key", ""), at)
    if feed is None:
        raise Http404
    note_reading(feed=feed, at=at)
    name = gettext("%(body)s时限") % {"body": feed.organisation}
    entries = entries_of(limits_of(feed, local_day(at)))
    text = calendar_text(entries, name=name, product=PRODUCT)
    response = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="deadlines.ics"'
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex"
    return response


@admin.register(CalendarFeed)
class CalendarFeedAdmin(StaffModelAdmin):
    visible_to = staticmethod(feeds_visible_to)
    add_label = _("订阅一个机构的时限")
    list_display = ("organisation", "user", "state", "opened_at", "last_read_at")
    ordering = ("-opened_at",)
    audit_words = {"open_feed": _("开通日历订阅"), "revoke_feed": _("停用日历订阅")}

    def get_fields(self, request: HttpRequest, obj: CalendarFeed | None = None) -> Any:
        if obj is None:
            return ("organisation",)
        return ("organisation", "user", "state", "opened_at", "revoked_at", "last_read_at")

    def has_change_permission(self, request: HttpRequest, obj: CalendarFeed | None = None) -> bool:
        """A subscription stands as it was opened; ending it is a step."""
        return obj is None and super().has_change_permission(request)

    def formfield_for_foreignkey(
        self, db_field: Any, request: HttpRequest, **kwargs: Any
    ) -> forms.ModelChoiceField | None:
        if db_field.name == "organisation":
            kwargs["queryset"] = bodies_to_subscribe(user_of(request), moment.today())
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    @admin.display(description=_("状态"))
    def state(self, feed: CalendarFeed) -> str:
        return str(_("已停用") if feed.revoked_at else _("有效"))

    def save_model(
        self, request: HttpRequest, obj: CalendarFeed, form: ModelForm, change: bool
    ) -> None:
        feed, code = open_feed(
            organisation=obj.organisation, actor=user_of(request), at=moment.now()
        )
        obj.pk, obj.user = feed.pk, feed.user
        path = reverse("desk:calendar-file")
        address = f"{settings.PORTAL_BASE_URL}{path}?{urlencode({'key': code})}"
        words = gettext(
            "订阅地址只显示这一次，请立即添加到您的日历软件；知道地址的人都能看到这些时限，"
            "不要转给他人：%(address)s"
        )
        messages.warning(request, words % {"address": address})

    def workflow_steps(self, request: HttpRequest, obj: CalendarFeed) -> list[Step]:
        if obj.revoked_at or not super().has_change_permission(request):
            return []
        return [
            Step(
                event="revoke",
                label=_("停用订阅"),
                run=self._revoke,
                explanation=_("停用后这个地址立即失效，不能恢复；需要时请另行订阅。"),
                is_dangerous=True,
            )
        ]

    def _revoke(self, request: HttpRequest, feed: CalendarFeed, form: Form) -> None:
        revoke_feed(feed=feed, actor=user_of(request), at=moment.now())
