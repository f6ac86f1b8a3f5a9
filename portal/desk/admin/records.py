"""What the house writes down about itself: audit, messages, scheduled work."""

from typing import Any

from django.apps import apps
from django.contrib import admin
from django.db.models import Model, QuerySet
from django.forms import Form
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.agencies.models import ROLE_NAMES
from portal.audit.models import AuditEntry
from portal.audit.queries import visible_to as audit_visible_to
from portal.calendar import moment
from portal.desk import queries
from portal.desk.admin.base import ReadOnlyAdmin
from portal.desk.history import word_of
from portal.desk.steps import Step, user_of
from portal.domain.moments import local
from portal.jobs.models import JobRun
from portal.jobs.names import job_name
from portal.outbox.actions import retry
from portal.outbox.models import OutboxMessage
from portal.outbox.queries import visible_to as outbox_visible_to

_ROLES = {str(role): name for role, name in ROLE_NAMES.items()} | {"applicant": _("申请人")}


def _model_of(entry: AuditEntry | OutboxMessage) -> type[Model] | None:
    """The kind of record it speaks of; None when it no longer exists."""
    try:
        return apps.get_model(entry.subject_type)
    except LookupError:
        return None


def _subject(entry: AuditEntry | OutboxMessage) -> str:
    model = _model_of(entry)
    name = model._meta.verbose_name if model else entry.subject_type
    return f"{name} {entry.subject_id}"


@admin.register(AuditEntry)
class AuditEntryAdmin(ReadOnlyAdmin):
    visible_to = staticmethod(audit_visible_to)
    list_display = ("seq", "at", "verb", "actor_label", "role_word", "subject", "organisation_code")
    search_fields = ("actor_label", "subject_id")
    search_help_text = _("按操作人账号、对象编号查找")
    date_hierarchy = "at"
    ordering = ("-seq",)
    fields = (
        "seq",
        "at",
        "verb",
        "action",
        "actor_label",
        "role_word",
        "subject",
        "organisation_code",
        "before",
        "after",
        "reason",
        "request_id",
        "prev_hash",
        "hash",
    )

    @admin.display(description=_("操作"), ordering="action")
    def verb(self, entry: AuditEntry) -> Any:
        page = self._page_of(entry)
        return word_of(entry.action, page.audit_words if page else {})

    @admin.display(description=_("角色"), ordering="role")
    def role_word(self, entry: AuditEntry) -> Any:
        return _ROLES.get(entry.role, entry.role)

    @admin.display(description=_("对象"))
    def subject(self, entry: AuditEntry) -> str:
        return _subject(entry)

    def record_name(self, obj: AuditEntry) -> str:
        return gettext("审计第 %(seq)s 条：%(verb)s") % {"seq": obj.seq, "verb": self.verb(obj)}

    def _page_of(self, entry: AuditEntry) -> Any:
        model, site = _model_of(entry), self.admin_site
        return site.get_model_admin(model) if model and site.is_registered(model) else None


@admin.register(OutboxMessage)
class OutboxMessageAdmin(ReadOnlyAdmin):
    """That a message went out and when; never to whom or what it said."""

    visible_to = staticmethod(outbox_visible_to)
    list_display = ("created_at", "kind", "state", "attempts", "sent_at", "last_error")
    list_filter = (
        "kind",
        ("sent_at", admin.EmptyFieldListFilter),
        ("failed_at", admin.EmptyFieldListFilter),
    )
    date_hierarchy = "created_at"
    ordering = ("-created_at",)
    fields = (
        "kind",
        "state",
        "subject",
        "created_at",
        "available_at",
        "attempts",
        "sent_at",
        "failed_at",
        "last_error",
    )

    def record_name(self, obj: OutboxMessage) -> str:
        at = local(obj.created_at)
        return f"{obj.get_kind_display()} {at:%Y-%m-%d %H:%M}"

    @admin.display(description=_("对象"))
    def subject(self, message: OutboxMessage) -> str:
        return _subject(message)

    @admin.display(description=_("状态"))
    def state(self, message: OutboxMessage) -> str:
        return message.state

    def workflow_steps(self, request: HttpRequest, obj: OutboxMessage) -> list[Step]:
        if not obj.failed_at or not request.user.has_perm("outbox.change_outboxmessage"):
            return []
        return [
            Step(
                event="retry",
                label=_("重新发送"),
                run=self._retry,
                explanation=_("放回待发队列，由后台再次发送。"),
                is_primary=True,
            )
        ]

    def _retry(self, request: HttpRequest, message: OutboxMessage, form: Form) -> None:
        retry(message=message, actor=user_of(request), at=moment.now())


class JobFilter(admin.SimpleListFilter):
    """The jobs that have run, in words."""

    title = _("任务")
    parameter_name = "name"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        names = JobRun.objects.order_by("name").values_list("name", flat=True).distinct()
        return [(name, job_name(name)) for name in names]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset.filter(name=self.value()) if self.value() else queryset


@admin.register(JobRun)
class JobRunAdmin(ReadOnlyAdmin):
    visible_to = staticmethod(queries.everything_in(JobRun))
    list_display = ("job", "slot", "started_at", "finished_at", "ok", "detail")
    list_filter = (JobFilter, "ok")
    fields = ("job", "name", "slot", "started_at", "finished_at", "ok", "detail")
    date_hierarchy = "started_at"
    ordering = ("-started_at",)

    @admin.display(description=_("任务"), ordering="name")
    def job(self, run: JobRun) -> str:
        return job_name(run.name)

    def record_name(self, obj: JobRun) -> str:
        return f"{job_name(obj.name)} {local(obj.started_at):%Y-%m-%d %H:%M}"
