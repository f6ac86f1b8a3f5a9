"""The ledger of time limits."""

from typing import Any, ClassVar

from django.contrib import admin
from django.forms import Form
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.calendar import moment
from portal.desk.admin.base import ReadOnlyAdmin
from portal.desk.admin.filters import ScopedRelatedFilter
from portal.desk.admin.late import late_file, late_view
from portal.desk.admin.month import month_view
from portal.desk.clock import rule_of
from portal.desk.forms import ReasonForm
from portal.desk.steps import Step, user_of
from portal.obligations import actions
from portal.obligations.models import Obligation
from portal.obligations.permissions import may_explain
from portal.obligations.queries import visible_to


@admin.register(Obligation)
class ObligationAdmin(ReadOnlyAdmin):
    """Written by the actions of the records alone; only a delay is explained here."""

    visible_to = staticmethod(visible_to)
    list_display = ("label", "rule", "state", "due", "organisation", "responsible", "closed_at")
    list_filter = ("state", "provisional", ("organisation", ScopedRelatedFilter))
    list_select_related = ("organisation", "responsible")
    search_fields = ("label",)
    date_hierarchy = "late_from"
    ordering = ("late_from", "pk")
    fields = (
        "label",
        "rule",
        "article",
        "rule_set",
        "organisation",
        "responsible",
        "started_on",
        "due",
        "provisional",
        "state",
        "closed_at",
        "delay_reason",
    )
    audit_words: ClassVar[dict[str, Any]] = {"explain_delay": _("说明逾期原因")}

    @admin.display(description=_("规则"))
    def rule(self, obligation: Obligation) -> str:
        rule = rule_of(obligation)
        return rule.title if rule else obligation.rule_key

    def record_name(self, obj: Obligation) -> str:
        return f"{obj.label}：{self.rule(obj)}"

    @admin.display(description=_("依据"))
    def article(self, obligation: Obligation) -> str:
        rule = rule_of(obligation)
        return rule.article if rule else ""

    @admin.display(description=_("到期"), ordering="late_from")
    def due(self, obligation: Obligation) -> Any:
        return obligation.due_on or obligation.due_at

    def workflow_steps(self, request: HttpRequest, obj: Obligation) -> list[Step]:
        is_late = obj.was_late if obj.closed_at else obj.late_from <= moment.now()
        if not is_late or not self._may_explain(request, obj):
            return []
        return [
            Step(
                event="explain",
                label=_("说明逾期原因"),
                form_class=ReasonForm,
                run=self._explain,
                explanation=_("只能说明一次。说明原因不改变逾期：逾期仍计入统计。"),
            )
        ]

    def _may_explain(self, request: HttpRequest, obligation: Obligation) -> bool:
        is_entitled = request.user.has_perm("obligations.change_obligation")
        return is_entitled and may_explain(request.user, obligation, moment.today())

    def _explain(self, request: HttpRequest, obligation: Obligation, form: Form) -> None:
        # The row is locked by the page of the step: of two at once the second finds a reason.
        obligation.refresh_from_db(fields=["delay_reason"])
        if obligation.delay_reason:
            raise actions.LedgerError([gettext("逾期原因已经说明过，不能再改。")])
        actions.explain_delay(
            obligation=obligation,
            reason=form.cleaned_data["reason"],
            actor=user_of(request),
            at=moment.now(),
        )

    # Pages --------------------------------------------------------------------------

    def get_urls(self) -> list[URLPattern]:
        pages = (("month", self.month), ("overdue", self.overdue), ("overdue.csv", self.file))
        own = [
            path(
                address if "." in address else f"{address}/",
                self.admin_site.admin_view(view),
                name=f"obligations_obligation_{address.replace('.', '_')}",
            )
            for address, view in pages
        ]
        return [*own, *super().get_urls()]

    def month(self, request: HttpRequest) -> HttpResponse:
        """What falls due, as a calendar."""
        return month_view(self, request)

    def overdue(self, request: HttpRequest) -> HttpResponse:
        """What is or was overdue, with the reasons."""
        return late_view(self, request)

    def file(self, request: HttpRequest) -> StreamingHttpResponse:
        """The register as CSV."""
        return late_file(self, request)
