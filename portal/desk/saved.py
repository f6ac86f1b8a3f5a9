"""Reading saved views: whose they are, who sees them, who may change them."""

from datetime import date

from django.db.models import Q, QuerySet

from portal.agencies.domain.roles import Role
from portal.agencies.models import Organisation, User
from portal.agencies.queries import assignments_of, organisations_of

from .models import SavedView


def own_bodies(user: User, on: date) -> QuerySet[Organisation]:
    """The bodies in which ``user`` works: with their staff a view can be shared."""
    held = assignments_of(user, on).order_by().values("organisation")
    return Organisation.objects.filter(pk__in=held)


def views_visible_to(user: User, on: date) -> QuerySet[SavedView]:
    """One's own, and those shared with a body in which ``user`` works."""
    shared = Q(organisation__in=own_bodies(user, on).values("pk"))
    return SavedView.objects.filter(Q(owner=user) | shared).select_related("owner", "organisation")


def views_kept_by(user: User, on: date) -> QuerySet[SavedView]:
    """Which of them ``user`` may rename or delete: one's own; the openness office also those
    shared with a body it keeps, whose owner may have left."""
    kept = organisations_of(user, on, Role.OPENNESS_OFFICE).values("pk")
    return views_visible_to(user, on).filter(Q(owner=user) | Q(organisation__in=kept))
