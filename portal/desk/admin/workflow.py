"""Workflow steps as buttons, small pages and list actions."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Model, QuerySet
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.calendar import moment
from portal.desk.clock import clock_of
from portal.desk.forms import CONFLICT, VERSION_FIELD, is_conflict
from portal.desk.forms.record import in_plain_words
from portal.desk.steps import Step, reasons_of, version_of

BULK_LIMIT = 200
PREVIEW = "_preview"
"""The button of a step's page that shows what would go out."""


@dataclass(frozen=True)
class BulkResult:
    """What became of one selected row; no reasons means done."""

    record: Model
    url: str
    reasons: list[str]


# Django's stock phrases on its lists, and what we say instead.
_NONE_CHOSEN = (
    "Items must be selected in order to perform actions on them. No items have been changed."
)
_PLAIN: Mapping[str, Any] = {
    _NONE_CHOSEN: gettext_lazy("请先勾选要办理的记录。没有作任何改动。"),
    "No action selected.": gettext_lazy("请先选择要批量办理哪一步。没有作任何改动。"),
}


class StaleRecord(Exception):
    """Somebody changed the record after the page was drawn."""

    reasons = (CONFLICT,)


def _form_of(step: Step, *data: Any) -> Form:
    form = step.form_class(*data, **step.form_kwargs)
    in_plain_words(form)
    return form


