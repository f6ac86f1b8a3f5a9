"""The directory of bodies, as the public site shows it."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from portal.agencies.models import ContactPoint, Leader, Organisation
from portal.calendar import moment
from portal.desk import queries
from portal.desk.admin.base import StaffModelAdmin, StaffStackedInline, StaffTabularInline
from portal.desk.steps import user_of


class LeaderInline(StaffTabularInline):
    model = Leader


class ContactPointInline(StaffStackedInline):
    model = ContactPoint


@admin.register(Organisation)
class OrganisationAdmin(StaffModelAdmin):
    visible_to = staticmethod(queries.organisations_visible_to)
    list_display = ("name", "code", "kind", "parent", "is_foi_subject", "is_active")
    list_filter = ("kind", "is_foi_subject", "is_active")
    search_fields = ("name", "short_name", "code")
    ordering = ("position", "code")
    inlines = (LeaderInline, ContactPointInline)
    fieldsets = (
        (None, {"fields": ("name", "short_name", "english_name", "code", "credit_code")}),
        (_("在机构树中的位置"), {"fields": ("parent", "kind", "position", "is_active")}),
        (_("对外公开"), {"fields": ("functions", "address", "office_hours")}),
        (
            _("依申请公开"),
            {
                "fields": (
                    "is_foi_subject",
                    "is_openness_office",
                    "number_prefix",
                    "reconsideration_authority",
                    "court",
                ),
                "description": _("答复书上的文书字号与救济途径取自这里，请核对无误。"),
            },
        ),
    )

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        may = super().has_change_permission(request, obj)
        if obj is None or not may:
            return may
        kept = queries.organisations_kept_by(user_of(request), moment.today())
        return kept.filter(pk=obj.pk).exists()
