"""Where things stand on the site's own address; the Host header is the visitor's word."""

from django.conf import settings
from django.urls import reverse


def absolute(path: str) -> str:
    """A path of this site as a full address."""
    return f"{settings.PORTAL_BASE_URL.rstrip('/')}{path}"


def document_url(index_no: str) -> str:
    """The lasting address of a document."""
    return absolute(reverse("disclosure:detail", args=[index_no]))
