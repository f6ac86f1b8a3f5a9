"""Which version of a letter's text an agency uses, and who may see its versions."""

from datetime import date

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from portal.agencies.domain.roles import Role
from portal.agencies.models import Organisation, User
from portal.agencies.queries import organisations_of
from requests_foia.models import LetterTemplate

TEMPLATE_ROLES = (Role.OPENNESS_OFFICE, Role.DEPUTY_LEADER, Role.ADMINISTRATOR, Role.AUDITOR)


def template_in_force(body: Organisation, kind: str, on: date) -> LetterTemplate | None:
    """The agency's own version that began last; None while the shipped file is used."""
    approved = LetterTemplate.objects.filter(
        organisation=body, kind=kind, approved_at__isnull=False, in_force_from__lte=on
    )
    return approved.order_by("-in_force_from", "-edition").first()


def templates_visible_to(user: User | AnonymousUser, on: date) -> QuerySet[LetterTemplate]:
    """The versions of the bodies that ``user`` keeps, leads or audits."""
    bodies = organisations_of(user, on, *TEMPLATE_ROLES)
    return LetterTemplate.objects.filter(organisation__in=bodies.values("pk")).select_related(
        "organisation"
    )
