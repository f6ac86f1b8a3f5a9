"""Which cases there are, and who may see them."""

from datetime import date

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet

from portal.agencies.among import Among
from portal.agencies.domain.roles import Role
from portal.agencies.models import Organisation, User
from portal.agencies.queries import organisations_of, staff_with_role
from portal.guard import tokens
from requests_foia.domain.checks import REVIEWERS
from requests_foia.domain.numbers import normalised_number
from requests_foia.domain.vocabulary import State
from requests_foia.models import Application, DeliberationView, UnitTask

CASE_ROLES = (Role.OPENNESS_OFFICE, Role.DEPUTY_LEADER, Role.AUDITOR)


def visible_to(user: User | AnonymousUser, on: date) -> QuerySet[Application]:
    """The cases a member of staff may see on that day: those of the bodies the office, the
    leader or the auditor reaches, those that a unit the person drafts for has or shares, and
    to its reviewers what a body has under review."""
    reached = organisations_of(user, on, *CASE_ROLES)
    drafting = organisations_of(user, on, Role.DRAFTER)
    reviewing = organisations_of(user, on, *REVIEWERS.values())
    return Application.objects.filter(
        Q(Among("organisation_id", reviewing.values("pk")), state=State.REVIEW)
        | Q(Among("organisation_id", reached.values("pk")))
        | Q(Among("assigned_unit_id", drafting.values("pk")))
        | shared_by(drafting)
    )


def shared_by(units: QuerySet[Organisation]) -> Q:
    """The cases on which these units still work along or confer."""
    tasks = UnitTask.objects.filter(
        unit__in=units.values("pk"), finished_at__isnull=True, called_off_at__isnull=True
    )
    places = DeliberationView.objects.filter(
        unit__in=units.values("pk"), deliberation__concluded_at__isnull=True
    )
    return Q(Among("pk", tasks.order_by().values("application"))) | Q(
        Among("pk", places.order_by().values("deliberation__application"))
    )


def approver_of(application: Application, on: date) -> User | None:
    """The deputy leader a draft goes to: one of the receiving body itself before one above."""
    body = application.organisation
    leaders = staff_with_role(Role.DEPUTY_LEADER, body, on)
    own = leaders.filter(assignments__organisation=body, assignments__role=Role.DEPUTY_LEADER.value)
    return own.order_by("pk").first() or leaders.order_by("pk").first()


def find_by_number_and_code(number: str, code: str) -> Application | None:
    """The case with this number, if the code opens it.

    An unknown number costs the same comparison as a wrong code and gives the same answer.
    """
    application = Application.objects.filter(number=normalised_number(number)[:60]).first()
    stored = application.code_hash if application else tokens.hash_code("")
    opens = tokens.codes_match(code, stored)
    return application if application and opens else None
