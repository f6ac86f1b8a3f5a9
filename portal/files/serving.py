"""How a stored file leaves: as an attachment nothing can run. Ask for permission first."""

import logging

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404
from django.http.response import HttpResponseBase

from .models import StoredFile

logger = logging.getLogger("portal.files")


def private_attachment(stored: StoredFile) -> HttpResponseBase:
    """For whoever was found to be allowed it, and for no cache."""
    return protected(attachment(stored), "private, no-store")


def attachment(stored: StoredFile) -> FileResponse:
    try:
        content = default_storage.open(stored.storage_name)
    except FileNotFoundError as fault:
        logger.error("stored file %s has no bytes", stored.pk)
        raise Http404 from fault
    return FileResponse(
        content, as_attachment=True, filename=stored.original_name, content_type=stored.mime
    )


def protected(response: HttpResponseBase, cache_control: str) -> HttpResponseBase:
    response["Cache-Control"] = cache_control
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response
