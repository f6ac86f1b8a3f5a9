"""Which query-string parameters a list accepts."""

import re
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from django.contrib.admin import SimpleListFilter
from django.contrib.admin.exceptions import DisallowedModelAdminLookup
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.utils import get_fields_from_path
from django.contrib.admin.views.main import (
    ERROR_FLAG,
    IGNORED_PARAMS,
    ORDER_VAR,
    PAGE_VAR,
    SEARCH_VAR,
    ChangeList,
)
from django.db.models import Model
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _

# What Django's own field filters put into links.
_FIELD = ("", "__exact", "__in", "__isnull", "__gte", "__lt", "__gt", "__lte", "__isempty")
_DAY = ("__year", "__month", "__day", "__gte", "__lt")
# No database column of ours holds a longer number, and no calendar a longer year.
_LONGEST_NUMBER = 18
_LONGEST_YEAR = 4
LONGEST_SEARCH = 200
LONGEST_QUERY = 1000
# Where one is in the list, not which list it is.
_PASSING = {*IGNORED_PARAMS, PAGE_VAR, ERROR_FLAG, "_changelist_filters"} - {
    ORDER_VAR,
    SEARCH_VAR,
}
_ORDER = re.compile(r"-?[0-9]{1,2}(\.-?[0-9]{1,2})*")


class StaffChangeList(ChangeList):
    """Refuses values that no column holds, before they reach the database.

    Raises ``IncorrectLookupParameters``, which Django answers with the unfiltered list.
    """

    def __init__(self, request: HttpRequest, *arguments: Any, **options: Any) -> None:
        if any(_is_beyond(name, str(value)) for name, value in request.GET.items()):
            raise IncorrectLookupParameters
        super().__init__(request, *arguments, **options)


class QueryRefused(Exception):
    """A query string that no list of ours would have made; ``reasons`` are sentences."""

    def __init__(self, reasons: list[str]) -> None:
        self.reasons = reasons
        super().__init__(" ".join(reasons))


def plain_query(query: QueryDict) -> str:
    """The filters, the search and the order, without where one is in the list."""
    kept = [(name, values) for name, values in query.lists() if name not in _PASSING]
    return urlencode(sorted(kept), doseq=True)


def checked_query(page: Any, request: HttpRequest) -> str:
    """``plain_query`` of a request, if the list of ``page`` itself would show it.

    The list is asked: whatever it refuses or does not understand is refused here too, with
    ``QueryRefused``; so is an order that names no column, and what is too long.
    """
    query = plain_query(request.GET)
    try:
        page.get_changelist_instance(request)
    except (IncorrectLookupParameters, DisallowedModelAdminLookup) as error:
        raise QueryRefused([_("筛选或者搜索的内容不合格式。")]) from error
    reasons = [] if query else [_("请先在列表上选择筛选条件，再保存。")]
    order = request.GET.get(ORDER_VAR, "")
    if order and not _ORDER.fullmatch(order):
        reasons.append(_("排序不合格式。"))
    if len(query) > LONGEST_QUERY:
        reasons.append(_("筛选条件太长。"))
    if reasons:
        raise QueryRefused(reasons)
    return query


def _is_beyond(name: str, value: str) -> bool:
    if name == SEARCH_VAR:
        return len(value) > LONGEST_SEARCH
    longest = _LONGEST_YEAR if name.endswith("__year") else _LONGEST_NUMBER
    numbers = (part.strip().lstrip("+-") for part in value.split(","))
    return any(part.isdecimal() and len(part) > longest for part in numbers)


def allowed_parameters(
    model: type[Model], list_filter: Iterable[Any], date_hierarchy: str | None
) -> set[str]:
    """The parameters that the list's own filters use, and not one more."""
    allowed: set[str] = set()
    for item in list_filter:
        if isinstance(item, type) and issubclass(item, SimpleListFilter):
            allowed.add(str(item.parameter_name))
        else:
            path = item[0] if isinstance(item, list | tuple) else item
            allowed |= _field_parameters(model, path)
    if date_hierarchy:
        allowed |= {date_hierarchy + suffix for suffix in _DAY}
    return allowed


def _field_parameters(model: type[Model], path: str) -> set[str]:
    field: Any = get_fields_from_path(model, path)[-1]
    if field.is_relation:
        path = f"{path}__{field.target_field.name}"
        return {path + "__exact", path + "__in", path.rpartition("__")[0] + "__isnull"}
    return {path + suffix for suffix in _FIELD}
