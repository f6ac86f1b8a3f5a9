"""The desk's registers of interpretations and of consultations."""

from typing import Any, ClassVar

from django.contrib import admin
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from disclosure.admin.register import PublicationAdmin
from interpretation import actions
from interpretation.domain.workflow import CONSULTATION, INTERPRETATION
from interpretation.forms import ConsultationForm, InterpretationForm
from interpretation.models import Consultation, Interpretation
from interpretation.queries.guards import refusals_of
from interpretation.queries.releases import (
    consultations_visible_to,
    interpretations_visible_to,
)
from portal.calendar import moment
from portal.desk.admin import ScopedRelatedFilter, Step
from portal.desk.steps import user_of

from . import steps


class ReleaseAdmin(PublicationAdmin):
    """Drafts are edited; everything after is a step."""

    judge = staticmethod(refusals_of)
    shown: ClassVar[tuple[str, ...]] = ("state_word", "return_note", "attachments")
    search_fields = ("title",)
    audit_words: ClassVar[dict[str, Any]] = {
        "draft": _("起草"),
        **{event: button.label for event, button in steps.CONSULTATION.items()},
        "edit": _("修改草稿"),
    }

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        own = list(self.form.base_fields)
        return [*self.shown, *own] if obj else own

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return (*self.shown, "organisation") if obj else ()

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Nothing: the action has set the related documents."""


@admin.register(Interpretation)
class InterpretationAdmin(ReleaseAdmin):
    visible_to = staticmethod(interpretations_visible_to)
    form = InterpretationForm
    workflow = INTERPRETATION
    buttons = steps.INTERPRETATION
    list_display = ("title", "organisation", "form", "state_word", "updated_at")
    list_filter = ("state", "form", ("organisation", ScopedRelatedFilter))
    autocomplete_fields = ("documents",)

    def workflow_steps(self, request: HttpRequest, obj: Any) -> list[Step]:
        found = super().workflow_steps(request, obj)
        waits = any(step.event == "publish" and step.blockers for step in found)
        return [self._together(), *found] if waits else found

    def _together(self) -> Step:
        button = steps.INTERPRETATION["publish_together"]
        return Step(
            event="publish_together",
            label=str(button.label),
            run=lambda request, row, form: button.call(row, user_of(request), moment.now(), form),
            explanation=str(button.explanation),
            is_primary=True,
        )

    def save_model(
        self, request: HttpRequest, obj: Interpretation, form: ModelForm, change: bool
    ) -> None:
        fields = dict(form.cleaned_data)
        organisation = fields.pop("organisation", None)
        said: dict[str, Any] = {"fields": fields, "documents": fields.pop("documents")}
        said |= {"actor": user_of(request), "at": moment.now()}
        if change:
            actions.edit_interpretation(interpretation=obj, **said)
        else:
            obj.pk = actions.draft_interpretation(organisation=organisation, **said).pk


@admin.register(Consultation)
class ConsultationAdmin(ReleaseAdmin):
    visible_to = staticmethod(consultations_visible_to)
    form = ConsultationForm
    workflow = CONSULTATION
    buttons = steps.CONSULTATION
    shown = (*ReleaseAdmin.shown, "outcome", "outcome_at")
    list_display = ("title", "organisation", "state_word", "opens_at", "closes_at", "outcome_at")
    list_filter = ("state", ("organisation", ScopedRelatedFilter))
    autocomplete_fields = ("result_document",)

    def save_model(
        self, request: HttpRequest, obj: Consultation, form: ModelForm, change: bool
    ) -> None:
        fields = dict(form.cleaned_data)
        organisation = fields.pop("organisation", None)
        said: dict[str, Any] = {"fields": fields, "actor": user_of(request), "at": moment.now()}
        if change:
            actions.edit_consultation(consultation=obj, **said)
        else:
            obj.pk = actions.draft_consultation(organisation=organisation, **said).pk
