"""Explicit projections: what is not declared here does not leave the house."""

from collections.abc import Callable, Sequence
from functools import lru_cache
from operator import itemgetter
from typing import Any, ClassVar

from rest_framework import serializers

Row = dict[str, Any]
Rows = list[Row]


class Computed(serializers.SerializerMethodField):
    """A field worked out by ``get_<name>(row)`` from the columns it ``needs``."""

    def __init__(self, *needs: str, **kwargs: Any) -> None:
        self.needs = needs
        super().__init__(**kwargs)


class Attached(serializers.ListField):
    """A list that the view's ``attach`` puts into each row, with one query for all rows."""

    needs: ClassVar[tuple[str, ...]] = ()


class RowSerializer(serializers.Serializer):
    """Reads rows of ``QuerySet.values()``; no model instance is ever built.

    Each field names its column by ``source`` (dots cross relations) or is ``Computed`` or
    ``Attached``. With ``tombstone_fields`` a row whose ``withdrawn_notice`` says something
    shows only those fields and the notice.
    """

    tombstone_fields: ClassVar[tuple[str, ...]] = ()

    def __init__(self, *args: Any, included: Sequence[str] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = list(self.fields) if included is None else included
        self.plan: list[tuple[str, Callable[[Row], Any]]] = [
            (name, self._reader(name)) for name in names
        ]
        self.included = list(names)
        self._notice = self._reader("withdrawn_notice") if self.tombstone_fields else None

    @classmethod
    def names(cls) -> list[str]:
        return list(cls._declared_fields)

    def get_fields(self) -> dict[str, serializers.Field]:
        fields = super().get_fields()
        for field in fields.values():
            field.read_only = True
            field.required = False
        return fields

    def columns(self) -> set[str]:
        """The ORM paths that the included fields need."""
        names = {*self.included, *(["withdrawn_notice"] if self._notice else [])}
        if self._notice:
            names |= set(self.tombstone_fields)
        return {path for name in names for path in _paths(self.fields[name])}

    def to_representation(self, instance: Row) -> dict[str, Any]:
        if self._notice and (notice := self._notice(instance)):
            kept = {name: self._reader(name)(instance) for name in self.tombstone_fields}
            return {**kept, "withdrawn_notice": notice}
        return {name: read(instance) for name, read in self.plan}

    def _reader(self, name: str) -> Callable[[Row], Any]:
        field = self.fields[name]
        if isinstance(field, serializers.SerializerMethodField):
            return getattr(self, field.method_name or f"get_{name}")
        if isinstance(field, Attached):
            return itemgetter(name)
        return itemgetter(_path(field))


@lru_cache(maxsize=512)
def projection(
    serializer_class: type[RowSerializer], included: tuple[str, ...] | None = None
) -> RowSerializer:
    """The serializer for these fields; it holds no state of a request, so it is kept."""
    return serializer_class(included=included)


def _path(field: serializers.Field) -> str:
    return str(field.source).replace(".", "__")


def _paths(field: serializers.Field) -> Sequence[str]:
    return field.needs if isinstance(field, Computed | Attached) else (_path(field),)
