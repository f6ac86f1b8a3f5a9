"""The desk's side of the public log: reworded, released by a second person, taken back."""

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.forms import Form, ModelForm
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.agencies.domain.roles import Role
from portal.agencies.permissions import has_role
from portal.agencies.queries import organisations_of
from portal.calendar import moment
from portal.desk.admin import ScopedRelatedFilter, StaffModelAdmin, Step
from requests_foia import actions
from requests_foia.actions.public_log import release_faults
from requests_foia.domain.public_log import EntryState
from requests_foia.forms.public_log import EntryForm, WithdrawEntryForm
from requests_foia.models import AnsweredEntry
from requests_foia.permissions.public_log import entry_faults
from requests_foia.queries.public_log import KEEPING, entries_visible_to

from .actor import actor_of

TONES = {EntryState.PREPARED: "amber", EntryState.RELEASED: "green"}


@admin.register(AnsweredEntry)
class AnsweredEntryAdmin(StaffModelAdmin):
    """Begun from the case; here it is reworded until it is released, and never after."""

    visible_to = staticmethod(entries_visible_to)
    form = EntryForm
    list_display = ("number", "subject", "organisation", "outcome", "month_word", "state_word")
    list_filter = ("state", "outcome", ("organisation", ScopedRelatedFilter))
    list_select_related = ("organisation",)
    search_fields = ("number", "subject")
    search_help_text = _("按公开编号、主题查找")
    ordering = ("-prepared_at", "-pk")
    facts = (
        "number",
        "case",
        "organisation",
        "month_word",
        "outcome",
        "article",
        "ground",
        "working_days",
        "page",
        "prepared_by",
        "edited_by",
        "released_by",
        "released_at",
        "withdrawn_at",
        "explanation",
    )
    fields = ("subject", "summary", "letter_text", *facts)
    readonly_fields = facts
    audit_words: ClassVar[dict[str, Any]] = {
        "edit_entry": _("修改"),
        "release_entry": _("公布"),
        "withdraw_entry": _("撤下"),
    }

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        if not super().has_change_permission(request, obj) or obj is None:
            return obj is None and super().has_change_permission(request, obj)
        office = has_role(request.user, Role.OPENNESS_OFFICE, obj.organisation, moment.today())
        return obj.state == EntryState.PREPARED and office

    def mine(self, request: HttpRequest, rows: QuerySet[AnsweredEntry]) -> QuerySet[AnsweredEntry]:
        """Entries by others that wait for their release."""
        office = organisations_of(request.user, moment.today(), Role.OPENNESS_OFFICE)
        own = Q(prepared_by=request.user.pk) | Q(edited_by=request.user.pk)
        waiting = rows.filter(state=EntryState.PREPARED, organisation__in=office.values("pk"))
        return waiting.exclude(own)

    def next_step(self, request: HttpRequest, obj: AnsweredEntry) -> tuple[str, str]:
        return (gettext("公布"), "release") if obj.state == EntryState.PREPARED else ("", "")

    def save_model(
        self, request: HttpRequest, obj: AnsweredEntry, form: ModelForm, change: bool
    ) -> None:
        said = {name: form.cleaned_data[name] for name in EntryForm.Meta.fields}
        actions.edit_entry(entry=obj, actor=actor_of(request), at=moment.now(), **said)

    @admin.display(description=_("状态"), ordering="state")
    def state_word(self, entry: AnsweredEntry) -> str:
        tone = TONES.get(EntryState(entry.state), "neutral")
        return format_html(
            '<span class="status tone-{}">{}</span>', tone, entry.get_state_display()
        )

    @admin.display(description=_("答复月份"), ordering="month")
    def month_word(self, entry: AnsweredEntry) -> str:
        return f"{entry.month:%Y-%m}"

    @admin.display(description=_("申请"))
    def case(self, entry: AnsweredEntry) -> str:
        url = reverse("admin:requests_foia_application_change", args=[entry.application_id])
        return format_html('<a href="{}">{}</a>', url, entry.application)

    @admin.display(description=_("公开网页"))
    def page(self, entry: AnsweredEntry) -> str:
        if entry.released_at is None:
            return "—"
        url = reverse("requests:answered_entry", args=[entry.number])
        return format_html('<a href="{}">{}</a>', url, url)

    def workflow_steps(self, request: HttpRequest, obj: AnsweredEntry) -> list[Step]:
        actor, today = actor_of(request), moment.today()
        if obj.state == EntryState.WITHDRAWN or not any(
            has_role(actor, role, obj.organisation, today) for role in KEEPING
        ):
            return []
        withdraw = Step(
            event="withdraw",
            label=_("撤下"),
            run=self._withdraw,
            form_class=WithdrawEntryForm,
            explanation=_("网页、检索和订阅立即撤下，不能恢复；原网址显示撤下说明。"),
            done=_("已撤下。"),
            is_dangerous=True,
        )
        if obj.state == EntryState.RELEASED:
            return [withdraw]
        words = {name: getattr(obj, name) for name in EntryForm.Meta.fields}
        faults = [*release_faults(obj, actor), *entry_faults(obj.application, **words)]
        release = Step(
            event="release",
            label=_("公布"),
            run=self._release,
            blockers=[str(fault) for fault in faults],
            explanation=_(
                "列入网站的“已答复的申请”，任何人都可以查到。请再核对一遍有无能认出人的内容。"
            ),
            done=_("已公布。"),
            is_primary=True,
        )
        return [release, withdraw]

    def _release(self, request: HttpRequest, entry: AnsweredEntry, _form: Form) -> None:
        actions.release_entry(entry=entry, actor=actor_of(request), at=moment.now())

    def _withdraw(self, request: HttpRequest, entry: AnsweredEntry, form: Form) -> None:
        actions.withdraw_entry(
            entry=entry, actor=actor_of(request), at=moment.now(), **form.cleaned_data
        )
