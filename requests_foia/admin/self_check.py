"""The yearly self-check on the desk: progress, the entries, and their conclusions."""

from functools import partial
from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import QuerySet
from django.forms import Form
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.text import Truncator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.agencies.domain.roles import Role
from portal.agencies.permissions import has_role
from portal.agencies.queries import organisations_of
from portal.calendar import moment
from portal.desk.admin import ScopedRelatedFilter, StaffModelAdmin, Step
from portal.guard.spreadsheets import csv_lines
from requests_foia import actions
from requests_foia.forms.conversion import DismissForm, PublishForm
from requests_foia.models import SelfCheck, SelfCheckEntry
from requests_foia.queries.self_check import (
    COLUMNS,
    check_entries_visible_to,
    checks_visible_to,
    result_rows,
)

from .actor import actor_of

Conclusion = SelfCheckEntry.Conclusion


class _Opened(StaffModelAdmin):
    """Opened by the portal; nothing is added or edited by hand."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(SelfCheck)
class SelfCheckAdmin(_Opened):
    visible_to = staticmethod(checks_visible_to)
    list_display = ("year", "organisation", "progress", "due_on", "closed_at")
    list_filter = ("year", ("organisation", ScopedRelatedFilter))
    list_select_related = ("organisation",)
    ordering = ("-year", "organisation", "pk")
    fields = (
        "organisation",
        "year",
        "first_on",
        "last_on",
        "due_on",
        "progress",
        "links",
        "opened_at",
        "closed_at",
    )
    audit_words: ClassVar[dict[str, Any]] = {"open_self_check": _("开列年度自查")}

    def mine(self, request: HttpRequest, rows: QuerySet[SelfCheck]) -> QuerySet[SelfCheck]:
        office = organisations_of(request.user, moment.today(), Role.OPENNESS_OFFICE)
        return rows.filter(closed_at__isnull=True, organisation__in=office.values("pk"))

    @admin.display(description=_("进度"))
    def progress(self, check: SelfCheck) -> str:
        said = {"done": check.done, "total": check.total}  # type: ignore[attr-defined]
        return gettext("%(total)s 条中已自查 %(done)s 条") % said

    @admin.display(description=_("清单"))
    def links(self, check: SelfCheck) -> str:
        entries = reverse("admin:requests_foia_selfcheckentry_changelist")
        return format_html(
            '<a href="{}?self_check__id__exact={}">{}</a> · <a href="{}">{}</a>',
            entries,
            check.pk,
            gettext("逐条自查"),
            reverse("admin:requests_foia_selfcheck_csv", args=[check.pk]),
            gettext("下载结果（CSV）"),
        )

    def get_urls(self) -> list[URLPattern]:
        return [
            path(
                "<path:object_id>/entries.csv",
                self.admin_site.admin_view(self.file),
                name="requests_foia_selfcheck_csv",
            ),
            *super().get_urls(),
        ]

    def file(self, request: HttpRequest, object_id: str) -> HttpResponse | StreamingHttpResponse:
        """The result list for the file and for the superior."""
        if not self.has_view_permission(request) or not object_id.isdigit():
            return HttpResponse(status=404 if self.has_view_permission(request) else 403)
        check = get_object_or_404(self.get_queryset(request), pk=object_id)
        response = StreamingHttpResponse(
            csv_lines(COLUMNS, result_rows(check)), content_type="text/csv; charset=utf-8"
        )
        name = f"self-check-{check.organisation.code}-{check.year}.csv"
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        response["Cache-Control"] = "private, no-store"
        return response


@admin.register(SelfCheckEntry)
class SelfCheckEntryAdmin(_Opened):
    visible_to = staticmethod(check_entries_visible_to)
    list_display = ("application", "topic", "outcome", "ground", "people", "conclusion_word")
    list_filter = ("conclusion", ("self_check", ScopedRelatedFilter))
    list_select_related = ("application", "asked_alike", "self_check__organisation")
    ordering = ("conclusion", "-self_check", "pk")
    fields = (
        "self_check",
        "case",
        "topic",
        "outcome",
        "ground",
        "people",
        "conclusion_word",
        "reasons",
        "document",
        "decided_by",
        "decided_at",
    )
    audit_words: ClassVar[dict[str, Any]] = {"conclude_entry": _("自查结论")}

    def mine(
        self, request: HttpRequest, rows: QuerySet[SelfCheckEntry]
    ) -> QuerySet[SelfCheckEntry]:
        office = organisations_of(request.user, moment.today(), Role.OPENNESS_OFFICE)
        return rows.filter(conclusion="", self_check__organisation__in=office.values("pk"))

    @admin.display(description=_("申请"))
    def case(self, entry: SelfCheckEntry) -> str:
        url = reverse("admin:requests_foia_application_change", args=[entry.application_id])
        return format_html('<a href="{}">{}</a>', url, entry.application)

    @admin.display(description=_("申请内容"))
    def topic(self, entry: SelfCheckEntry) -> str:
        return Truncator(entry.application.title or entry.application.content).chars(40)

    @admin.display(description=_("答复类型"))
    def outcome(self, entry: SelfCheckEntry) -> str:
        return entry.application.get_outcome_display() or "—"

    @admin.display(description=_("不予公开的理由"))
    def ground(self, entry: SelfCheckEntry) -> str:
        return entry.application.get_ground_display() if entry.application.ground else "—"

    @admin.display(description=_("申请人数"))
    def people(self, entry: SelfCheckEntry) -> str:
        return str(entry.asked_alike.applicants) if entry.asked_alike else "—"

    @admin.display(description=_("自查结论"), ordering="conclusion")
    def conclusion_word(self, entry: SelfCheckEntry) -> str:
        tone = "neutral" if entry.conclusion else "amber"
        word = Conclusion(entry.conclusion).label
        return format_html('<span class="status tone-{}">{}</span>', tone, word)

    @admin.display(description=_("公开文件"))
    def document(self, entry: SelfCheckEntry) -> str:
        document = entry.conversion and entry.conversion.document
        if not document:
            return "—"
        url = reverse("admin:disclosure_document_change", args=[document.pk])
        return format_html('<a href="{}">{}</a>', url, document.title)

    def workflow_steps(self, request: HttpRequest, obj: SelfCheckEntry) -> list[Step]:
        body = obj.self_check.organisation
        if obj.conclusion or not has_role(
            actor_of(request), Role.OPENNESS_OFFICE, body, moment.today()
        ):
            return []
        texts = {
            Conclusion.KEEP: _("不予公开的理由仍然成立（条例第十八条）。"),
            Conclusion.SHOULD_BE_PUBLIC: _("本应公开而没有公开；记录在案，不另行起草文件。"),
        }
        steps = [
            Step(
                event=str(conclusion),
                label=conclusion.label,
                run=partial(self._conclude, conclusion),
                form_class=DismissForm,
                explanation=text,
                done=_("已记录自查结论。"),
                is_primary=conclusion == Conclusion.KEEP,
            )
            for conclusion, text in texts.items()
        ]
        convert = Step(
            event="convert",
            label=Conclusion.CONVERT.label,
            run=self._convert,
            form_class=PublishForm,
            explanation=_("起草一份公开文件，自今天起 20 个工作日内经审查发布（条例第四十四条）。"),
            done=_("已起草公开文件，请补充正文和附件后送审。"),
        )
        return [*steps, convert]

    def _conclude(
        self, conclusion: str, request: HttpRequest, entry: SelfCheckEntry, form: Form
    ) -> None:
        actions.conclude_entry(
            entry=entry,
            conclusion=conclusion,
            actor=actor_of(request),
            at=moment.now(),
            **form.cleaned_data,
        )

    def _convert(self, request: HttpRequest, entry: SelfCheckEntry, form: Form) -> None:
        actions.convert_entry(
            entry=entry, actor=actor_of(request), at=moment.now(), **form.cleaned_data
        )
