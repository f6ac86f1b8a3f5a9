"""How a stored file leaves: as an attachment nothing can run. Ask for permission first."""

import logging

from django.http import FileResponse, Http404
from django.http.response import HttpResponseBase

from portal.privacy.ciphers import Unreadable

from .contents import open_content
from .models import StoredFile

logger = logging.getLogger("portal.files")


def private_attachment(stored: StoredFile) -> HttpResponseBase:
    """For whoever was found to be allowed it, and for no cache."""
    return protected(attachment(stored), "private, no-store")


def attachment(stored: StoredFile) -> FileResponse:
    try:
        content = open_content(stored)
    except FileNotFoundError as fault:
        logger.error("stored file %s has no bytes", stored.pk)
        raise Http404 from fault
    except Unreadable as fault:
        logger.error("stored file %s is opened by no key", stored.pk)
        raise Http404 from fault
    response = FileResponse(
        content, as_attachment=True, filename=stored.original_name, content_type=stored.mime
    )
    response.headers["Content-Length"] = str(stored.size)
    return response


def protected(response: HttpResponseBase, cache_control: str) -> HttpResponseBase:
    response["Cache-Control"] = cache_control
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response
