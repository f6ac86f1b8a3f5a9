"""The formats of the API. Errors are always problem+json, whatever was asked for."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.renderers import BaseRenderer, JSONRenderer
from rest_framework.request import Request

from .encoding import PortalJSONEncoder, as_json
from .problems import InvalidParameters


class ChineseJSONRenderer(JSONRenderer):
    """JSON in UTF-8 with Chinese as it is written."""

    charset = None
    encoder_class = PortalJSONEncoder


class StreamRenderer(BaseRenderer):
    """A format that lists are streamed in; it never renders a response as a whole."""

    def render(
        self,
        data: Any,
        accepted_media_type: str | None = None,
        renderer_context: Mapping[str, Any] | None = None,
    ) -> bytes:
        return as_json(data).encode()


class CSVRenderer(StreamRenderer):
    media_type = "text/csv"
    format = "csv"
    charset = "utf-8"


class NDJSONRenderer(StreamRenderer):
    media_type = "application/x-ndjson"
    format = "ndjson"
    charset = "utf-8"


class FormatNegotiation(DefaultContentNegotiation):
    """``format=`` decides before ``Accept``; a format that is not there is a wrong parameter."""

    def select_renderer(
        self, request: Request, renderers: Iterable[BaseRenderer], format_suffix: str | None = None
    ) -> tuple[BaseRenderer, str]:
        asked = request.query_params.get("format")
        if asked is None:
            return super().select_renderer(request, renderers, format_suffix)
        by_format = {renderer.format: renderer for renderer in renderers}
        if asked not in by_format:
            raise _wrong_format(list(by_format))
        return by_format[asked], by_format[asked].media_type


def _wrong_format(formats: list[str]) -> InvalidParameters:
    message = _("format：应为下列之一：%(formats)s。") % {"formats": "、".join(formats)}
    return InvalidParameters([{"parameter": "format", "message": message}])
