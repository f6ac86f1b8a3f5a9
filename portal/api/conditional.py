"""ETags from the rows as they were read, before anything is built or rendered from them."""

import hashlib
from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.translation import get_language


def etag_of(rows: Iterable[Any], *shape: object) -> str:
    """``shape`` is what else decides the answer: fields, following page."""
    digest = hashlib.sha256(repr((get_language(), shape)).encode())
    for row in rows:
        digest.update(repr(row).encode("utf-8", "surrogatepass"))
    return f'W/"{digest.hexdigest()[:32]}"'


def not_modified(request: HttpRequest, etag: str) -> HttpResponse | None:
    """304 when the caller already has this answer."""
    response = get_conditional_response(request, etag=etag)
    return response if isinstance(response, HttpResponse) else None


def tagged(response: HttpResponseBase, etag: str, *, is_public: bool) -> HttpResponseBase:
    """Public answers may be kept but are asked for again; auditors' are not kept at all."""
    response["ETag"] = etag
    response["Cache-Control"] = "public, no-cache" if is_public else "private, no-store"
    return response
