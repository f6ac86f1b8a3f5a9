"""The desk's list “可能转为主动公开”: groups of cases alike, dismissed or published."""

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.forms import Form
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.text import Truncator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.agencies.domain.roles import Role
from portal.agencies.permissions import has_role
from portal.agencies.queries import organisations_of
from portal.calendar import moment
from portal.desk.admin import ScopedRelatedFilter, StaffModelAdmin, Step
from requests_foia import actions
from requests_foia.forms.conversion import DismissForm, PublishForm
from requests_foia.models import AskedAlike
from requests_foia.queries.asked_alike import alike_visible_to

from .actor import actor_of


@admin.register(AskedAlike)
class AskedAlikeAdmin(StaffModelAdmin):
    """Found by the portal at night; decided here by a step, nothing is edited."""

    visible_to = staticmethod(alike_visible_to)
    list_display = (
        "topic",
        "organisation",
        "applicants",
        "how_many",
        "found_at",
        "conclusion_word",
    )
    list_filter = ("conclusion", ("organisation", ScopedRelatedFilter))
    list_select_related = ("organisation",)
    ordering = ("conclusion", "-found_at", "-pk")
    fields = (
        "organisation",
        "applicants",
        "listed",
        "found_at",
        "conclusion",
        "reasons",
        "document",
        "decided_by",
        "decided_at",
    )
    audit_words: ClassVar[dict[str, Any]] = {
        "propose_alike": _("发现多人申请相同信息"),
        "dismissed_alike": _("不转为主动公开"),
        "converted_alike": _("转为主动公开"),
    }

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[AskedAlike]:
        rows = super().get_queryset(request).annotate(case_count=Count("cases"))
        return rows.prefetch_related("cases")

    def mine(self, request: HttpRequest, rows: QuerySet[AskedAlike]) -> QuerySet[AskedAlike]:
        office = organisations_of(request.user, moment.today(), Role.OPENNESS_OFFICE)
        return rows.filter(conclusion="", organisation__in=office.values("pk"))

    @admin.display(description=_("最早一件的内容"))
    def topic(self, group: AskedAlike) -> str:
        cases = sorted(group.cases.all(), key=lambda case: (case.submitted_at, case.pk))
        words = (cases[0].title or cases[0].content) if cases else ""
        return Truncator(words).chars(40) or "—"

    @admin.display(description=_("件数"))
    def how_many(self, group: AskedAlike) -> int:
        return group.case_count  # type: ignore[attr-defined]

    @admin.display(description=_("处理"), ordering="conclusion")
    def conclusion_word(self, group: AskedAlike) -> str:
        tone = "neutral" if group.conclusion else "amber"
        word = AskedAlike.Conclusion(group.conclusion).label
        return format_html('<span class="status tone-{}">{}</span>', tone, word)

    @admin.display(description=_("申请"))
    def listed(self, group: AskedAlike) -> str:
        cases = sorted(group.cases.all(), key=lambda case: (case.submitted_at, case.pk))
        rows = [
            (
                reverse("admin:requests_foia_application_change", args=[case.pk]),
                case.number,
                Truncator(case.title or case.content).chars(60),
                case.get_outcome_display() or case.get_state_display(),
            )
            for case in cases
        ]
        return format_html_join(mark_safe("<br>"), '<a href="{}">{}</a> {}（{}）', rows)

    @admin.display(description=_("公开文件"))
    def document(self, group: AskedAlike) -> str:
        document = group.conversion and group.conversion.document
        if not document:
            return "—"
        url = reverse("admin:disclosure_document_change", args=[document.pk])
        return format_html('<a href="{}">{}</a>', url, document.title)

    def record_name(self, obj: AskedAlike) -> str:
        said = {"people": obj.applicants, "topic": self.topic(obj)}
        return gettext("%(people)s人申请：%(topic)s") % said

    def workflow_steps(self, request: HttpRequest, obj: AskedAlike) -> list[Step]:
        actor = actor_of(request)
        if obj.conclusion or not has_role(
            actor, Role.OPENNESS_OFFICE, obj.organisation, moment.today()
        ):
            return []
        return [
            Step(
                event="convert",
                label=_("转为主动公开"),
                run=self._convert,
                form_class=PublishForm,
                explanation=_(
                    "起草一份公开文件，自今天起 20 个工作日内经审查发布（条例第四十四条）。"
                ),
                done=_("已起草公开文件，请补充正文和附件后送审。"),
                is_primary=True,
            ),
            Step(
                event="dismiss",
                label=_("不转为主动公开"),
                run=self._dismiss,
                form_class=DismissForm,
                explanation=_("说明理由后移出待处理；再有新的申请人申请时重新提示。"),
                done=_("已记录。"),
            ),
        ]

    def _convert(self, request: HttpRequest, group: AskedAlike, form: Form) -> None:
        actions.convert_alike(
            group=group, actor=actor_of(request), at=moment.now(), **form.cleaned_data
        )

    def _dismiss(self, request: HttpRequest, group: AskedAlike, form: Form) -> None:
        actions.dismiss_alike(
            group=group, actor=actor_of(request), at=moment.now(), **form.cleaned_data
        )
