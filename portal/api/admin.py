"""Keys in the desk: issued, looked at, revoked; never changed."""

from typing import Any, cast

from django.contrib import admin, messages
from django.forms import Form, ModelForm
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from portal.calendar import moment
from portal.desk.admin import ScopedRelatedFilter, StaffModelAdmin, Step
from portal.desk.forms import ReasonForm
from portal.desk.steps import user_of

from . import actions, queries
from .catalogue import scope_words
from .forms import KeyForm
from .models import ApiKey


@admin.register(ApiKey)
class ApiKeyAdmin(StaffModelAdmin):
    visible_to = staticmethod(queries.keys_visible_to)
    form = KeyForm
    list_display = ("name", "organisation", "prefix", "scope_words", "state", "last_used_at")
    list_filter = (("organisation", ScopedRelatedFilter),)
    search_fields = ("name", "prefix")
    ordering = ("-issued_at",)
    autocomplete_fields = ("organisation",)
    audit_words = {"issue": _("签发"), "revoke": _("吊销")}

    def get_fields(self, request: HttpRequest, obj: ApiKey | None = None) -> Any:
        if obj is None:
            return KeyForm.Meta.fields
        return ("name", "organisation", "prefix", "scope_words", "rate_per_minute", "state",
                "issued_at", "expires_at", "revoked_at", "last_used_at")  # fmt: skip

    def has_change_permission(self, request: HttpRequest, obj: ApiKey | None = None) -> bool:
        """What was issued stands as it was issued; ending it is a step."""
        return obj is None and super().has_change_permission(request)

    @admin.display(description=_("范围"))
    def scope_words(self, key: ApiKey) -> str:
        return "；".join(scope_words(scope) for scope in key.scopes)

    @admin.display(description=_("状态"))
    def state(self, key: ApiKey) -> str:
        if key.revoked_at:
            return str(_("已吊销"))
        return str(_("有效") if key.is_valid(moment.now()) else _("已过期"))

    def save_model(self, request: HttpRequest, obj: ApiKey, form: ModelForm, change: bool) -> None:
        facts = cast(KeyForm, form).facts()
        key, credentials = actions.issue_key(**facts, actor=user_of(request), at=moment.now())
        obj.pk = key.pk
        shown = {"name": key.name, "credentials": credentials}
        words = _("“%(name)s”的密钥：Api-Key %(credentials)s。只显示这一次，请立即交给持有人。")
        messages.warning(request, words % shown)

    def workflow_steps(self, request: HttpRequest, obj: ApiKey) -> list[Step]:
        if not super().has_change_permission(request) or not obj.is_valid(moment.now()):
            return []
        return [
            Step(
                event="revoke",
                label=_("吊销密钥"),
                form_class=ReasonForm,
                run=self._revoke,
                explanation=_("吊销后立即失效，不能恢复；需要时请另行签发。"),
                is_dangerous=True,
            )
        ]

    def _revoke(self, request: HttpRequest, key: ApiKey, form: Form) -> None:
        actions.revoke_key(key=key, **form.cleaned_data, actor=user_of(request), at=moment.now())
