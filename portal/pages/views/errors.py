"""Refusals and breakdowns, in the same dress as every other page.

Each says what happened, what it means and what to do next; none says anything about the inside.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from portal.components.context import site


def _refuse(request: HttpRequest, status: int, title: str, *advice: str) -> HttpResponse:
    context = {"status": status, "title": title, "advice": advice}
    return render(request, "errors/error.html", context, status=status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _refuse(
        request,
        400,
        _("这个请求我们读不懂"),
        _("网址或填写的内容里有系统不能接受的字符。"),
        _("请返回上一页，改用普通文字重新填写。"),
    )


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _refuse(
        request,
        403,
        _("您不能打开这一页"),
        _("这一页只对有权限的工作人员开放。"),
        _("如果您是工作人员，请先登录，或者请管理员核对您的角色。"),
    )


def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _refuse(
        request,
        404,
        _("没有找到这一页"),
        _("网址可能抄错了，也可能这份内容已经移动或者撤下。"),
        _("您可以在下面搜索，或者向我们申请公开。"),
    )


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return _refuse(
        request,
        403,
        _("这一页放得太久了，没有提交成功"),
        _("为了防止别人冒用您的名义，表单要在打开它的同一个浏览器里提交。"),
        _("请返回上一页，刷新后再提交一次；刚才的内容没有保存。浏览器须允许本站使用 Cookie。"),
    )


def server_error(request: HttpRequest) -> HttpResponse:
    """Touches neither the database nor the session: they may be what is broken."""
    context: dict[str, Any] = {
        **site(request),
        "status": 500,
        "title": _("系统出了问题，这一步没有完成"),
        "advice": (
            _("这是我们的故障，不是您的操作有误。故障已经记录。"),
            _("请过几分钟再试。如果您刚才在提交申请而没有看到编号，那就是没有提交成功。"),
        ),
        "request_id": getattr(request, "request_id", ""),
    }
    return HttpResponse(render_to_string("errors/error.html", context), status=500)
