"""What the registers of documents, interpretations and consultations have in common."""

from collections.abc import Callable, Mapping
from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import ForeignKey, QuerySet
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from disclosure.domain.workflow import AUTHORS, State
from disclosure.queries.steps import Attempt, next_in_line
from portal.agencies.queries import organisations_of
from portal.calendar import moment
from portal.desk.admin import StaffModelAdmin, Step
from portal.desk.steps import user_of
from portal.domain.workflow import Workflow
from portal.files.queries import files_of

from .buttons import Button, Judge, steps_of

TONES = {State.REVIEW: "amber", State.READY: "blue", State.PUBLISHED: "green"}
NEXT_EVENTS = {State.DRAFT: "submit", State.REVIEW: "review", State.READY: "publish"}


class PublicationAdmin(StaffModelAdmin):
    """Drafts are edited, everything after is a step."""

    workflow: ClassVar[Workflow]
    buttons: ClassVar[Mapping[str, Button]]
    judge: ClassVar[Judge | Callable[..., Any]]
    list_select_related = ("organisation",)
    ordering = ("-updated_at", "-pk")

    def mine(self, request: HttpRequest, rows: QuerySet) -> QuerySet | None:
        return rows.filter(next_in_line(self.workflow, request.user, moment.today()))

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        if not super().has_change_permission(request, obj):
            return False
        attempt = Attempt(obj, user_of(request), moment.now())
        return obj is None or not type(self).judge("edit", attempt)

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> type[ModelForm]:
        """Help is for who can fill in."""
        if obj is not None and not self.has_change_permission(request, obj):
            kwargs["help_texts"] = dict.fromkeys(self.form.base_fields, "")
        return super().get_form(request, obj, change=change, **kwargs)

    def formfield_for_foreignkey(
        self, db_field: ForeignKey, request: HttpRequest, **kwargs: Any
    ) -> Any:
        """Only bodies for which this person may draft; the only one is chosen already."""
        if db_field.name == "organisation":
            bodies = organisations_of(request.user, moment.today(), *AUTHORS)
            kwargs |= {"queryset": bodies, "initial": _only(bodies)}
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def workflow_steps(self, request: HttpRequest, obj: Any) -> list[Step]:
        return steps_of(obj, request, self.workflow, self.buttons, type(self).judge)

    def next_step(self, request: HttpRequest, obj: Any) -> tuple[str, str]:
        event = NEXT_EVENTS.get(obj.state, "")
        return (str(self.buttons[event].label), event) if event else ("", "")

    def queue_group(self, obj: Any) -> str:
        return "review" if obj.state == State.REVIEW else ""

    @admin.display(description=_("状态"), ordering="state")
    def state_word(self, item: Any) -> str:
        tone = TONES.get(item.state, "neutral")
        return format_html('<span class="status tone-{}">{}</span>', tone, item.get_state_display())

    @admin.display(description=_("附件"))
    def attachments(self, item: Any) -> str:
        files = [(file.url, file.name, file.get_scan_state_display()) for file in files_of(item)]
        listed = format_html_join(mark_safe("<br>"), '<a href="{}">{}</a>（{}）', files)
        return listed or gettext("无")


def _only(bodies: QuerySet) -> Any:
    """The one row there is, if there is exactly one."""
    first_two = list(bodies[:2])
    return first_two[0] if len(first_two) == 1 else None
