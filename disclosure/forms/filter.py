"""What a reader may narrow the list of documents by."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from tree_queries.forms import TreeNodeChoiceField

from disclosure.models import Category, Document
from disclosure.queries.documents import publication_years, publishing_organisations
from portal.agencies.models import Organisation
from portal.search.domain import MAX_QUERY_LENGTH


class CategoryField(TreeNodeChoiceField):
    """A head of the catalogue by its code, shown in the reader's language."""

    def label_from_instance(self, obj: Category) -> str:
        return f"{'　' * getattr(obj, 'tree_depth', 0)}{obj.label}"


class OrganisationField(forms.ModelChoiceField):
    def label_from_instance(self, obj: Organisation) -> str:
        return obj.name


class CatalogueFilter(forms.Form):
    """What a reader may narrow the list by; a wrong value is told and leaves the rest intact."""

    q = forms.CharField(
        label=_("标题、文号或者正文含有"), required=False, max_length=MAX_QUERY_LENGTH
    )
    category = CategoryField(
        label=_("公开目录"),
        queryset=Category.objects.with_tree_fields(),
        to_field_name="code",
        required=False,
        empty_label=_("全部"),
    )
    organisation = OrganisationField(
        label=_("发文机关"),
        queryset=Organisation.objects.none(),
        to_field_name="code",
        required=False,
        empty_label=_("全部"),
    )
    year = forms.TypedChoiceField(
        label=_("发布年份"), coerce=int, empty_value=None, required=False, choices=[]
    )
    validity = forms.ChoiceField(
        label=_("有效性"),
        choices=[("", _("全部")), *Document.Validity.choices],
        required=False,
    )
    information_class = forms.ChoiceField(
        label=_("信息类别"),
        choices=[("", _("全部")), *Document.InformationClass.choices],
        required=False,
    )

    # The query string it was read from, for links to the same selection.
    query = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        years = [(year, str(year)) for year in publication_years()]
        self.fields["year"].choices = [("", _("全部")), *years]  # type: ignore[attr-defined]
        self.fields["organisation"].queryset = publishing_organisations()  # type: ignore[attr-defined]

    @property
    def wanted(self) -> dict[str, Any]:
        """The filters that are set and make sense."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}
