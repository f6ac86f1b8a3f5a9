"""The annual reports on the desk: text around counted tables, and the steps to publication."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.contrib import admin
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from disclosure.admin.buttons import Button, steps_of
from disclosure.queries.steps import step_refusals
from portal.agencies.domain.roles import Role
from portal.agencies.permissions import holds
from portal.calendar import moment
from portal.desk.admin import ScopedRelatedFilter, Step
from portal.desk.steps import user_of
from requests_foia import actions
from requests_foia.domain.report import PARTS, WORKFLOW, ReportState
from requests_foia.forms.annual import CorrectReportForm, ReportForm, SendBackForm, SignForm
from requests_foia.models import AnnualReport, ProactiveCount
from requests_foia.queries import exports, figures, sheets, tables
from requests_foia.queries.report_guards import GUARDS
from requests_foia.queries.reports import (
    proactive_visible_to,
    reports_visible_to,
    reports_waiting_for,
    scope_of,
)

from .office import OfficeAdmin

TONES = {
    ReportState.DRAFT: "blue",
    ReportState.REVIEW: "amber",
    ReportState.REVIEWED: "amber",
    ReportState.SIGNED: "amber",
    ReportState.PUBLISHED: "green",
}
NEXT = {
    ReportState.DRAFT: "submit",
    ReportState.REVIEW: "review",
    ReportState.REVIEWED: "sign",
    ReportState.SIGNED: "publish",
}


def _calling(action: Any) -> Any:
    def call(report: AnnualReport, actor: Any, at: Any, form: Any) -> None:
        action(report=report, actor=actor, at=at, **form.cleaned_data)

    return call


def _publish(report: AnnualReport, actor: Any, at: Any, _form: Any) -> str:
    edition = actions.publish_report(report=report, actor=actor, at=at)
    return _now("已发布，校验值 %(hash)s。") % {"hash": edition.sha256[:16]}


BUTTONS: Mapping[str, Button] = {
    "submit": Button(
        label=_("提交审核"),
        call=_calling(actions.submit_report),
        explanation=_("由政务公开办的另一人审核。"),
    ),
    "refill": Button(
        label=_("按最新数据重新起草"),
        call=_calling(actions.refill_report),
        explanation=_("含数字的各部分按现在的统计重新起草，您在其中的改动会被替换。"),
        is_primary=False,
    ),
    "review": Button(
        label=_("审核通过"),
        call=_calling(actions.review_report),
        explanation=_("核对六个部分和各项勾稽关系，通过后由分管领导签发。"),
    ),
    "sign": Button(
        label=_("签发"),
        call=_calling(actions.sign_report),
        form_class=SignForm,
        explanation=_("签发时文字和数字一并固定，写入校验值，此后不能改动。"),
    ),
    "publish": Button(
        label=_("发布"),
        call=_publish,
        explanation=_("向社会公布已签发的版本，报送时限随之办结（条例第四十九条）。"),
    ),
    "send_back": Button(
        label=_("退回"),
        call=_calling(actions.send_report_back),
        form_class=SendBackForm,
        explanation=_("退回起草，重新审核、签发。"),
        is_primary=False,
        is_dangerous=True,
    ),
    "correct": Button(
        label=_("更正"),
        call=_calling(actions.correct_report),
        form_class=CorrectReportForm,
        explanation=_("已公布的版本继续公开，更正后的版本签发、发布后替换。"),
        is_primary=False,
    ),
}


@admin.register(AnnualReport)
class AnnualReportAdmin(OfficeAdmin):
    visible_to = staticmethod(reports_visible_to)
    change_form_template = "requests_foia/admin/report.html"
    form = ReportForm
    add_label = _("建立年度报告")
    list_display = ("name", "state_word", "published_at", "updated_at")
    list_filter = ("state", "year", ("organisation", ScopedRelatedFilter))
    list_select_related = ("organisation",)
    ordering = ("-year", "organisation__position", "pk")
    audit_words: ClassVar[dict[str, Any]] = {
        "open": _("建立"),
        "edit": _("修改草稿"),
        **{event: button.label for event, button in BUTTONS.items()},
    }

    def mine(self, request: HttpRequest, rows: Any) -> Any:
        return reports_waiting_for(rows, request.user, moment.today())

    @admin.display(description=_("年度报告"), ordering="year")
    def name(self, report: AnnualReport) -> str:
        return self.record_name(report)

    @admin.display(description=_("状态"), ordering="state")
    def state_word(self, report: AnnualReport) -> str:
        tone = TONES[ReportState(report.state)]
        return format_html(
            '<span class="status tone-{}">{}</span>', tone, report.get_state_display()
        )

    def record_name(self, obj: AnnualReport) -> str:
        return _now("%(body)s%(year)s年度报告") % {"body": obj.organisation, "year": obj.year}

    def queue_group(self, obj: AnnualReport) -> str:
        return "review" if obj.state in (ReportState.REVIEW, ReportState.REVIEWED) else ""

    def next_step(self, request: HttpRequest, obj: AnnualReport) -> tuple[str, str]:
        event = NEXT.get(ReportState(obj.state), "")
        return (str(BUTTONS[event].label), event) if event else super().next_step(request, obj)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return PARTS if obj else ("organisation", "year")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return () if obj is None or obj.state == ReportState.DRAFT else PARTS

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and (
            obj is None or obj.state == ReportState.DRAFT
        )

    def save_model(
        self, request: HttpRequest, obj: AnnualReport, form: ModelForm, change: bool
    ) -> None:
        said: dict[str, Any] = {"actor": user_of(request), "at": moment.now()}
        if change:
            # A part that the form did not carry keeps its words.
            sent = {name: form.cleaned_data[name] for name in PARTS if name in form.data}
            actions.edit_report(report=obj, parts=sent, **said)
        else:
            facts = {name: form.cleaned_data[name] for name in ("organisation", "year")}
            obj.pk = actions.open_report(**facts, **said).pk

    def workflow_steps(self, request: HttpRequest, obj: AnnualReport) -> list[Step]:
        acting = (Role.OPENNESS_OFFICE, Role.DEPUTY_LEADER)
        if not holds(request.user, *acting, on=moment.today()):
            return []
        return steps_of(
            obj,
            request,
            WORKFLOW,
            BUTTONS,
            lambda event, attempt: step_refusals(WORKFLOW, event, attempt, GUARDS),
        )

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        report = kwargs.get("obj")
        if report is not None:
            context |= _story(report) | {"tone": TONES[ReportState(report.state)]}
        return super().render_change_form(request, context, *args, **kwargs)


def _story(report: AnnualReport) -> dict[str, Any]:
    """The tables as they are counted now, and how they differ from the signed ones."""
    scope = scope_of(report, before=moment.now())
    counted = figures.figures_of(scope)
    data = figures.figures_data(counted)
    signed = report.editions.last()
    frozen: dict[str, Any] = signed.content["figures"] if signed else data
    differing = tables.differences(counted.three, frozen["table_three"])
    address = [report.year, report.organisation.code]
    return {
        "three": sheets.sheet_three(data["table_three"]),
        "four": sheets.sheet_four(data["table_four"]),
        "two": sheets.sheets_two(data["table_two"]),
        "checks": exports.check_lines(figures.checks_of(scope, counted)),
        "signed": signed,
        "differences": exports.difference_lines(differing),
        "other_tables_differ": any(
            data[name] != frozen[name] for name in ("table_two", "table_four")
        ),
        "public_url": reverse("reports:report", args=address) if report.published_at else "",
    }


@admin.register(ProactiveCount)
class ProactiveCountAdmin(OfficeAdmin):
    """Figures of table two that no register counts."""

    visible_to = staticmethod(proactive_visible_to)
    add_label = _("填报主动公开数据")
    list_display = ("organisation", "year", "licences", "penalties", "coercions", "fee_amount")
    list_filter = ("year", ("organisation", ScopedRelatedFilter))
    list_select_related = ("organisation",)
    ordering = ("-year", "organisation__position", "pk")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ("organisation", "year") if obj else ()
