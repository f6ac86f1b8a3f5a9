"""A small desk over the bodies, with every kind of step."""

from django import forms
from django.http import HttpRequest
from django.urls import path

from portal.agencies.models import Organisation, User
from portal.desk.admin import ScopedRelatedFilter, StaffModelAdmin, Step, UserAdmin
from portal.desk.queries import organisations_kept_by
from portal.desk.site import StaffAdminSite
from portal.domain.workflow import Refusal, TransitionRefused
from portal.urls import urlpatterns as site_urls

site = StaffAdminSite(name="admin")


class RenameForm(forms.Form):
    name = forms.CharField(label="新名称", max_length=50)
    note = forms.CharField(label="说明", required=False, widget=forms.Textarea)


class BodyAdmin(StaffModelAdmin):
    visible_to = staticmethod(organisations_kept_by)
    list_display = ("name", "code")
    list_filter = ("kind", ("parent", ScopedRelatedFilter))
    search_fields = ("name",)
    fields = ("name", "short_name", "code", "kind", "parent", "address")
    bulk_steps = {"close": "停用", "rename": "改名"}
    audit_words = {"close": "停用"}

    def mine(self, request, rows):
        return rows.filter(is_active=True)

    def workflow_steps(self, request: HttpRequest, obj: Organisation) -> list[Step]:
        if not obj.is_active:
            return []
        return [
            Step(event="rename", label="改名", form_class=RenameForm, run=self.rename),
            Step(event="close", label="停用", run=self.close, done="已停用。", is_dangerous=True),
            Step(
                event="merge", label="合并", run=self.close, blockers=["没有合并对象", "须先停用"]
            ),
        ]

    def rename(self, request, obj, form):
        refusals = []
        if "局" not in form.cleaned_data["name"]:
            refusals.append(Refusal("ending", "名称须含“局”"))
        if len(form.cleaned_data["name"]) < 3:
            refusals.append(Refusal("short", "名称至少三个字"))
        if refusals:
            raise TransitionRefused(refusals)
        obj.name = form.cleaned_data["name"]
        obj.save(update_fields=["name", "updated_at"])
        return f"已改名为{obj.name}。"

    def close(self, request, obj, form):
        if obj.code.startswith("keep"):
            obj.is_active = False
            obj.save(update_fields=["is_active"])
            raise TransitionRefused([Refusal("kept", "该机构不得停用")])
        obj.is_active = False
        obj.save(update_fields=["is_active"])

    def save_model(self, request, obj, form, change):
        if obj.short_name == "禁":
            raise TransitionRefused([Refusal("word", "简称不合规范")])
        super().save_model(request, obj, form, change)


site.register(Organisation, BodyAdmin)
site.register(User, UserAdmin)

urlpatterns = [
    path("admin/", site.urls),
    *(pattern for pattern in site_urls if str(pattern.pattern) != "admin/"),
]
