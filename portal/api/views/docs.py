"""The schema and its readable form, under the same strict CSP as every page."""

from typing import Any

from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView
from rest_framework.renderers import TemplateHTMLRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from portal.api.catalogue import offers
from portal.api.permissions import PublicRead
from portal.api.problems import PROBLEMS


class Schema(SpectacularAPIView):
    """OpenAPI 3.1 of everything under /api/v1/."""

    permission_classes = [PublicRead]


class ScriptRenderer(TemplateHTMLRenderer):
    """The start-up script of the page; browsers refuse it under another type."""

    media_type = "application/javascript"
    format = "script"


class Docs(SpectacularSwaggerSplitView):
    """A guide in Chinese, and every resource to try out."""

    permission_classes = [PublicRead]
    renderer_classes = [TemplateHTMLRenderer, ScriptRenderer]
    url_name = "api:schema"
    template_name = "api/docs.html"
    template_name_js = "api/docs.js"

    @extend_schema(exclude=True)
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        response = super().get(request, *args, **kwargs)
        if response.template_name == self.template_name:
            response.data |= {"offers": offers(), "problems": PROBLEMS}
        return response
