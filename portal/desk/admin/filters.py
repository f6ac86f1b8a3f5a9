"""List filters that show nobody more than their own rows."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ALL_VAR, ORDER_VAR, PAGE_VAR, ChangeList
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

# Parameters that only arrange the rows.
_ARRANGING = (ORDER_VAR, PAGE_VAR, ALL_VAR, "_changelist_filters")


class MineFilter(admin.SimpleListFilter):
    """Lists open on the user's own rows; one click shows all they may see.

    Who searches or filters looks through all, and so does who has nothing to deal with:
    otherwise a number typed in full finds nothing, and an auditor's register looks empty.
    """

    title = _("范围")
    parameter_name = "range"
    always_open = True
    MINE = "mine"
    ALL = "all"

    def __init__(self, request: HttpRequest, params: Any, model: Any, model_admin: Any) -> None:
        self.model_admin = model_admin
        self.is_looking_for_some = bool(set(request.GET) - {self.parameter_name, *_ARRANGING})
        self.shown = self.ALL
        super().__init__(request, params, model, model_admin)

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [(self.MINE, _("由我办理")), (self.ALL, _("我可查看的全部"))]

    def has_output(self) -> bool:
        return True

    def choices(self, changelist: ChangeList) -> Any:
        for value, title in self.lookup_choices:
            yield {
                "selected": self.shown == value,
                "query_string": changelist.get_query_string({self.parameter_name: value}, ["p"]),
                "display": title,
            }

    def queryset(self, request: HttpRequest, queryset: QuerySet[Model]) -> QuerySet[Model]:
        mine = self.model_admin.mine(request, queryset)
        self.shown = self._shown(mine)
        return queryset if mine is None or self.shown == self.ALL else mine

    def _shown(self, mine: QuerySet[Model] | None) -> str:
        if self.value() in (self.MINE, self.ALL):
            return str(self.value())
        if mine is None or self.is_looking_for_some or not mine.exists():
            return self.ALL
        return self.MINE


class ScopedRelatedFilter(admin.RelatedOnlyFieldListFilter):
    """Offers only what the rows visible to this user refer to."""
