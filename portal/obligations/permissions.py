"""Who may say why a limit was missed."""

from datetime import date

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from portal.agencies.domain.roles import Role
from portal.agencies.models import Organisation, User
from portal.agencies.queries import organisations_of
from portal.obligations.models import Obligation

# Those who answer for the limits of a body; see ``agencies.domain.rights``.
_ANSWERABLE = (Role.OPENNESS_OFFICE, Role.DRAFTER)


def bodies_answered_for(user: User | AnonymousUser, on: date) -> QuerySet[Organisation]:
    """The bodies whose missed limits ``user`` may explain."""
    return organisations_of(user, on, *_ANSWERABLE)


def may_explain(user: User | AnonymousUser, obligation: Obligation, on: date) -> bool:
    """The responsible person, or whoever answers for the responsible body; once only."""
    if obligation.delay_reason:
        return False
    if obligation.responsible_id is not None and obligation.responsible_id == user.pk:
        return True
    return bodies_answered_for(user, on).filter(pk=obligation.organisation_id).exists()
