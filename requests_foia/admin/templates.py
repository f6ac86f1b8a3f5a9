"""The desk's register of letter templates: drafts are edited, approved ones only read."""

from typing import Any, ClassVar

from django.contrib import admin
from django.forms import Form, ModelForm
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.agencies.models import Organisation
from portal.agencies.queries import organisations_of
from portal.calendar import moment
from portal.desk.admin import StaffModelAdmin, Step
from requests_foia import actions
from requests_foia.actions.lettering import sample_of
from requests_foia.domain.letters import FORMS, PLACEHOLDERS
from requests_foia.forms.templates import LetterTemplateForm
from requests_foia.models import LetterTemplate, labels
from requests_foia.permissions.templates import (
    WORDING,
    approval_faults,
    may_approve,
    may_word,
    wording_faults,
)
from requests_foia.queries.templates import templates_visible_to

from .actor import actor_of


@admin.register(LetterTemplate)
class LetterTemplateAdmin(StaffModelAdmin):
    visible_to = staticmethod(templates_visible_to)
    form = LetterTemplateForm
    change_form_template = "requests_foia/admin/template.html"
    list_display = ("name", "organisation", "edition", "state_word", "in_force_from")
    list_filter = ("kind",)
    ordering = ("organisation", "kind", "-edition")
    fields = ("organisation", "kind", "text", "in_force_from", "note")
    audit_words: ClassVar[dict[str, Any]] = {
        "draft_template": _("起草模板"),
        "edit_template": _("修改模板"),
        "approve_template": _("批准模板"),
    }

    def get_field_queryset(self, db: str | None, db_field: Any, request: HttpRequest) -> Any:
        """Only the bodies whose letters this person words."""
        if db_field.name == "organisation":
            held = organisations_of(request.user, moment.today(), *WORDING)
            return Organisation.objects.filter(pk__in=held.values("pk"), is_foi_subject=True)
        return super().get_field_queryset(db, db_field, request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        allowed = super().has_change_permission(request, obj)
        if not allowed or obj is None:
            return allowed
        return obj.approved_at is None and may_word(
            actor_of(request), obj.organisation, moment.today()
        )

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ("organisation", "kind_word") if obj else ()

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        if obj is None:
            return self.fields
        return ("organisation", "kind_word", "text", "in_force_from", "note")

    @admin.display(description=_("文书"), ordering="kind")
    def name(self, row: LetterTemplate) -> str:
        return str(labels.letter_name(row.kind))

    @admin.display(description=_("文书"))
    def kind_word(self, row: LetterTemplate) -> str:
        return self.name(row)

    @admin.display(description=_("状态"))
    def state_word(self, row: LetterTemplate) -> str:
        tone = "green" if row.approved_at else "amber"
        return format_html('<span class="status tone-{}">{}</span>', tone, row.get_state_display())

    def record_name(self, obj: LetterTemplate) -> str:
        said = {"name": labels.letter_name(obj.kind), "edition": obj.edition}
        return gettext("%(name)s 第%(edition)s版") % said

    def save_model(
        self, request: HttpRequest, obj: LetterTemplate, form: ModelForm, change: bool
    ) -> None:
        said = form.cleaned_data
        facts = {name: said[name] for name in ("text", "in_force_from", "note")}
        actor, at = actor_of(request), moment.now()
        if change:
            actions.edit_template(template=obj, actor=actor, at=at, **facts)
            return
        made = actions.draft_template(
            organisation=said["organisation"], kind=said["kind"], actor=actor, at=at, **facts
        )
        obj.pk, obj.edition, obj.text = made.pk, made.edition, made.text

    def workflow_steps(self, request: HttpRequest, obj: LetterTemplate) -> list[Step]:
        actor, today = actor_of(request), moment.today()
        if obj.approved_at or not may_approve(actor, obj.organisation, today):
            return []
        return [
            Step(
                event="approve",
                label=gettext("批准"),
                run=self._approve,
                blockers=[str(fault) for fault in approval_faults(obj, actor, today)],
                explanation=gettext("批准后自使用日期起用于新制发的文书；已制发的文书不变。"),
                done=gettext("已批准。"),
                is_primary=True,
            )
        ]

    def _approve(self, request: HttpRequest, record: LetterTemplate, _form: Form) -> None:
        actions.approve_template(template=record, actor=actor_of(request), at=moment.now())

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        template = kwargs.get("obj")
        if template is not None:
            form = FORMS[template.kind]
            context |= {
                "faults": [str(fault) for fault in wording_faults(template.kind, template.text)],
                "sample": sample_of(template),
                "placeholders": [
                    (f"{{{p.name}}}", p.meaning, p.name in form.required, p.is_block)
                    for p in PLACEHOLDERS.values()
                    if p.name in form.allowed
                ],
            }
        return super().render_change_form(request, context, *args, **kwargs)
