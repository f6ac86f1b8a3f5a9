"""Every error of the API as an RFC 9457 problem with a stable code."""

import logging
from collections.abc import Mapping, Sequence
from typing import Any

from django.core import signals
from django.core.exceptions import PermissionDenied as DjangoPermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from rest_framework import exceptions

from portal.guard.actions import Throttled
from portal.guard.problems import problem_response

logger = logging.getLogger("portal.api")

# code → (status, title). Codes are part of the contract; titles may be reworded.
PROBLEMS = {
    "unknown_parameter": (400, lazy("参数不被支持")),
    "invalid_parameter": (400, lazy("参数的值无效")),
    "hostile_input": (400, lazy("请求无法处理")),
    "malformed_request": (400, lazy("请求的格式不正确")),
    "authentication_failed": (401, lazy("身份验证失败")),
    "not_authenticated": (401, lazy("需要密钥")),
    "permission_denied": (403, lazy("没有权限")),
    "insufficient_scope": (403, lazy("密钥的范围不足")),
    "not_found": (404, lazy("没有找到")),
    "method_not_allowed": (405, lazy("不支持此方法")),
    "not_acceptable": (406, lazy("不提供这种格式")),
    "gone": (410, lazy("内容已移除")),
    "unsupported_media_type": (415, lazy("不支持这种内容类型")),
    "throttled": (429, lazy("请求过于频繁")),
    "server_error": (500, lazy("服务器内部错误")),
}


class InvalidParameters(exceptions.APIException):
    """Every wrong parameter of a request, each with what would be right."""

    status_code = 400

    def __init__(self, errors: Sequence[Mapping[str, Any]]) -> None:
        self.errors = list(errors)
        is_unknown = any("allowed" in error for error in self.errors)
        self.problem = "unknown_parameter" if is_unknown else "invalid_parameter"
        super().__init__(" ".join(str(error["message"]) for error in self.errors))


class Gone(exceptions.APIException):
    """What stood here was removed, for a reason that is told."""

    status_code = 410
    default_code = "gone"

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


def problem_handler(fault: Exception, context: Mapping[str, Any]) -> HttpResponse:
    """DRF's exception handler."""
    request: HttpRequest = context["request"]._request
    code, detail, extra = _described(fault)
    if code == "server_error":
        # As Django does it, so that reporters and the test client still hear of it.
        logger.exception("unhandled fault in the API", exc_info=fault)
        signals.got_request_exception.send(sender=type(context["view"]), request=request)
    status, title = PROBLEMS[code]
    response = problem_response(
        request, status=status, code=code, title=str(title), detail=detail, extra=extra
    )
    for name, value in _headers(fault).items():
        response[name] = value
    return response


def _described(fault: Exception) -> tuple[str, str, dict[str, Any]]:
    if isinstance(fault, InvalidParameters):
        return fault.problem, str(fault.detail), {"errors": fault.errors}
    if isinstance(fault, Gone):
        return "gone", fault.reason, {"reason": fault.reason}
    if isinstance(fault, Throttled):
        return "throttled", str(fault), {"retry_after_seconds": fault.retry_after_seconds}
    if isinstance(fault, Http404):
        return "not_found", _("这个地址没有内容，或者您无权查看。"), {}
    if isinstance(fault, DjangoPermissionDenied):
        return "permission_denied", _("您无权执行此操作。"), {}
    if isinstance(fault, exceptions.APIException):
        return _code_of(fault), str(fault.detail), {}
    return "server_error", _("请稍后再试；如需反映问题，请附上请求编号。"), {}


def _code_of(fault: exceptions.APIException) -> str:
    code = str(fault.get_codes())
    return code if code in PROBLEMS else "malformed_request"


def _headers(fault: Exception) -> dict[str, str]:
    headers = {}
    if isinstance(fault, Throttled):
        headers["Retry-After"] = str(fault.retry_after_seconds)
    if challenge := getattr(fault, "auth_header", None):
        headers["WWW-Authenticate"] = challenge
    return headers
