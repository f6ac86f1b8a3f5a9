"""Whether a person may act in a role, for a body, on a day."""

from datetime import date

from django.contrib.auth.models import AnonymousUser

from portal.agencies.domain.roles import Role
from portal.agencies.models import Organisation, User
from portal.agencies.queries import assignments_of, organisations_of


def has_role(user: User | AnonymousUser, role: Role, organisation: Organisation, on: date) -> bool:
    """True when ``user`` holds ``role`` for ``organisation``, directly or from above."""
    return organisations_of(user, on, role).filter(pk=organisation.pk).exists()


def holds(user: User | AnonymousUser, *roles: Role, on: date) -> bool:
    """True when ``user`` holds one of ``roles`` for any body (any role when none is named)."""
    return assignments_of(user, on, *roles).exists()
