"""Who may know the applicant and read what was asked (requirements (b), row S1-34)."""

from datetime import date

from django.contrib.auth.models import AnonymousUser
from django.db.models import Case, CharField, Q, QuerySet, Value, When

from portal.agencies.domain.roles import Role
from portal.agencies.models import User
from portal.agencies.permissions import has_role
from portal.agencies.queries import organisations_of
from requests_foia.domain.checks import REVIEWERS
from requests_foia.domain.vocabulary import State
from requests_foia.models import Application

from .units import sharing_units

_LEADERS_STATES = (State.HANDLING, State.REVIEW, State.APPROVED)


def may_reveal(user: User | AnonymousUser, application: Application, on: date) -> str:
    """The role in which ``user`` may see who applied, or nothing.

    The openness office always; the unit that handles the case; the leader while there is
    something to approve. Never the auditor or the administrator.
    """
    if has_role(user, Role.OPENNESS_OFFICE, application.organisation, on):
        return Role.OPENNESS_OFFICE
    unit = application.assigned_unit
    if unit and has_role(user, Role.DRAFTER, unit, on):
        return Role.DRAFTER
    if application.state in _LEADERS_STATES and has_role(
        user, Role.DEPUTY_LEADER, application.organisation, on
    ):
        return Role.DEPUTY_LEADER
    return ""


def with_reveal_role(
    rows: QuerySet[Application], user: User | AnonymousUser, on: date
) -> QuerySet[Application]:
    """``rows`` with ``reveal_role``: what ``may_reveal`` answers for each, without asking each."""
    office, unit, leader = (
        organisations_of(user, on, role).values("pk")
        for role in (Role.OPENNESS_OFFICE, Role.DRAFTER, Role.DEPUTY_LEADER)
    )
    leading = Q(organisation__in=leader, state__in=[str(state) for state in _LEADERS_STATES])
    return rows.annotate(
        reveal_role=Case(
            When(organisation__in=office, then=Value(str(Role.OPENNESS_OFFICE))),
            When(assigned_unit__in=unit, then=Value(str(Role.DRAFTER))),
            When(leading, then=Value(str(Role.DEPUTY_LEADER))),
            default=Value(""),
            output_field=CharField(),
        )
    )


def revealable(
    rows: QuerySet[Application], user: User | AnonymousUser, on: date
) -> QuerySet[Application]:
    """Those of ``rows`` whose applicant ``user`` may know, each with ``reveal_role``."""
    return with_reveal_role(rows, user, on).exclude(Q(reveal_role=""))


def may_read_words(user: User | AnonymousUser, application: Application, on: date) -> bool:
    """Whether ``user`` handles the case and so reads its free text, which may name people.

    Units that work along or confer read it while they owe their part.
    """
    body, unit = application.organisation, application.assigned_unit
    return (
        has_role(user, Role.OPENNESS_OFFICE, body, on)
        or has_role(user, Role.DEPUTY_LEADER, body, on)
        or (unit is not None and has_role(user, Role.DRAFTER, unit, on))
        or _shares(user, application, on)
        or (application.state == State.REVIEW and reviews(user, application, on))
    )


def reviews(user: User | AnonymousUser, application: Application, on: date) -> bool:
    """Whether ``user`` checks the replies of this body for secrecy or legality."""
    return any(has_role(user, role, application.organisation, on) for role in REVIEWERS.values())


def _shares(user: User | AnonymousUser, application: Application, on: date) -> bool:
    mine = organisations_of(user, on, Role.DRAFTER).values("pk")
    events = ("finish_task", "give_view")
    return any(sharing_units(application, event).filter(pk__in=mine).exists() for event in events)


def may_see_identity(user: User | AnonymousUser, application: Application, on: date) -> bool:
    """Whether ``user`` verifies identities: the openness office of the receiving body alone."""
    return bool(has_role(user, Role.OPENNESS_OFFICE, application.organisation, on))
