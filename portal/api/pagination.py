"""Pages without numbers: each begins after the last row of the one before."""

import base64
import binascii
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, datetime
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db.models import F, Field, QuerySet
from django.db.models.fields.tuple_lookups import TupleGreaterThan, TupleLessThan
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from rest_framework.pagination import BasePagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import replace_query_param

from .parameters import ChoiceParameter, Parameter, WholeParameter

if TYPE_CHECKING:  # DRF's views import the default paginator while they are being defined
    from rest_framework.views import APIView

# What decoding something else than a cursor may raise; deep brackets exhaust the decoder.
_NO_CURSOR = (
    *(binascii.Error, ValueError, TypeError, ValidationError),
    *(OverflowError, RecursionError),
)
LIMIT_DEFAULT = 50
LIMIT_MAX = 200


@dataclass(frozen=True, slots=True)
class Position:
    """The place after one row."""

    updated_at: datetime
    key: Any

    def encoded(self) -> str:
        plain = json.dumps([self.updated_at.isoformat(), str(self.key)])
        return base64.urlsafe_b64encode(plain.encode()).decode().rstrip("=")


class CursorParameter(Parameter):
    """An opaque position, taken from ``next`` as it stands."""

    def __init__(self, key_field: Field) -> None:
        super().__init__(help=lazy("上一页 next 中的游标，原样传回。"))
        self.key_field = key_field

    def parse(self, raw: str) -> Position:
        try:
            padded = raw + "=" * (-len(raw) % 4)
            moment, key = json.loads(base64.b64decode(padded, altchars="-_", validate=True))
            position = Position(datetime.fromisoformat(moment), self.key_field.to_python(key))
            self._must_be_storable(position)
        except _NO_CURSOR:
            raise ValueError(_("游标无效，请使用上一页 next 中的地址。")) from None
        return position

    def _must_be_storable(self, position: Position) -> None:
        """Raises for a moment without a zone or near the ends of time, and for a key too long."""
        if position.updated_at.tzinfo is None or position.key is None:
            raise ValueError
        if not MINYEAR + 1 < position.updated_at.year < MAXYEAR - 1:
            raise OverflowError
        self.key_field.run_validators(position.key)


class UpdatedCursorPagination(BasePagination):
    """Rows in the order (``updated_at``, key): no ceiling, no count, no page skipped.

    Ascending by default: whatever changes while someone reads moves behind them and is
    read again, so nothing is missed.
    """

    updated_field = "updated_at"

    def parameters(self, queryset: QuerySet) -> dict[str, Parameter]:
        return {
            "limit": WholeParameter(low=1, high=LIMIT_MAX, help=lazy("每页行数，默认 50。")),
            "cursor": CursorParameter(queryset.model._meta.pk),
            "order": ChoiceParameter(
                choices=["updated_at", "-updated_at"],
                help=lazy("先旧后新（updated_at，默认）或先新后旧（-updated_at）。"),
            ),
        }

    def ordered(self, queryset: QuerySet, values: Mapping[str, Any]) -> QuerySet:
        """The rows after the cursor, in order."""
        is_newest_first = values.get("order") == "-updated_at"
        if position := values.get("cursor"):
            beyond = TupleLessThan if is_newest_first else TupleGreaterThan
            columns = (F(self.updated_field), F("pk"))
            queryset = queryset.filter(beyond(columns, (position.updated_at, position.key)))
        sign = "-" if is_newest_first else ""
        return queryset.order_by(f"{sign}{self.updated_field}", f"{sign}pk")

    def page(
        self, queryset: QuerySet, values: Mapping[str, Any]
    ) -> tuple[list[dict[str, Any]], Position | None]:
        """One page of ``values()`` rows that carry ``pk`` and the updated field, and where
        the next one begins. One row more than asked for tells whether there is a next."""
        limit = values.get("limit", LIMIT_DEFAULT)
        rows = list(self.ordered(queryset, values)[: limit + 1])
        if len(rows) <= limit:
            return rows, None
        last = rows[limit - 1]
        return rows[:limit], Position(last[self.updated_field], last["pk"])

    def response(
        self, request: Request, results: Sequence[Any], following: Position | None
    ) -> Response:
        link = following and replace_query_param(
            request.build_absolute_uri(), "cursor", following.encoded()
        )
        headers = {"Link": f'<{link}>; rel="next"'} if link else {}
        return Response({"next": link, "results": results}, headers=headers)

    def paginate_queryset(
        self, queryset: Any, request: Request, view: "APIView | None" = None
    ) -> None:
        """Not used: the viewsets of this house call ``page``."""
        raise NotImplementedError

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        return {
            "type": "object",
            "required": ["next", "results"],
            "properties": {
                "next": {"type": ["string", "null"], "format": "uri"},
                "results": schema,
            },
        }
