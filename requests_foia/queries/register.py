"""The register as staff read it: whose turn it is, how many days are left, whose name."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Case, Prefetch, Q, QuerySet, Value, When

from portal.agencies.among import Among
from portal.agencies.domain.roles import Role
from portal.agencies.models import User
from portal.agencies.queries import organisations_of
from portal.calendar.queries import calendars_for
from requests_foia.domain.checks import REVIEWERS, Check
from requests_foia.domain.fees import FeeState
from requests_foia.domain.vocabulary import State
from requests_foia.models import (
    ApplicantDetails,
    Application,
    DeliberationView,
    FeeCharge,
    ReplyCheck,
    UnitTask,
    labels,
)

from .cases import shared_by

_OFFICE_TURN = labels.values(
    {
        State.RECEIVED,
        State.CONFIRMED,
        State.REGISTERED,
        State.WAITING_CORRECTION,
        State.WAITING_FEE,
        State.APPROVED,
        State.REPLIED,
        State.DELIVERED,
        State.ABANDONED,
        State.WITHDRAWN,
        State.MERGED,
    }
)


def waiting_for(
    rows: QuerySet[Application], user: User | AnonymousUser, on: date
) -> QuerySet[Application]:
    """Those of ``rows`` in which ``user`` has to take the next step."""
    office, leader, unit, secrecy, legal = (
        organisations_of(user, on, role).values("pk")
        for role in (
            Role.OPENNESS_OFFICE,
            Role.DEPUTY_LEADER,
            Role.DRAFTER,
            Role.SECRECY_REVIEWER,
            Role.LEGAL_REVIEWER,
        )
    )
    mine_or_free = Q(officer=user.pk) | Q(officer__isnull=True)
    return rows.filter(
        Q(Among("organisation_id", office), state__in=_OFFICE_TURN)
        | Q(Among("organisation_id", leader), state=State.REVIEW) & ~Q(pk__in=_to_check(*Check))
        | Q(Among("organisation_id", secrecy), state=State.REVIEW, pk__in=_to_check(Check.SECRECY))
        | Q(Among("organisation_id", legal), state=State.REVIEW, pk__in=_to_check(Check.LEGALITY))
        | Q(Among("organisation_id", leader), state=State.HANDLING, pk__in=_fees_to_decide())
        | Q(mine_or_free, Among("assigned_unit_id", unit), state=State.HANDLING)
        | _owed_by(user, on)
    )


def _owed_by(user: User | AnonymousUser, on: date) -> Q:
    """Cases on which a unit of the reader owes a part or a view."""
    units = organisations_of(user, on, Role.DRAFTER).values("pk")
    tasks = UnitTask.objects.filter(
        Q(officer=user.pk) | Q(officer__isnull=True),
        unit__in=units,
        finished_at__isnull=True,
        called_off_at__isnull=True,
    )
    places = DeliberationView.objects.filter(
        unit__in=units, given_at__isnull=True, deliberation__concluded_at__isnull=True
    )
    owed = Q(Among("pk", tasks.order_by().values("application")))
    owed |= Q(Among("pk", places.order_by().values("deliberation__application")))
    return Q(owed, state__in=(State.HANDLING, State.REVIEW))


def with_rights(
    rows: QuerySet[Application], user: User | AnonymousUser, on: date
) -> QuerySet[Application]:
    """``rows`` with what this reader may see of each in a list: ``shows_name`` (masked) and
    ``shows_words``, what was asked for."""
    office, leader, unit = (
        organisations_of(user, on, role).values("pk")
        for role in (Role.OPENNESS_OFFICE, Role.DEPUTY_LEADER, Role.DRAFTER)
    )
    reviewing = organisations_of(user, on, *REVIEWERS.values()).values("pk")
    reviewed = Q(organisation__in=reviewing, state=State.REVIEW)
    handled = Q(organisation__in=office) | Q(assigned_unit__in=unit)
    shared = shared_by(organisations_of(user, on, Role.DRAFTER))
    names = ApplicantDetails.objects.only("application_id", "name")
    return rows.annotate(
        shows_name=_is(handled),
        shows_words=_is(handled | reviewed | Q(organisation__in=leader) | shared),
    ).prefetch_related(Prefetch("details", queryset=names))


def _to_check(*checks: Check) -> QuerySet[Any]:
    pending = ReplyCheck.objects.filter(kind__in=checks, checked_at__isnull=True)
    return pending.filter(reply__returned_at__isnull=True).values("reply__application")


def _fees_to_decide() -> QuerySet[Any]:
    return FeeCharge.objects.filter(state=FeeState.PROPOSED).values("application")


def _is(condition: Q) -> Case:
    return Case(When(condition, then=Value(True)), default=Value(False))


def days_left(rows: Iterable[Application], on: date) -> dict[Application, int]:
    """Working days up to the due date of each open row, negative when overdue.

    The number of queries does not grow with the rows.
    """
    due = [row for row in rows if row.due_on and row.is_open and row.replied_on is None]
    calendars = calendars_for(row.organisation for row in due)
    return {
        row: calendars[row.organisation.code].working_days_between(on, row.due_on)
        for row in due
        if row.due_on
    }
