"""The catalogue: shipped with the product, shown to staff."""

from django.contrib import admin
from django.http import HttpRequest

from disclosure.models import Category
from disclosure.queries.documents import catalogue_visible_to
from portal.desk.admin import StaffModelAdmin


@admin.register(Category)
class CategoryAdmin(StaffModelAdmin):
    """Read-only: the heads are the statute's."""

    visible_to = staticmethod(catalogue_visible_to)
    list_display = ("name", "code", "parent", "article")
    list_select_related = ("parent",)
    search_fields = ("name", "code")
    fields = ("code", "name", "english_name", "parent", "article", "statute_text", "position")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Category | None = None) -> bool:
        return False
