"""The only way a stored file leaves the house."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from . import permissions, queries
from .models import StoredFile
from .serving import attachment, private_attachment, protected

_RETRY_SECONDS = 300


@require_safe
def download(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """An attachment nothing can run; 404 for whoever may not know that it exists."""
    stored = get_object_or_404(queries.standing(), pk=pk)
    if (
        not permissions.may_read(request, stored)
        or stored.scan_state == StoredFile.ScanState.INFECTED
    ):
        raise Http404
    if not stored.is_released:
        return _held(request)
    if not permissions.is_public(stored):
        return private_attachment(stored)
    etag = f'"{stored.sha256}"'
    response = get_conditional_response(request, etag=etag) or attachment(stored)
    response["ETag"] = etag
    # Everybody may keep it, nobody may show it again without asking here first.
    return protected(response, "public, no-cache")


def _held(request: HttpRequest) -> HttpResponse:
    response = render(request, "files/held.html", status=503)
    response["Retry-After"] = str(_RETRY_SECONDS)
    response["Cache-Control"] = "no-store"
    return response
