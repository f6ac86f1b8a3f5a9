"""Small views behind the real gate."""

import json

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path, re_path
from django.utils.translation import get_language


def echo(request: HttpRequest, **_parts: str) -> HttpResponse:
    return JsonResponse({"get": request.GET, "post": request.POST, "language": get_language()})


def body(request: HttpRequest) -> HttpResponse:
    return JsonResponse(json.loads(request.body))


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return HttpResponse(f"site's dress: {exception}", status=400)


handler400 = bad_request

urlpatterns = [
    path("api/v1/body/", body),
    path("api/v1/echo/", echo),
    re_path("^(?P<rest>.*)$", echo),
]
