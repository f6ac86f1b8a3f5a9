"""The register and the cases behind it."""

from functools import partial
from typing import Any, ClassVar
from uuid import UUID

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import F, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import URLPattern, path
from django.utils.html import format_html
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from portal.agencies.domain.roles import Role
from portal.agencies.permissions import holds
from portal.calendar import moment
from portal.components.templatetags.portal_dates import full_date
from portal.desk.admin import SavedViewsAdmin, ScopedRelatedFilter, StaffModelAdmin, Step
from portal.privacy.masks import mask_name
from requests_foia import queries
from requests_foia.domain.vocabulary import State
from requests_foia.models import Application, labels

from .actor import actor_of
from .bundling import bundle_view
from .exporting import csv_view, knows_applicants, people_view, xlsx_view
from .intake import intake_view
from .papers import again_view, delivery_view, pdf_view
from .parties import code_view, party_view
from .parts import AUDIT_PARTS
from .people import letter_view, reveal_view
from .printing import letters_view
from .proof import proof_view
from .steps import BUTTONS, NEXT_EVENTS, steps_of
from .story import story_of
from .volume import volume_view

SOON_WORKING_DAYS = 3
TONES = {
    State.RECEIVED: "amber",
    State.REVIEW: "amber",
    State.WAITING_CORRECTION: "neutral",
    State.WAITING_FEE: "neutral",
    State.DELIVERED: "green",
    State.ARCHIVED: "green",
    State.ABANDONED: "neutral",
    State.WITHDRAWN: "neutral",
    State.MERGED: "neutral",
}


