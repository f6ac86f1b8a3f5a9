"""The register of reconsiderations and lawsuits."""

from typing import Any, ClassVar

from django.contrib import admin
from django.forms import Form, ModelForm
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from portal.agencies.domain.roles import Role
from portal.agencies.permissions import has_role
from portal.calendar import moment
from portal.desk.admin import ScopedRelatedFilter, Step
from portal.desk.steps import user_of
from requests_foia import actions
from requests_foia.forms.annual import OutcomeForm, RemedyForm, StrikeForm
from requests_foia.models import RemedyRecord
from requests_foia.queries.remedies import remedies_visible_to

from .office import OfficeAdmin


@admin.register(RemedyRecord)
class RemedyRecordAdmin(OfficeAdmin):
    """Entered once; what follows is a step. Nothing is edited."""

    visible_to = staticmethod(remedies_visible_to)
    form = RemedyForm
    add_label = _("登记复议或者诉讼")
    list_display = ("name", "organisation", "kind", "body", "filed_on", "result", "decided_on")
    list_filter = ("kind", "outcome", ("organisation", ScopedRelatedFilter))
    list_select_related = ("organisation",)
    search_fields = ("number",)
    search_help_text = _("按案号查找")
    date_hierarchy = "filed_on"
    ordering = ("-filed_on", "-pk")
    audit_words: ClassVar[dict[str, Any]] = {
        "remedy_record": _("登记"),
        "remedy_conclude": _("登记结果"),
        "remedy_strike": _("注销"),
    }
    shown = (
        "organisation",
        "kind",
        "application",
        "body",
        "number",
        "filed_on",
        "outcome",
        "decided_on",
        "recorded_by",
        "recorded_at",
        "strike_reason",
    )

    @admin.display(description=_("案号"), ordering="number")
    def name(self, remedy: RemedyRecord) -> str:
        return str(remedy)

    @admin.display(description=_("结果"), ordering="outcome")
    def result(self, remedy: RemedyRecord) -> Any:
        if remedy.struck_at:
            return _("已注销")
        return remedy.get_outcome_display() or _("尚未审结")

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return self.shown if obj else RemedyForm.Meta.fields

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return obj is None and super().has_change_permission(request)

    def save_model(
        self, request: HttpRequest, obj: RemedyRecord, form: ModelForm, change: bool
    ) -> None:
        said = form.cleaned_data
        kept = actions.record_remedy(
            organisation=said["organisation"],
            kind=said["kind"],
            application=getattr(form, "application", None),
            body=said["body"],
            number=said["number"],
            filed_on=said["filed_on"],
            actor=user_of(request),
            at=moment.now(),
        )
        obj.pk = kept.pk

    def workflow_steps(self, request: HttpRequest, obj: RemedyRecord) -> list[Step]:
        may = request.user.has_perm("requests_foia.change_remedyrecord") and has_role(
            request.user, Role.OPENNESS_OFFICE, obj.organisation, moment.today()
        )
        if obj.struck_at or not may:
            return []
        strike = Step(
            event="strike",
            label=_("注销"),
            run=self._strike,
            form_class=StrikeForm,
            explanation=_("登记有误的，注销后重新登记。"),
            is_dangerous=True,
        )
        conclude = Step(
            event="conclude",
            label=_("登记结果"),
            run=self._conclude,
            form_class=OutcomeForm,
            explanation=_("收到决定书或者判决、裁定后登记，计入年报表四。"),
            is_primary=True,
        )
        return [strike] if obj.outcome else [conclude, strike]

    def _conclude(self, request: HttpRequest, remedy: RemedyRecord, form: Form) -> None:
        actions.conclude_remedy(
            remedy=remedy, actor=user_of(request), at=moment.now(), **form.cleaned_data
        )

    def _strike(self, request: HttpRequest, remedy: RemedyRecord, form: Form) -> None:
        actions.strike_remedy(
            remedy=remedy, actor=user_of(request), at=moment.now(), **form.cleaned_data
        )
