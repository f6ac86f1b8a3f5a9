"""The desk's register of documents: drafts are edited, what is published only by steps."""

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import Model, QuerySet
from django.forms import ModelForm
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from disclosure import actions
from disclosure.domain.workflow import WORKFLOW
from disclosure.forms import DocumentForm
from disclosure.models import Document, DocumentReturn, DocumentRevision, SecrecyReview
from disclosure.queries.documents import visible_to, waiting_for
from disclosure.queries.guards import pending_correction, refusals_of
from disclosure.queries.origins import origins_of
from portal.calendar import moment
from portal.components.templatetags.portal_dates import full_date
from portal.desk.admin import ScopedRelatedFilter, StaffTabularInline
from portal.desk.steps import user_of

from .register import PublicationAdmin
from .steps import BUTTONS, pending_words


class _RecordInline(StaffTabularInline):
    """What the steps have written down: shown, never typed in."""

    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return True


class ReviewInline(_RecordInline):
    model = SecrecyReview
    fields = (
        "reviewed_at",
        "reviewer",
        "conclusion",
        "comment",
        "personal_data_exemption",
        "content_sha256",
    )


class ReturnInline(_RecordInline):
    model = DocumentReturn
    fields = ("returned_at", "returned_by", "cause", "note")


class RevisionInline(_RecordInline):
    model = DocumentRevision
    fields = ("proposed_at", "proposed_by", "kind", "status", "explanation", "decided_at")


@admin.register(Document)
class DocumentAdmin(PublicationAdmin):
    visible_to = staticmethod(visible_to)
    workflow = WORKFLOW
    buttons = BUTTONS
    judge = staticmethod(refusals_of)
    form = DocumentForm
    list_display = ("title", "organisation", "state_word", "attribute", "validity", "updated_at")
    list_filter = (
        "state",
        "attribute",
        "validity",
        "information_class",
        ("organisation", ScopedRelatedFilter),
    )
    search_fields = ("title", "doc_no", "index_no")
    search_help_text = _("按标题、发文字号、索引号查找")
    date_hierarchy = "formed_on"
    inlines = (ReviewInline, ReturnInline, RevisionInline)
    fieldsets = (
        (None, {"fields": ("facts", "attachments", "pending")}),
        (
            _("文件"),
            {
                "fields": (
                    "organisation",
                    "title",
                    "doc_no",
                    "co_issuers",
                    "genre",
                    "summary",
                    "body",
                )
            },
        ),
        (
            _("分类"),
            {"fields": ("category", "information_class", "topic", "keywords")},
        ),
        (_("日期"), {"fields": ("formed_on", "issued_on", "effective_on", "expires_on")}),
        (_("公开属性"), {"fields": ("attribute", "ground", "attribute_reason")}),
    )
    audit_words: ClassVar[dict[str, Any]] = {
        "draft": _("起草"),
        "refuse": _("保密审查未通过"),
        **{event: button.label for event, button in BUTTONS.items()},
        "edit": _("修改草稿"),
    }

    def mine(self, request: HttpRequest, rows: QuerySet[Document]) -> QuerySet[Document]:
        return waiting_for(rows, request.user, moment.today())

    def get_fieldsets(self, request: HttpRequest, obj: Document | None = None) -> Any:
        return self.fieldsets if obj else self.fieldsets[1:]

    def get_inlines(self, request: HttpRequest, obj: Document | None) -> Any:
        if obj is None:
            return ()
        return [inline for inline in self.inlines if inline.model.objects.filter(document=obj)]

    def get_readonly_fields(self, request: HttpRequest, obj: Document | None = None) -> Any:
        return ("facts", "attachments", "pending", "organisation") if obj else ()

    def save_model(
        self, request: HttpRequest, obj: Document, form: ModelForm, change: bool
    ) -> None:
        fields = dict(form.cleaned_data)
        organisation = fields.pop("organisation", None)
        actor, at = user_of(request), moment.now()
        if change:
            actions.edit_document(document=obj, fields=fields, actor=actor, at=at)
        else:
            obj.pk = actions.draft_document(
                organisation=organisation, fields=fields, actor=actor, at=at
            ).pk

    @admin.display(description=_("概况"))
    def facts(self, document: Document) -> str:
        words = format_html(
            gettext("{state}，由 {author} 起草"),
            state=document.get_state_display(),
            author=document.author,
        )
        if document.converted_on:
            day = full_date(document.converted_on)
            said = gettext("{day}由依申请公开转为主动公开")
            words = format_html("{}，{}", words, format_html(said, day=day))
        for origin in origins_of(document):
            words = format_html('{} <a href="{}">{}</a>', words, origin.url, origin.label)
        if document.state not in (Document.States.PUBLISHED, Document.States.WITHDRAWN):
            return words
        url = reverse("disclosure:detail", args=[document.index_no])
        return format_html('{}。<a href="{}">{}</a>', words, url, document.index_no)

    @admin.display(description=_("待审查的更正"))
    def pending(self, document: Document) -> str:
        revision = pending_correction(document)
        if revision is None:
            return gettext("无")
        return f"{revision.explanation}——{pending_words(document)}"
