"""Which reconsiderations and lawsuits there are, and who may see them."""

from datetime import date

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from portal.agencies.models import Organisation, User
from portal.agencies.queries import organisations_of
from requests_foia.models import CaseCount, RemedyRecord

from .cases import CASE_ROLES


def bodies_counted_by(user: User | AnonymousUser, on: date) -> QuerySet[Organisation]:
    """The bodies whose figures and remedies ``user`` may see."""
    return organisations_of(user, on, *CASE_ROLES)


def remedies_visible_to(user: User | AnonymousUser, on: date) -> QuerySet[RemedyRecord]:
    """The records against the bodies the office, the leader or the auditor reaches."""
    return RemedyRecord.objects.filter(organisation__in=bodies_counted_by(user, on).values("pk"))


def counts_visible_to(user: User | AnonymousUser, on: date) -> QuerySet[CaseCount]:
    """The counted requests of the same bodies."""
    return CaseCount.objects.filter(organisation__in=bodies_counted_by(user, on).values("pk"))
