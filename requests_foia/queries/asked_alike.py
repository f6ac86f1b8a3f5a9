"""Cases of different applicants that ask for much the same."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from portal.agencies.domain.roles import Role
from portal.agencies.models import Organisation, User
from portal.agencies.queries import organisations_of
from portal.search.domain import fold
from portal.search.grams import telling_pairs
from requests_foia.domain.likeness import alike_groups
from requests_foia.models import ApplicantDetails, Application, AskedAlike

LOOKED_BACK = timedelta(days=365)
DECIDING = (Role.OPENNESS_OFFICE, Role.DEPUTY_LEADER)


@dataclass(frozen=True, slots=True)
class Alike:
    """Cases found alike, and by how many different applicants."""

    cases: tuple[UUID, ...]
    applicants: int


def alike_visible_to(user: User | AnonymousUser, on: date) -> QuerySet[AskedAlike]:
    """The groups of the bodies whose office or leader ``user`` is: both read the words."""
    return AskedAlike.objects.filter(
        organisation__in=organisations_of(user, on, *DECIDING).values("pk")
    )


def asked_alike(body: Organisation, at: datetime, *, applicants: int) -> Iterator[Alike]:
    """The groups of the last year with at least so many different applicants.

    Compared are the words of the request; people are told apart by the blind index of their
    number, so nobody's name is read. Without an index nobody counts.
    """
    asked = Application.objects.filter(organisation=body, submitted_at__gte=at - LOOKED_BACK)
    rows = list(asked.order_by("submitted_at", "pk").values_list("pk", "title", "content"))
    pairs = [set(telling_pairs(fold(f"{title}\n{content}"))) for _pk, title, content in rows]
    groups = [[rows[position][0] for position in found] for found in alike_groups(pairs)]
    people = people_of(pk for group in groups for pk in group)
    for group in groups:
        different = {people[pk] for pk in group if pk in people}
        if len(different) >= applicants:
            yield Alike(tuple(group), len(different))


def people_of(cases: Iterable[UUID]) -> dict[UUID, str]:
    """The blind index of each case's applicant; a case without one is left out."""
    known = ApplicantDetails.objects.filter(application__in=list(cases)).values_list(
        "application_id", "id_number_index", "credit_code_index"
    )
    return {pk: number or code for pk, number, code in known if number or code}