@admin.register(Application)
class ApplicationAdmin(SavedViewsAdmin, StaffModelAdmin):
    """Nothing is typed into a case: every change is a step of the workflow."""

    visible_to = staticmethod(queries.visible_to)
    step_template = "requests_foia/admin/step.html"
    change_form_template = "requests_foia/admin/case.html"
    fields = ("number",)
    add_label = _("登记收到的申请")
    list_display = ("number", "state_word", "due", "subject", "name", "organisation", "holder")
    list_display_links = ("number",)
    list_filter = (
        "state",
        ("organisation", ScopedRelatedFilter),
        ("assigned_unit", ScopedRelatedFilter),
        "channel",
        "applicant_class",
        "outcome",
    )
    list_select_related = ("organisation", "assigned_unit", "officer")
    search_fields = ("number",)
    search_help_text = _("按受理编号查找")
    ordering = (F("due_on").asc(nulls_last=True), "-submitted_at", "pk")
    date_hierarchy = "submitted_at"
    bulk_steps: ClassVar[dict[str, Any]] = {
        "confirm": BUTTONS["confirm"].label,
        "register": BUTTONS["register"].label,
        "archive": BUTTONS["archive"].label,
    }
    audit_words: ClassVar[dict[str, Any]] = {
        "file": _("收到申请"),
        "read_letter": _("查看文书"),
        "read_identity": _("查看身份证明"),
        "verify_identity": _("核验身份证明并删除"),
        "preview_letter": _("预览文书"),
        "download_letter": _("申请人下载文书"),
        "recount": _("重新计算期限"),
        "reveal_applicant": _("查看申请人信息"),
        "reveal_party": _("查看被征求意见人信息"),
        "export_applicant": _("导出申请人信息"),
        "change_wishes": _("申请人更改意愿"),
        "print_letter": _("合并打印文书"),
        "read_volume": _("查看申请人的申请数量和频次"),
        "request_bundle": _("要求生成证据包"),
        "build_bundle": _("生成证据包"),
        "download_bundle": _("下载证据包"),
        "destroy_bundle": _("销毁证据包"),
        "renew_code": _("生成答复码"),
        "renew_case_code": _("申请人取得新的查询码"),
        "split_off": _("由另一件申请拆分而来"),
        "take_in": _("并入重复的申请"),
        "lapse_opinion": _("逾期未提出意见"),
        "destroy": _("按清单销毁个人信息"),
        **{event: button.label for event, button in BUTTONS.items()},
    }
    audit_parts = AUDIT_PARTS

    # Rows ---------------------------------------------------------------------------

    def mine(self, request: HttpRequest, rows: QuerySet[Application]) -> QuerySet[Application]:
        return queries.waiting_for(rows, request.user, moment.today())

    def get_queryset(self, request: HttpRequest) -> QuerySet[Application]:
        return queries.with_rights(super().get_queryset(request), request.user, moment.today())

    def get_changelist_instance(self, request: HttpRequest) -> ChangeList:
        changelist = super().get_changelist_instance(request)
        left = queries.days_left(changelist.result_list, moment.today())
        for row in changelist.result_list:
            row.working_days_left = left.get(row)
        return changelist

    def get_list_display(self, request: HttpRequest) -> list[Any]:
        """Who handles no case needs no columns of dashes."""
        handling = (Role.OPENNESS_OFFICE, Role.DEPUTY_LEADER, Role.DRAFTER)
        handles = holds(request.user, *handling, on=moment.today())
        hidden = () if handles else ("subject", "name")
        return [column for column in self.list_display if column not in hidden]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return obj is None and super().has_change_permission(request)

    # Columns ------------------------------------------------------------------------

    @admin.display(description=_("状态"), ordering="state")
    def state_word(self, case: Application) -> str:
        tone = TONES.get(State(case.state), "blue")
        return format_html(
            '<span class="status tone-{}">{}</span>', tone, labels.STATES[State(case.state)]
        )

    @admin.display(description=_("答复期限"), ordering="due_on")
    def due(self, case: Application) -> str:
        if case.due_on is None:
            return "—"
        left = getattr(case, "working_days_left", None)
        if left is None:
            return full_date(case.due_on)
        tone = "red" if left < 0 else "amber" if left <= SOON_WORKING_DAYS else "neutral"
        return format_html(
            '{}<br><span class="status tone-{}">{}</span>',
            full_date(case.due_on),
            tone,
            _left_words(left),
        )

    @admin.display(description=_("申请内容"))
    def subject(self, case: Application) -> str:
        words = case.title or case.content
        shown = Truncator(words).chars(30) if case.shows_words else "—"  # type: ignore[attr-defined]
        return format_html("{}{}", shown, _help_mark(case))

    @admin.display(description=_("申请人"))
    def name(self, case: Application) -> str:
        return mask_name(case.details.name) if case.shows_name else "—"  # type: ignore[attr-defined]

    @admin.display(description=_("由谁办理"))
    def holder(self, case: Application) -> str:
        return " ".join(str(who) for who in (case.assigned_unit, case.officer) if who) or "—"

    # Steps --------------------------------------------------------------------------

    def workflow_steps(self, request: HttpRequest, obj: Application) -> list[Step]:
        return steps_of(obj, request)

    def next_step(self, request: HttpRequest, obj: Application) -> tuple[str, str]:
        event = NEXT_EVENTS.get(obj.state, "")
        return (str(BUTTONS[event].label), event) if event else super().next_step(request, obj)

    def queue_about(self, obj: Application) -> str:
        words = obj.title or obj.content
        shown = Truncator(words).chars(40) if obj.shows_words else ""  # type: ignore[attr-defined]
        parts = (shown, str(_("需要协助")) if obj.needs_help else "")
        return " · ".join(part for part in parts if part)

    def queue_group(self, obj: Application) -> str:
        groups = {State.REVIEW: "review", State.WAITING_CORRECTION: "correction"}
        return groups.get(State(obj.state), "")

    # Pages --------------------------------------------------------------------------

    def get_urls(self) -> list[URLPattern]:
        reveal = path(
            "<path:object_id>/applicant/",
            self.admin_site.admin_view(self.reveal),
            name="requests_foia_application_reveal",
        )
        letter = path(
            "<path:object_id>/letters/<uuid:letter_id>/",
            self.admin_site.admin_view(self.letter),
            name="requests_foia_application_letter",
        )
        party = path(
            "<path:object_id>/parties/<uuid:opinion_id>/",
            self.admin_site.admin_view(self.party),
            name="requests_foia_application_party",
        )
        code = path(
            "<path:object_id>/parties/<uuid:opinion_id>/code/",
            self.admin_site.admin_view(self.party_code),
            name="requests_foia_application_party_code",
        )
        identity = path(
            "<path:object_id>/identity/",
            self.admin_site.admin_view(self.identity),
            name="requests_foia_application_identity",
        )
        papers = [
            path(
                f"<path:object_id>/letters/<uuid:letter_id>/{name}/",
                self.admin_site.admin_view(partial(view, self)),
                name=f"requests_foia_application_letter_{name}",
            )
            for name, view in (
                ("pdf", pdf_view),
                ("delivery", delivery_view),
                ("again", again_view),
            )
        ]
        files = [
            path(
                address,
                self.admin_site.admin_view(partial(view, self)),
                name=f"requests_foia_application_{name}",
            )
            for address, name, view in (
                ("export.csv", "export_csv", csv_view),
                ("export.xlsx", "export_xlsx", xlsx_view),
                ("export-people/", "export_people", people_view),
                ("letters/", "letters", letters_view),
            )
        ]
        own = [
            path(
                f"<path:object_id>/{name}/",
                self.admin_site.admin_view(partial(view, self)),
                name=f"requests_foia_application_{name}",
            )
            for name, view in (("bundle", bundle_view), ("volume", volume_view))
        ]
        return [*files, *own, reveal, identity, letter, *papers, code, party, *super().get_urls()]

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        tools = {"knows_applicants": knows_applicants(request)}
        return super().changelist_view(request, {**(extra_context or {}), **tools})

    def reveal(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """The applicant in clear, for a reason that is logged."""
        return reveal_view(self, request, object_id)

    def identity(self, request: HttpRequest, object_id: str) -> HttpResponseBase:
        """The proofs of identity, for the openness office to verify and delete."""
        return proof_view(self, request, object_id)

    def letter(self, request: HttpRequest, object_id: str, letter_id: UUID) -> HttpResponse:
        """A letter as it went out; reading it is logged, because it names the applicant."""
        return letter_view(self, request, object_id, letter_id)

    def party(self, request: HttpRequest, object_id: str, opinion_id: UUID) -> HttpResponse:
        """Whoever was asked for an opinion in clear, for a reason that is logged."""
        return party_view(self, request, object_id, opinion_id)

    def party_code(self, request: HttpRequest, object_id: str, opinion_id: UUID) -> HttpResponse:
        """A new code for them, shown once."""
        return code_view(self, request, object_id, opinion_id)

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Keying in what came over the counter, by post, fax or e-mail."""
        return intake_view(self, request)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        case = kwargs.get("obj")
        if case is not None:
            tone = TONES.get(State(case.state), "blue")
            context |= {**story_of(case, actor_of(request)), "hide_form": True, "tone": tone}
        return super().render_change_form(request, context, *args, **kwargs)


def _help_mark(case: Application) -> str:
    """Who finds reading, seeing or hearing hard is helped (条例 art. 43): seen at a glance."""
    if not case.needs_help:
        return ""
    return format_html(' <span class="status tone-amber">{}</span>', _("需要协助"))


def _left_words(left: int) -> str:
    if left < 0:
        return str(_("已逾期 %(days)s 个工作日")) % {"days": -left}
    if left == 0:
        return str(_("今天到期"))
    return str(_("还有 %(days)s 个工作日")) % {"days": left}
