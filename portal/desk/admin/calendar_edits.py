"""The pages on which the working calendar is edited: fill in, look at the effect, apply."""

from typing import Any, ClassVar

from django.contrib import messages
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.calendar import moment
from portal.calendar.edits import edit_as_json, edit_from_json
from portal.desk.actions.calendar_edits import (
    EditPreview,
    PreviewOutdated,
    apply_edit,
    preview_edit,
)
from portal.desk.admin.base import ReadOnlyAdmin
from portal.desk.forms.calendar import EditForm
from portal.desk.steps import reasons_of, user_of
from portal.obligations.queries import recount_under_way

SALT = "portal.desk.calendar_edit"
PLAN_MAX_AGE_SECONDS = 24 * 60 * 60
SHIFTS_SHOWN = 500


class EditPages(ReadOnlyAdmin):
    """A register of the calendar with one page that edits it.

    The edit, and a mark of all that was shown of it, travel signed from the second page back
    to the server; nothing is kept on it in between.
    """

    edit_form: ClassVar[type[EditForm]]
    edit_label: ClassVar[Any]
    edit_explanation: ClassVar[Any]

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.edit_view)
        name = self._url_name("edit").removeprefix("admin:")
        return [path("edit/", view, name=name), *super().get_urls()]

    def may_edit(self, request: HttpRequest) -> bool:
        return request.user.has_perm(f"calendar.change_{self.opts.model_name}")

    def edit_form_kwargs(self, request: HttpRequest) -> dict[str, Any]:
        return {}

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        link = {"edit_url": reverse(self._url_name("edit")), "edit_label": self.edit_label}
        context = {**(link if self.may_edit(request) else {}), **(extra_context or {})}
        return super().changelist_view(request, context)

    def edit_view(self, request: HttpRequest) -> HttpResponse:
        if not self.may_edit(request):
            raise PermissionDenied
        if "plan" in request.POST:
            return self._apply(request, request.POST["plan"])
        given = (request.POST, request.FILES) if request.method == "POST" else ()
        form = self.edit_form(*given, **self.edit_form_kwargs(request))
        if not (form.is_bound and form.is_valid()):
            return self._page(request, form=form, reasons=[])
        try:
            preview = preview_edit(edit=form.edit, actor=user_of(request), at=moment.now())
        except Exception as error:
            return self._page(request, form=form, reasons=_reasons(error))
        return self._preview_page(request, preview, form.cleaned_data["reason"])

    def _apply(self, request: HttpRequest, signed: str) -> HttpResponse:
        """Do what was shown; when that is no longer what would happen, show it again."""
        plan = self._plan(request, signed)
        if plan is None:
            messages.error(request, _("确认页已经失效，请重新填写。"))
            return HttpResponseRedirect(reverse(self._url_name("edit")))
        facts = {"actor": user_of(request), "at": moment.now(), "reason": plan["reason"]}
        try:
            edit = edit_from_json(plan["edit"])
            done = apply_edit(edit=edit, token=plan["token"], **facts)
        except PreviewOutdated as outdated:
            return self._preview_page(request, outdated.preview, plan["reason"], is_outdated=True)
        except Exception as error:
            form = self.edit_form(**self.edit_form_kwargs(request))
            return self._page(request, form=form, reasons=_reasons(error), status=409)
        messages.success(request, _said(len(done.shifts)))
        return HttpResponseRedirect(reverse(self._url_name("changelist")))

    def _plan(self, request: HttpRequest, signed: str) -> dict[str, Any] | None:
        try:
            plan = signing.loads(signed, salt=SALT, max_age=PLAN_MAX_AGE_SECONDS)
        except signing.BadSignature:
            return None
        return plan if plan["user"] == request.user.pk else None

    def _preview_page(
        self, request: HttpRequest, preview: EditPreview, reason: str, is_outdated: bool = False
    ) -> HttpResponse:
        plan = {
            "edit": edit_as_json(preview.edit),
            "token": preview.token,
            "reason": reason,
            "user": request.user.pk,
        }
        return self._page(
            request,
            template="admin/desk/calendar_preview.html",
            status=409 if is_outdated else 200,
            preview=preview,
            shown=preview.shifts[:SHIFTS_SHOWN],
            rest=max(len(preview.shifts) - SHIFTS_SHOWN, 0),
            plan=signing.dumps(plan, salt=SALT, compress=True),
            reason=reason,
            is_outdated=is_outdated,
        )

    def _page(
        self,
        request: HttpRequest,
        *,
        template: str = "admin/desk/calendar_edit.html",
        status: int = 200,
        form: Form | None = None,
        **more: Any,
    ) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "title": self.edit_label,
            "opts": self.opts,
            "explanation": self.edit_explanation,
            "form": form,
            "edit_url": reverse(self._url_name("edit")),
            "list_url": reverse(self._url_name("changelist")),
            **more,
        }
        return TemplateResponse(request, template, context, status=status)


def _said(count: int) -> str:
    if recount_under_way():
        said = ngettext(
            "日历已变更，正在逐批重新计算，预计 %(count)s 件改期；完成后通知有关人员。",
            "日历已变更，正在逐批重新计算，预计 %(count)s 件改期；完成后通知有关人员。",
            count,
        )
    else:
        said = ngettext(
            "日历已变更，%(count)s 件时限已重新计算并通知有关人员。",
            "日历已变更，%(count)s 件时限已重新计算并通知有关人员。",
            count,
        )
    return said % {"count": count}


def _reasons(error: Exception) -> list[str]:
    """The reasons of a refusal; whatever is none goes on its way."""
    reasons = reasons_of(error)
    if not reasons:
        raise error
    return reasons
