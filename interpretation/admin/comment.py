"""The desk's moderation queue: contact data show only to who may answer."""

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import QuerySet
from django.forms import Form
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from disclosure.admin.buttons import steps_of
from interpretation import actions
from interpretation.domain.workflow import COMMENT, CommentState
from interpretation.forms import RevealForm
from interpretation.models import Comment
from interpretation.queries.comments import visible_to
from interpretation.queries.guards import refusals_of
from portal.calendar import moment
from portal.desk.admin import ScopedRelatedFilter, StaffModelAdmin, Step
from portal.desk.steps import user_of

from . import steps

TONES = {
    CommentState.PENDING: "amber",
    CommentState.SHOWN: "green",
    CommentState.HIDDEN: "neutral",
}


def _reveal(request: HttpRequest, comment: Comment, form: Form) -> str:
    contact = actions.reveal_contact(
        comment=comment, reason=form.cleaned_data["reason"], actor=user_of(request), at=moment.now()
    )
    return _now("联系方式：%(contact)s") % {"contact": contact}


REVEAL = Step(
    event="reveal_contact",
    label=_("查看联系方式"),
    run=_reveal,
    form_class=RevealForm,
    explanation=_("只用于答复。查看人、时间和理由记入审计。"),
)


@admin.register(Comment)
class CommentAdmin(StaffModelAdmin):
    """Nothing is typed into a comment: it is shown, answered or held back."""

    visible_to = staticmethod(visible_to)
    list_display = ("excerpt", "subject", "organisation", "state_word", "submitted_at")
    list_filter = ("state", "hidden_reason", ("organisation", ScopedRelatedFilter))
    list_select_related = ("organisation", "interpretation", "document", "consultation")
    ordering = ("-submitted_at", "-pk")
    fields = (
        "state_word",
        "subject",
        "nickname",
        "text",
        "submitted_at",
        "hidden_reason",
        "moderated_by",
        "moderated_at",
        "reply",
        "replied_at",
    )
    readonly_fields = ("state_word", "subject")
    bulk_steps: ClassVar[dict[str, Any]] = {"show": steps.COMMENT["show"].label}
    audit_words: ClassVar[dict[str, Any]] = {
        "submit": _("收到留言"),
        "reveal_contact": _("查看联系方式"),
        **{event: button.label for event, button in steps.COMMENT.items()},
    }

    def mine(self, request: HttpRequest, rows: QuerySet[Comment]) -> QuerySet[Comment]:
        return rows.filter(state=CommentState.PENDING)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return obj is None and super().has_change_permission(request)

    def next_step(self, request: HttpRequest, obj: Comment) -> tuple[str, str]:
        return _now("审核"), ""

    def queue_group(self, obj: Comment) -> str:
        return "review" if obj.state == CommentState.PENDING else ""

    def queue_about(self, obj: Comment) -> str:
        return _now("关于《%(subject)s》的留言") % {"subject": obj.subject}

    def workflow_steps(self, request: HttpRequest, obj: Comment) -> list[Step]:
        found = steps_of(obj, request, COMMENT, steps.COMMENT, refusals_of)
        return [*found, REVEAL] if found and obj.contact else found

    @admin.display(description=_("内容"))
    def excerpt(self, comment: Comment) -> str:
        return comment.text[:40]

    @admin.display(description=_("关于"))
    def subject(self, comment: Comment) -> str:
        return str(comment.subject)

    @admin.display(description=_("状态"), ordering="state")
    def state_word(self, comment: Comment) -> str:
        tone = TONES[CommentState(comment.state)]
        word = comment.get_state_display()
        return format_html('<span class="status tone-{}">{}</span>', tone, word)
