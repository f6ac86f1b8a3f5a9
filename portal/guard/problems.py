"""RFC 9457 answers, for the API and for what is refused before it is reached."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, JsonResponse

API_PREFIX = "/api/"


def is_api(request: HttpRequest) -> bool:
    return request.path_info.startswith(API_PREFIX)


def problem_response(
    request: HttpRequest,
    *,
    status: int,
    code: str,
    title: str,
    detail: str,
    extra: Mapping[str, Any] | None = None,
) -> JsonResponse:
    """A problem with a stable ``code``; ``extra`` members are the problem type's own."""
    body = {
        "type": f"urn:portal:problem:{code}",
        "title": str(title),
        "status": status,
        "detail": str(detail),
        "code": code,
        "instance": request.path,
        "request_id": getattr(request, "request_id", ""),
        **(extra or {}),
    }
    response = JsonResponse(
        body,
        status=status,
        content_type="application/problem+json",
        json_dumps_params={"ensure_ascii": False},
    )
    response["Cache-Control"] = "no-store"
    return response
