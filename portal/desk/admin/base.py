"""The base of every model's page in the desk: closed by default, scoped, audited."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, ClassVar

from django.contrib import admin, messages
from django.contrib.admin.options import BaseModelAdmin
from django.contrib.admin.utils import unquote
from django.contrib.admin.views.main import ERROR_FLAG
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.db.models import Model, QuerySet
from django.forms import ModelForm
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from portal.audit.queries import history_of
from portal.calendar import moment
from portal.desk.actions import record_edit, record_parts, record_removal
from portal.desk.admin.filters import MineFilter
from portal.desk.admin.workflow import WorkflowAdmin
from portal.desk.forms import LabelledFormSet, StaffActionForm, StaffForm
from portal.desk.history import Part, lines_of
from portal.desk.lookups import StaffChangeList, allowed_parameters
from portal.desk.steps import reasons_of, user_of


class ScopedChoices(BaseModelAdmin):
    """Foreign keys offer only the rows that their own page would show this user."""

    def get_field_queryset(
        self, db: str | None, db_field: Any, request: HttpRequest
    ) -> QuerySet | None:
        model = db_field.remote_field.model
        if self.admin_site.is_registered(model):
            return self.admin_site.get_model_admin(model).get_queryset(request)
        return super().get_field_queryset(db, db_field, request)

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Without the small links that add, change and view the other record in a window."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        widget = getattr(field, "widget", None)
        if isinstance(widget, RelatedFieldWidgetWrapper):
            widget.can_add_related = widget.can_change_related = False
            widget.can_delete_related = widget.can_view_related = False
        return field


class StaffTabularInline(ScopedChoices, admin.TabularInline):
    formset = LabelledFormSet
    extra = 0
    show_change_link = False

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Each cell's control carries its column's name, for those who do not see the head."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None:
            field.widget.attrs["aria-label"] = field.label
        return field


class StaffStackedInline(ScopedChoices, admin.StackedInline):
    extra = 0
    show_change_link = False


class StaffModelAdmin(ScopedChoices, WorkflowAdmin, admin.ModelAdmin):
    """Django's ModelAdmin, closed by default.

    A subclass names ``visible_to``, its app's queryset of the rows a user may see
    (``staticmethod(queries.visible_to)``); all others answer 404 everywhere. Whether the
    model opens at all is decided by the permissions of the user's roles. Nothing can be
    deleted unless ``may_delete``. Query strings may filter by the list's own filters and
    by ``allowed_lookups`` only, so that no hidden field can be guessed letter by letter.
    The audit chain is the record of changes; Django's LogEntry stays empty.
    """

    visible_to: ClassVar[Callable[..., QuerySet]]
    allowed_lookups: ClassVar[Sequence[str]] = ()
    may_delete: ClassVar[bool] = False
    # Words for the verbs of the model's audit entries: {"confirm": _("确认受理")}.
    audit_words: ClassVar[Mapping[str, Any]] = {}
    # What its entries say besides its fields: {"method": Part(_("送达方式"), METHODS.get)}.
    audit_parts: ClassVar[Mapping[str, Part]] = {}

    # The words of the list's add button; by default 新增 and the model's name.
    add_label: ClassVar[Any] = ""

    form = StaffForm
    action_form = StaffActionForm
    list_per_page = 50
    list_max_show_all = 50
    view_on_site = False
    show_facets = admin.ShowFacets.NEVER
    object_history_template = "admin/desk/history.html"

    def mine(self, request: HttpRequest, rows: QuerySet) -> QuerySet | None:
        """The rows this user has to deal with; None when there is no such thing."""
        return None

    # Which rows ---------------------------------------------------------------------

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        rows = type(self).visible_to(request.user, on=moment.today())
        return rows.order_by(*self.get_ordering(request)) if self.get_ordering(request) else rows

    def get_list_filter(self, request: HttpRequest) -> Any:
        filters = super().get_list_filter(request)
        has_mine = type(self).mine is not StaffModelAdmin.mine
        return [MineFilter, *filters] if has_mine else filters

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest | None = None) -> bool:
        filters = self.get_list_filter(request) if request else self.list_filter
        allowed = allowed_parameters(self.model, filters, self.date_hierarchy)
        return lookup in allowed or lookup in self.allowed_lookups

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[StaffChangeList]:
        return StaffChangeList

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        if ERROR_FLAG in request.GET and request.method == "GET":
            messages.warning(request, _("筛选或者搜索的内容不合格式，已显示未筛选的列表。"))
        return super().changelist_view(request, extra_context)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return self.may_delete and super().has_delete_permission(request, obj)

    def _get_obj_does_not_exist_redirect(
        self, request: HttpRequest, opts: Any, object_id: str
    ) -> HttpResponse:
        raise Http404

    # What is written down -----------------------------------------------------------

    def log_addition(self, request: HttpRequest, obj: Model, message: Any) -> Any:
        """Nothing: see ``record_edit``."""

    def log_change(self, request: HttpRequest, obj: Model, message: Any) -> Any:
        """Nothing: see ``record_edit``."""

    def log_deletions(self, request: HttpRequest, queryset: QuerySet) -> list[Any]:
        return []

    def save_model(self, request: HttpRequest, obj: Any, form: ModelForm, change: bool) -> None:
        """Save and record a plain edit; a model with a workflow calls its actions instead."""
        record_edit(record=obj, fields=form.changed_data, actor=user_of(request), at=moment.now())

    def save_formset(
        self, request: HttpRequest, form: ModelForm, formset: Any, change: bool
    ) -> None:
        if formset.has_changed():
            record_parts(
                record=form.instance, formset=formset, actor=user_of(request), at=moment.now()
            )
        else:
            super().save_formset(request, form, formset, change)

    def delete_model(self, request: HttpRequest, obj: Model) -> None:
        record_removal(record=obj, actor=user_of(request), at=moment.now())

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet) -> None:
        for record in queryset:
            self.delete_model(request, record)

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        self.visible_record(request, unquote(object_id))
        return super().delete_view(request, object_id, extra_context)

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """What the audit chain says about this record."""
        record = self.visible_record(request, unquote(object_id))
        context = {
            **self.admin_site.each_context(request),
            "title": _("修改历史：%(record)s") % {"record": record},
            "opts": self.opts,
            "original": record,
            "lines": lines_of(history_of(record), self.model, self.audit_words, self.audit_parts),
            **(extra_context or {}),
        }
        return TemplateResponse(request, self.object_history_template, context)

    # What an action refuses after the form was found valid ----------------------------

    def get_form(
        self, request: HttpRequest, obj: Model | None = None, change: bool = False, **kwargs: Any
    ) -> type[ModelForm]:
        form_class: Any = super().get_form(request, obj, change=change, **kwargs)
        form_class.refusals = getattr(request, "desk_refusals", ())
        return form_class

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """When saving is refused, draw the form again with every reason and the typed text."""
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except Exception as error:
            reasons = reasons_of(error)
            if not reasons or hasattr(request, "desk_refusals"):
                raise
            setattr(request, "desk_refusals", reasons)  # noqa: B010 - a request has no such field
        return super().changeform_view(request, object_id, form_url, extra_context)


class ReadOnlyAdmin(StaffModelAdmin):
    """A register to look at; whatever changes it happens elsewhere, or as a step."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False
