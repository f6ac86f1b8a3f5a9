"""The list of resources, and the answer to addresses that are none."""

from typing import Any

from django.http import HttpRequest, HttpResponseBase, HttpResponsePermanentRedirect
from django.urls import resolve, reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from portal.api.catalogue import Offer, offers
from portal.api.parameters import read_parameters
from portal.api.permissions import PublicRead
from portal.api.problems import PROBLEMS
from portal.api.renderers import ChineseJSONRenderer
from portal.guard.problems import problem_response


class FilterSerializer(serializers.Serializer):
    name = serializers.CharField()
    description = serializers.CharField()


class OfferSerializer(serializers.Serializer):
    name = serializers.CharField()
    title = serializers.CharField()
    url = serializers.URLField()
    audience = serializers.ChoiceField(choices=["public", "auditor"])
    scope = serializers.CharField(allow_null=True)
    fields = serializers.ListField(child=serializers.CharField())  # type: ignore[assignment]
    filters = FilterSerializer(many=True)


class IndexSerializer(serializers.Serializer):
    title = serializers.CharField()
    documentation = serializers.URLField()
    schema = serializers.URLField()
    resources = OfferSerializer(many=True)


class Index(APIView):
    """所有资源的目录：公开数据不需要密钥，审计数据需要相应范围的密钥。"""

    permission_classes = [PublicRead]
    renderer_classes = [ChineseJSONRenderer]
    http_method_names = ["get", "head"]

    @extend_schema(summary=_("资源目录"), tags=["资源目录"], responses=IndexSerializer)
    def get(self, request: Request) -> Response:
        read_parameters(request.query_params, {})
        return Response(
            {
                "title": _("政务公开平台接口"),
                "documentation": request.build_absolute_uri(reverse("api:docs")),
                "schema": request.build_absolute_uri(reverse("api:schema")),
                "resources": [_described(request, offer) for offer in offers()],
            }
        )


def _described(request: Request, offer: Offer) -> dict[str, Any]:
    return {
        "name": offer.name,
        "title": str(offer.title),
        "url": request.build_absolute_uri(offer.path),
        "audience": offer.audience,
        "scope": offer.scope or None,
        "fields": offer.fields,
        "filters": [
            {"name": name, "description": str(parameter.help)}
            for name, parameter in offer.filters.items()
        ],
    }


@csrf_exempt
def not_found(request: HttpRequest, rest: str = "") -> HttpResponseBase:
    """The last address under /api/: adds a missing slash, else a problem."""
    if rest and not rest.endswith("/"):
        with_slash = f"{request.path_info}/"
        if resolve(with_slash).func is not not_found:
            query = request.META.get("QUERY_STRING", "")
            target = f"{request.path}/" + (f"?{query}" if query else "")
            return HttpResponsePermanentRedirect(target)
    status, title = PROBLEMS["not_found"]
    return problem_response(
        request,
        status=status,
        code="not_found",
        title=str(title),
        detail=_("接口没有这个地址，目录见 /api/v1/。"),
    )
