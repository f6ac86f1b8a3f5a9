"""Which query-string parameters a list accepts."""

from collections.abc import Iterable
from typing import Any

from django.contrib.admin import SimpleListFilter
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.utils import get_fields_from_path
from django.contrib.admin.views.main import SEARCH_VAR, ChangeList
from django.db.models import Model
from django.http import HttpRequest

# What Django's own field filters put into links.
_FIELD = ("", "__exact", "__in", "__isnull", "__gte", "__lt", "__gt", "__lte", "__isempty")
_DAY = ("__year", "__month", "__day", "__gte", "__lt")
# No database column of ours holds a longer number, and no calendar a longer year.
_LONGEST_NUMBER = 18
_LONGEST_YEAR = 4
LONGEST_SEARCH = 200


class StaffChangeList(ChangeList):
    """Refuses values that no column holds, before they reach the database.

    Raises ``IncorrectLookupParameters``, which Django answers with the unfiltered list.
    """

    def __init__(self, request: HttpRequest, *arguments: Any, **options: Any) -> None:
        if any(_is_beyond(name, str(value)) for name, value in request.GET.items()):
            raise IncorrectLookupParameters
        super().__init__(request, *arguments, **options)


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