class WorkflowAdmin(admin.ModelAdmin):
    """Draws ``workflow_steps`` on the change page and takes them one at a time or in bulk."""

    change_form_template = "admin/desk/case.html"
    step_template = "admin/desk/step.html"
    # Events offered as list actions, each with its label: {"confirm": _("确认受理")}.
    bulk_steps: ClassVar[Mapping[str, Any]] = {}

    def workflow_steps(self, request: HttpRequest, obj: Any) -> list[Step]:
        """The steps from the record's present state, with what blocks each for this user."""
        return []

    def next_step(self, request: HttpRequest, obj: Any) -> tuple[str, str]:
        """The button of the queue: (label, event); without an event it opens the record.

        Asked for each row of the queue, so it may not query the database.
        """
        return _("办理"), ""

    def record_name(self, obj: Any) -> str:
        """The heading of its page, where its own name would show a key."""
        return str(obj)

    def queue_state(self, obj: Any) -> str:
        """The state's word in the queue."""
        word = getattr(obj, "get_state_display", None)
        return str(word()) if word else ""

    def queue_about(self, obj: Any) -> str:
        """What it is about, for a record whose name is only a number. Asked for each row too."""
        return ""

    def queue_group(self, obj: Any) -> str:
        """``"review"`` (待审) or ``"correction"`` (待补正) while it waits for that."""
        return ""

    # The pages ----------------------------------------------------------------------

    def get_urls(self) -> list[URLPattern]:
        step = path(
            "<path:object_id>/step/<slug:event>/",
            self.admin_site.admin_view(self.step_view),
            name=self._url_name("step").removeprefix("admin:"),
        )
        return [step, *super().get_urls()]

    def visible_record(self, request: HttpRequest, object_id: str) -> Any:
        """The record if this user may see it; otherwise 404, or 403 for the whole model."""
        record = self.get_object(request, object_id)
        if not self.has_view_or_change_permission(request, record):
            raise PermissionDenied
        if record is None:
            raise Http404
        return record

    def step_url(self, obj: Model, event: str) -> str:
        """The page of a step; the record's own page without an event."""
        if not event:
            return self.change_url(obj)
        return reverse(self._url_name("step"), args=[obj.pk, event])

    def change_url(self, obj: Model) -> str:
        return reverse(self._url_name("change"), args=[obj.pk])

    def _url_name(self, page: str) -> str:
        return f"admin:{self.opts.app_label}_{self.opts.model_name}_{page}"

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        context["show_save_and_add_another"] = False
        record = kwargs.get("obj")
        if record is not None:
            steps = self.workflow_steps(request, record)
            context["steps"] = [
                (step, step.url or self.step_url(record, step.event)) for step in steps
            ]
            context["record_name"] = self.record_name(record)
            context["record_version"] = version_of(record)
            context["obligations"] = clock_of(record, at=moment.now())
        return super().render_change_form(request, context, *args, **kwargs)

    def step_view(self, request: HttpRequest, object_id: str, event: str) -> HttpResponse:
        """Show a step's page; on POST call its action, then lead back to the record."""
        record = self.visible_record(request, unquote(object_id))
        steps = self.workflow_steps(request, record)
        step = next((s for s in steps if s.event == event and not s.url), None)
        if step is None and request.method != "POST":
            messages.warning(request, _("这一步现在不能由您办理，请看这条记录现在的状态。"))
            return HttpResponseRedirect(self.change_url(record))
        if step is None:
            return self._too_late(request, record)
        if request.method != "POST":
            return self._step_page(request, record, step, _form_of(step))
        form = _form_of(step, request.POST, request.FILES)
        reasons = [str(blocker) for blocker in step.blockers]
        if PREVIEW in request.POST and step.preview and form.is_valid():
            return self._preview(request, record, step, form)
        if form.is_valid() and not reasons:
            reasons = self._take(request, record, step, form)
            if not reasons:
                return HttpResponseRedirect(self.change_url(record))
        return self._step_page(request, record, step, form, reasons)

    def _take(self, request: HttpRequest, record: Model, step: Step, form: Form) -> list[str]:
        """Call the action; the reasons it gives for refusing, none when it is done."""
        try:
            with transaction.atomic():
                self._refuse_stale(request, record)
                said = step.run(request, record, form)
        except Exception as error:
            reasons = reasons_of(error)
            if not reasons:
                raise
            return reasons
        sentence = said if isinstance(said, str) else str(step.done)
        messages.success(request, sentence or _("已办理：%(step)s。") % {"step": step.label})
        return []

    def _preview(self, request: HttpRequest, record: Model, step: Step, form: Form) -> HttpResponse:
        """The step's page again, with what would go out, or every reason why it cannot."""
        shown: Sequence[str] = ()
        reasons = [str(blocker) for blocker in step.blockers]
        try:
            shown = step.preview(request, record, form) if step.preview else ()
        except Exception as error:
            refused = reasons_of(error)
            if not refused:
                raise
            reasons = list(dict.fromkeys([*reasons, *refused]))
        return self._step_page(request, record, step, form, reasons, shown)

    def _refuse_stale(self, request: HttpRequest, record: Model) -> None:
        stored = type(record)._base_manager.select_for_update().get(pk=record.pk)
        if is_conflict(request.POST.get(VERSION_FIELD, ""), version_of(stored)):
            raise StaleRecord

    def _step_page(
        self,
        request: HttpRequest,
        record: Model,
        step: Step,
        form: Form,
        reasons: list[str] | None = None,
        shown: Sequence[str] = (),
    ) -> HttpResponse:
        reasons = [str(b) for b in step.blockers] if reasons is None else reasons
        context = {
            **self.admin_site.each_context(request),
            "title": step.label,
            "opts": self.opts,
            "original": record,
            "change_url": self.change_url(record),
            "step": step,
            "form": form,
            "reasons": reasons,
            "shown": shown,
            "record_version": version_of(record),
            # A browser keeps the typed text, never the chosen files.
            "lost_files": "、".join(
                str(getattr(one, "name", ""))
                for field in form.files
                for one in form.files.getlist(field)
            ),
        }
        status = 409 if str(CONFLICT) in reasons else 200
        return TemplateResponse(request, self.step_template, context, status=status)

    def _too_late(self, request: HttpRequest, record: Model) -> HttpResponse:
        """The step is gone: the record has moved on, or never allowed it. Text is kept."""
        kept = {
            name: value
            for name, value in request.POST.items()
            if value and name not in ("csrfmiddlewaretoken", VERSION_FIELD)
        }
        context = {
            **self.admin_site.each_context(request),
            "title": _("这一步现在不能办理"),
            "opts": self.opts,
            "original": record,
            "change_url": self.change_url(record),
            "kept": kept,
        }
        return TemplateResponse(request, "admin/desk/too_late.html", context, status=409)

    # In bulk ------------------------------------------------------------------------

    def message_user(self, request: HttpRequest, message: Any, *args: Any, **kwargs: Any) -> None:
        plain = next((words for stock, words in _PLAIN.items() if _(stock) == message), message)
        super().message_user(request, plain, *args, **kwargs)

    def get_action_choices(self, request: HttpRequest, default_choices: Any = ()) -> Any:
        """With words, not dashes, where nothing is chosen yet."""
        return super().get_action_choices(request, default_choices or [("", _("请选择"))])

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        actions: dict[str, Any] = super().get_actions(request)
        if self.has_change_permission(request):
            for event, label in self.bulk_steps.items():
                name = f"step_{event}"
                actions[name] = (self._bulk_action(event, str(label)), name, str(label))
        return actions

    def _bulk_action(self, event: str, label: str) -> Callable[..., HttpResponse | None]:
        def run(_admin: Any, request: HttpRequest, rows: QuerySet) -> HttpResponse | None:
            return self._bulk(request, rows, event, label)

        return run

    def _bulk(
        self, request: HttpRequest, rows: QuerySet, event: str, label: str
    ) -> HttpResponse | None:
        if rows.count() > BULK_LIMIT:
            messages.error(
                request, _("一次最多办理 %(limit)s 件，请缩小范围。") % {"limit": BULK_LIMIT}
            )
            return None
        results = [
            BulkResult(record, self.change_url(record), self._bulk_one(request, record, event))
            for record in rows
        ]
        context = {
            **self.admin_site.each_context(request),
            "title": _("批量办理结果：%(step)s") % {"step": label},
            "opts": self.opts,
            "results": results,
            "done": sum(not result.reasons for result in results),
        }
        return TemplateResponse(request, "admin/desk/bulk_result.html", context)

    def _bulk_one(self, request: HttpRequest, record: Model, event: str) -> list[str]:
        steps = self.workflow_steps(request, record)
        step = next((s for s in steps if s.event == event and not s.url), None)
        if step is None:
            return [_("当前状态不能办理这一步。")]
        form = step.form_class({}, **step.form_kwargs)
        if not form.is_valid():
            return [_("这一步需要填写内容，请打开后逐件办理。")]
        if step.blockers:
            return [str(blocker) for blocker in step.blockers]
        try:
            with transaction.atomic():
                step.run(request, record, form)
        except Exception as error:
            reasons = reasons_of(error)
            if not reasons:
                raise
            return reasons
        return []
