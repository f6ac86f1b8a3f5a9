"""How the resources describe themselves in OpenAPI."""

from typing import TYPE_CHECKING, Any, Literal

from django.utils.translation import gettext_lazy as _
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers

from .problems import PROBLEMS

if TYPE_CHECKING:
    from .views.resources import Resource

Direction = Literal["request", "response"]


class ProblemSerializer(serializers.Serializer):
    """RFC 9457, with a stable code."""

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField()
    code = serializers.ChoiceField(choices=sorted(PROBLEMS))
    instance = serializers.CharField()
    request_id = serializers.CharField()
    errors = serializers.ListField(  # type: ignore[assignment]
        child=serializers.DictField(), required=False
    )
    reason = serializers.CharField(required=False)
    retry_after_seconds = serializers.IntegerField(required=False)


_LIST_PROBLEMS = {"400": _("参数有误"), "401": _("密钥无效"), "429": _("请求过于频繁")}
_DETAIL_PROBLEMS = {**_LIST_PROBLEMS, "404": _("没有找到"), "410": _("内容已移除")}
_SCOPE_PROBLEMS = {"403": _("密钥的范围不足")}


class ResourceSchema(AutoSchema):
    """Parameters from the view's own list, problems beside every answer, streams as text."""

    view: "Resource"  # type: ignore[override]

    def get_override_parameters(self) -> list[Any]:
        return [
            OpenApiParameter(
                name, dict(parameter.schema), description=str(parameter.help), required=False
            )
            for name, parameter in self.view.parameters().items()
        ]

    def get_summary(self) -> str:
        title = str(self.view.title)
        return title if self.view.action == "list" else _("%(title)s：单项") % {"title": title}

    def get_tags(self) -> list[str]:
        return [str(self.view.title)]

    def get_auth(self) -> list[dict[str, Any]]:
        """Public resources take a key but need none."""
        return [*super().get_auth(), *([] if self.view.required_scope else [{}])]

    def get_filter_backends(self) -> list[Any]:
        return []

    def _get_format_parameters(self) -> list[dict[str, Any]]:
        return []

    def _get_pagination_parameters(self) -> list[dict[str, Any]]:
        return []

    def _get_response_bodies(self, direction: Direction = "response") -> dict[str, Any]:
        bodies = super()._get_response_bodies(direction)
        for media_type, content in bodies["200"].get("content", {}).items():
            if media_type != "application/json":
                content["schema"] = {"type": "string"}
        bodies["304"] = {"description": str(_("内容没有变化"))}
        problem = self.resolve_serializer(ProblemSerializer(), direction).ref
        for status, description in self._problems().items():
            bodies[status] = {
                "description": str(description),
                "content": {"application/problem+json": {"schema": problem}},
            }
        return dict(sorted(bodies.items()))

    def _problems(self) -> dict[str, Any]:
        problems = _LIST_PROBLEMS if self.view.action == "list" else _DETAIL_PROBLEMS
        return {**problems, **(_SCOPE_PROBLEMS if self.view.required_scope else {})}


class ApiKeyScheme(OpenApiAuthenticationExtension):
    target_class = "portal.api.keys.ApiKeyAuthentication"
    name = "ApiKey"

    def get_security_definition(self, auto_schema: AutoSchema) -> dict[str, str]:
        return {
            "type": "apiKey",
            "in": "header",
            "name": "Authorization",
            "description": str(_("填写 Api-Key 前缀.密钥；公开数据不需要。")),
        }
