"""Read-only resources: a list and its members, for everybody or for auditors."""

from collections.abc import Callable, Mapping
from typing import Any, ClassVar, cast

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpResponseBase
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from portal.agencies.queries import subtree_of
from portal.api.conditional import etag_of, not_modified, tagged
from portal.api.models import ApiKey
from portal.api.pagination import UpdatedCursorPagination
from portal.api.parameters import (
    ChoiceParameter,
    FieldsParameter,
    MomentParameter,
    Parameter,
    read_parameters,
)
from portal.api.permissions import AuditorRead, PublicRead
from portal.api.problems import Gone
from portal.api.renderers import ChineseJSONRenderer, CSVRenderer, FormatNegotiation, NDJSONRenderer
from portal.api.schema import ResourceSchema
from portal.api.serializers import Row, Rows, RowSerializer, projection
from portal.api.streaming import stream_csv, stream_ndjson
from portal.calendar import moment
from portal.guard.actions import consume
from portal.guard.addresses import client_network

_EXPORTS_PER_HOUR = 60

Renderers = list[BaseRenderer]


class Resource(GenericViewSet):
    """What both kinds share. Subclasses declare ``title``, ``serializer_class``,
    ``allowed_filters`` and ``get_queryset`` (from their app's ``queries``).
    """

    title: ClassVar[str | Promise]
    serializer_class: type[RowSerializer]
    allowed_filters: ClassVar[Mapping[str, Parameter]] = {}
    pagination_class = UpdatedCursorPagination
    paginator: UpdatedCursorPagination
    content_negotiation_class = FormatNegotiation
    http_method_names = ["get", "head"]
    schema = ResourceSchema()
    audience: ClassVar[str]
    required_scope: ClassVar[str] = ""

    def list(self, request: Request) -> HttpResponseBase:
        known = self._known()
        values = read_parameters(request.query_params, known)
        rows = self.scoped(self.get_queryset())
        for name, value in values.items():
            rows = known[name].apply(rows, value)
        serializer = projection(self.serializer_class, values.get("fields"))
        if request.accepted_renderer.format != "json":
            return self._export(request, rows, serializer, values)
        page, following = self.paginator.page(self._read(rows, serializer), values)
        self.attach(page)
        etag = etag_of(page, serializer.included, following)
        response = not_modified(request, etag) or self.paginator.response(
            request, [serializer.to_representation(row) for row in page], following
        )
        return tagged(response, etag, is_public=self.audience == "public")

    def retrieve(self, request: Request, **lookup: str) -> HttpResponseBase:
        values = read_parameters(request.query_params, self.parameters())
        serializer = projection(self.serializer_class, values.get("fields"))
        row = self._one(lookup[self.lookup_url_kwarg or self.lookup_field], serializer)
        self.attach([row])
        etag = etag_of([row], serializer.included)
        response = not_modified(request, etag) or Response(serializer.to_representation(row))
        return tagged(response, etag, is_public=self.audience == "public")

    def attach(self, rows: Rows) -> None:
        """Hook: put the values of ``Attached`` fields into all rows, with one query."""

    def removal_reason(self, lookup: str) -> str:
        """Hook: why something that once stood here was removed (410); empty for 404."""
        return ""

    def parameters(self) -> dict[str, Parameter]:
        """Everything this address takes, by name."""
        names = self.serializer_class.names()
        formats = [renderer.format for renderer in self.get_renderers()]
        shared = {
            "fields": FieldsParameter(names, help=_("只返回这些字段，用逗号分隔。")),
            "format": ChoiceParameter(choices=formats, help=_("返回的格式，默认 json。")),
        }
        if self.action != "list":
            return shared
        since = MomentParameter(
            f"{self.paginator.updated_field}__gte",
            help=_("只返回此刻以后更新的内容。增量采集时请与上次重叠 10 分钟。"),
        )
        paging = self.paginator.parameters(self.get_queryset())
        return {**shared, **paging, "updated_since": since, **self.allowed_filters}

    def get_renderers(self) -> Renderers:
        streams = [CSVRenderer(), NDJSONRenderer()] if self.action == "list" else []
        return [ChineseJSONRenderer(), *streams]

    def scoped(self, rows: QuerySet) -> QuerySet:
        """Hook of the audience: which of the rows this caller may see at all."""
        return rows

    def _known(self) -> dict[str, Parameter]:
        known = self.parameters()
        if self.request.accepted_renderer.format == "json":
            return known
        # A stream is the whole selection; a page of it is asked for as JSON.
        return {name: known[name] for name in known if name not in ("limit", "cursor")}

    def _read(self, rows: QuerySet, serializer: RowSerializer) -> QuerySet:
        columns = {"pk", self.paginator.updated_field, *serializer.columns()}
        return rows.values(*sorted(columns))

    def _one(self, lookup: str, serializer: RowSerializer) -> Row:
        rows = self._read(self.scoped(self.get_queryset()).order_by(), serializer)
        try:
            row = rows.filter(**{self.lookup_field: lookup}).first()
        except (ValueError, TypeError, ValidationError):
            raise Http404 from None
        if row is None and (reason := self.removal_reason(lookup)):
            raise Gone(reason)
        if row is None:
            raise Http404
        return row

    def _export(
        self,
        request: Request,
        rows: QuerySet,
        serializer: RowSerializer,
        values: Mapping[str, Any],
    ) -> HttpResponseBase:
        at, key = moment.now(), request.auth
        consume(
            scope="api-export",
            key=key.prefix if isinstance(key, ApiKey) else client_network(request),
            limit=_EXPORTS_PER_HOUR,
            window_seconds=3600,
            at=at,
        )
        ordered = self.paginator.ordered(self._read(rows, serializer), values)
        prepare = self._prepare(serializer)
        if request.accepted_renderer.format == "csv":
            return stream_csv(ordered, prepare, serializer.included, self.basename)
        return stream_ndjson(ordered, prepare, self.basename)

    def _prepare(self, serializer: RowSerializer) -> Callable[[Rows], Any]:
        def prepared(rows: Rows) -> Any:
            self.attach(rows)
            return map(serializer.to_representation, rows)

        return prepared


class PublicListRetrieve(Resource):
    """Published data: open to everybody, without a key."""

    audience = "public"
    permission_classes = [PublicRead]


class AuditorListRetrieve(Resource):
    """Data for auditors: a key with ``required_scope``, rows of its organisation's subtree.

    ``organisation_field`` is the path from a row to its organisation; a resource without
    one says so with the empty string.
    """

    audience = "auditor"
    permission_classes = [AuditorRead]
    organisation_field: ClassVar[str]

    def scoped(self, rows: QuerySet) -> QuerySet:
        if not self.organisation_field:
            return rows
        key = cast(ApiKey, self.request.auth)
        return rows.filter(**{f"{self.organisation_field}__in": subtree_of(key.organisation)})
