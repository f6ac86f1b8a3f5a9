"""Which keys a member of staff may see."""

from datetime import date

from django.db.models import QuerySet

from portal.agencies.domain.roles import Role
from portal.agencies.models import User
from portal.agencies.queries import organisations_of

from .models import ApiKey


def keys_visible_to(user: User, *, on: date) -> QuerySet[ApiKey]:
    """The keys of the bodies that the user administers or audits."""
    reached = organisations_of(user, on, Role.ADMINISTRATOR, Role.AUDITOR)
    return ApiKey.objects.filter(organisation__in=reached).select_related("organisation")
