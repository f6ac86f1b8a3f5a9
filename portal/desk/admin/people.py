"""People and what they are appointed to."""

from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib import admin, messages
from django.db.models import Exists, OuterRef, Prefetch, QuerySet
from django.forms import Form, ModelForm
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from portal.agencies.domain.roles import Role
from portal.agencies.models import RoleAssignment, User
from portal.calendar import moment
from portal.desk import actions, queries
from portal.desk.admin.base import StaffModelAdmin
from portal.desk.admin.filters import ScopedRelatedFilter
from portal.desk.forms import AccountForm, AssignmentForm, EndForm, ReasonForm
from portal.desk.steps import Step, user_of

ROLES_SHOWN = 2


@admin.register(User)
class UserAdmin(StaffModelAdmin):
    visible_to = staticmethod(queries.people_visible_to)
    form = AccountForm
    list_display = ("username", "full_name", "duty", "roles_in_short", "enrolled", "standing")
    list_filter = ("is_active",)
    search_fields = ("username", "full_name")
    fields = ("username", "full_name", "duty", "email")
    ordering = ("username",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        valid = RoleAssignment.objects.valid_on(moment.today()).select_related("organisation")
        devices = Authenticator.objects.filter(user=OuterRef("pk"), type=Authenticator.Type.TOTP)
        return (
            super()
            .get_queryset(request)
            .annotate(is_enrolled=Exists(devices))
            .prefetch_related(Prefetch("assignments", queryset=valid, to_attr="valid_assignments"))
        )

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> Any:
        shown = ["current_roles", "enrolled", "standing", "last_login", "date_joined"]
        return ["username", *shown] if obj else []

    def get_fields(self, request: HttpRequest, obj: User | None = None) -> Any:
        fields = list(self.fields or ())
        return fields + self.get_readonly_fields(request, obj)[1:] if obj else fields

    @admin.display(description=_("现任角色"))
    def current_roles(self, user: Any) -> str:
        return "\n".join(_title(held) for held in user.valid_assignments)

    @admin.display(description=_("现任角色"))
    def roles_in_short(self, user: Any) -> str:
        held = user.valid_assignments
        first = "；".join(_title(assignment) for assignment in held[:ROLES_SHOWN])
        if len(held) <= ROLES_SHOWN:
            return first
        return _("%(first)s，等 %(count)s 项") % {"first": first, "count": len(held)}

    @admin.display(description=_("两步验证"), ordering="is_enrolled")
    def enrolled(self, user: Any) -> Any:
        return _("已启用") if user.is_enrolled else _("未启用")

    @admin.display(description=_("账号"), ordering="is_active")
    def standing(self, user: Any) -> Any:
        return _("在用") if user.is_active else _("停用")

    def save_model(self, request: HttpRequest, obj: Any, form: ModelForm, change: bool) -> None:
        if change:
            super().save_model(request, obj, form, change)
            return
        user, password = actions.open_account(
            **{name: form.cleaned_data[name] for name in self.fields or ()},
            actor=user_of(request),
            at=moment.now(),
        )
        obj.pk = user.pk
        _show_once(request, user, password)

    def workflow_steps(self, request: HttpRequest, obj: User) -> list[Step]:
        if not self.has_change_permission(request, obj) or obj == request.user:
            return []
        reset = Step(
            event="reset",
            label=_("重置登录"),
            form_class=ReasonForm,
            run=self._reset,
            explanation=_("生成新的一次性密码，清除两步验证，并结束此人的全部登录。"),
        )
        switch = Step(
            event="disable" if obj.is_active else "enable",
            label=_("停用账号") if obj.is_active else _("启用账号"),
            form_class=ReasonForm,
            run=self._switch,
            explanation=_("停用后立即不能登录，已登录的也随即失效；其办理记录保留。")
            if obj.is_active
            else _("启用后此人可用原密码登录。"),
            is_dangerous=obj.is_active,
        )
        return [reset, switch]

    def _reset(self, request: HttpRequest, user: User, form: Form) -> None:
        password = actions.reset_access(
            user=user, reason=form.cleaned_data["reason"], actor=user_of(request), at=moment.now()
        )
        _show_once(request, user, password)

    def _switch(self, request: HttpRequest, user: User, form: Form) -> None:
        actions.set_active(
            user=user,
            active=not user.is_active,
            reason=form.cleaned_data["reason"],
            actor=user_of(request),
            at=moment.now(),
        )


@admin.register(RoleAssignment)
class RoleAssignmentAdmin(StaffModelAdmin):
    visible_to = staticmethod(queries.assignments_visible_to)
    form = AssignmentForm
    list_display = ("user", "role", "organisation", "is_head", "valid_from", "valid_to")
    list_filter = ("role", ("organisation", ScopedRelatedFilter))
    search_fields = ("user__username", "user__full_name")
    ordering = ("user__username", "role")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """An appointment is given and ended, never rewritten; ending it is a step."""
        return obj is None and super().has_change_permission(request)

    def save_model(self, request: HttpRequest, obj: Any, form: ModelForm, change: bool) -> None:
        given = actions.appoint(
            **{**form.cleaned_data, "role": Role(form.cleaned_data["role"])},
            actor=user_of(request),
            at=moment.now(),
        )
        obj.pk = given.pk

    def workflow_steps(self, request: HttpRequest, obj: RoleAssignment) -> list[Step]:
        if not super().has_change_permission(request):
            return []
        return [
            Step(
                event="end",
                label=_("终止任命"),
                form_class=EndForm,
                form_kwargs={"today": moment.today()},
                run=self._end,
                explanation=_("最后一天过后，此人不再有该角色的权限；任命记录保留。"),
                is_dangerous=True,
            )
        ]

    def _end(self, request: HttpRequest, assignment: RoleAssignment, form: Form) -> None:
        actions.end_assignment(
            assignment=assignment, **form.cleaned_data, actor=user_of(request), at=moment.now()
        )


def _title(held: RoleAssignment) -> str:
    return f"{held.organisation} {held.get_role_display()}"


def _show_once(request: HttpRequest, user: User, password: str) -> None:
    messages.warning(
        request,
        _("“%(user)s”的一次性密码：%(password)s。只显示这一次，请当面交给本人，首次登录后须修改。")
        % {"user": user.username, "password": password},
    )
