"""The calendar and the figures by which limits are counted."""

from functools import partial
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import admin, messages
from django.db.models import Field, QuerySet
from django.http import HttpRequest, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from portal.calendar import moment
from portal.calendar.models import CalendarChange, CalendarDay, CalendarYear, RuleOverride
from portal.desk import queries
from portal.desk.admin.base import ReadOnlyAdmin, StaffModelAdmin
from portal.desk.admin.blank_rules import blank_view
from portal.desk.admin.calendar_edits import EditPages
from portal.desk.forms.calendar import DayForm, OverrideForm, YearForm, rule_in_words
from portal.desk.steps import user_of
from portal.domain.rulesets import rules_binding, rules_left_blank


@admin.register(CalendarYear)
class CalendarYearAdmin(EditPages):
    """Years come in by loading an arrangement, never by hand."""

    visible_to = staticmethod(queries.everything_in(CalendarYear))
    list_display = ("year", "notice", "url", "loaded_at")
    ordering = ("-year",)
    edit_form = YearForm
    edit_label = _("导入年度放假安排")
    edit_explanation = _(
        "先检查文件，再列出哪些未办结事项的到期日会改变；确认之后才写入。已载入的同一年会被替换。"
    )

    def may_edit(self, request: HttpRequest) -> bool:
        """The years are the country's: kept at the top, whatever a body's office may do."""
        keeps = queries.may_edit_calendar(user_of(request), "", moment.today())
        return keeps and super().may_edit(request)


@admin.register(CalendarDay)
class CalendarDayAdmin(EditPages):
    visible_to = staticmethod(queries.everything_in(CalendarDay))
    list_display = ("day", "is_working", "name", "notice", "organisation_code", "confirmed")
    list_filter = ("is_working", "confirmed", "arrangement")
    date_hierarchy = "day"
    ordering = ("-day",)
    edit_form = DayForm
    edit_label = _("调整单日")
    edit_explanation = _(
        "调整全国的某一天，或给一个单位增加放假日。"
        "先列出哪些未办结事项的到期日会改变；确认之后才写入。"
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[CalendarDay]:
        return super().get_queryset(request).select_related("arrangement")

    def edit_form_kwargs(self, request: HttpRequest) -> dict[str, Any]:
        user, today = user_of(request), moment.today()
        return {
            "bodies": queries.organisations_kept_by(user, today),
            "is_national": queries.may_edit_calendar(user, "", today),
        }


@admin.register(CalendarChange)
class CalendarChangeAdmin(ReadOnlyAdmin):
    visible_to = staticmethod(queries.everything_in(CalendarChange))
    list_display = ("at", "actor_label", "kind", "year", "organisation_code", "notice", "reason")
    list_filter = ("kind", "year")
    ordering = ("-id",)
    audit_words = {"change": _("变更工作日历")}


@admin.register(RuleOverride)
class RuleOverrideAdmin(StaffModelAdmin):
    """A body's own, stricter figures; the model refuses what loosens the law."""

    visible_to = staticmethod(queries.overrides_visible_to)
    form = OverrideForm
    change_list_template = "admin/calendar/ruleoverride/change_list.html"
    list_display = (
        "organisation_code",
        "rule_key",
        "by_law",
        "value",
        "in_force_from",
        "in_force_to",
    )
    list_filter = ("rule_key",)
    fields = ("organisation_code", "rule_key", "value", "in_force_from", "in_force_to", "reason")
    ordering = ("organisation_code", "rule_key", "-in_force_from")

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(partial(blank_view, self))
        name = self._url_name("blank").removeprefix("admin:")
        return [path("blank/", view, name=name), *super().get_urls()]

    def response_post_save_add(
        self, request: HttpRequest, obj: RuleOverride
    ) -> HttpResponseRedirect:
        """Back to the page of blank rules when one of them was filled in."""
        if obj.rule_key in {rule.key for rule in rules_left_blank(moment.today())}:
            body = urlencode({"body": obj.organisation_code})
            return HttpResponseRedirect(f"{reverse(self._url_name('blank'))}?{body}")
        return super().response_post_save_add(request, obj)

    def save_model(
        self, request: HttpRequest, obj: RuleOverride, form: forms.ModelForm, change: bool
    ) -> None:
        super().save_model(request, obj, form, change)
        messages.info(request, _now("已受理的事项在下一次每日核对时按新的数字预警；法定期限不变。"))

    @admin.display(description=_("依据的规则"))
    def by_law(self, own: RuleOverride) -> str:
        rules = rules_binding(own.rule_key, own.in_force_from)
        return "；".join(map(rule_in_words, rules)) or _now("没有这条规则")

    def formfield_for_dbfield(
        self, db_field: Field, request: HttpRequest, **kwargs: Any
    ) -> forms.Field | None:
        if db_field.name != "organisation_code":
            return super().formfield_for_dbfield(db_field, request, **kwargs)
        kept = queries.organisations_kept_by(user_of(request), moment.today())
        return forms.ChoiceField(
            label=_("机构"), choices=[("", "—"), *kept.values_list("code", "name")]
        )
