"""Who acts on a page of the desk."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from portal.agencies.models import User


def actor_of(request: HttpRequest) -> User:
    """The member of staff behind the request; the desk lets nobody else in."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user
