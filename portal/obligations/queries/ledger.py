"""Read the ledger: whose rows, how urgent, how many days left."""

from datetime import date, datetime

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Case, Q, QuerySet, Value, When

from portal.agencies.domain.roles import Role
from portal.agencies.models import User
from portal.agencies.queries import organisations_of
from portal.domain.calendar import WorkingCalendar
from portal.domain.moments import local_day
from portal.obligations.domain.duties import AWAITED_RULES, NEVER_LATE_WHEN_ENDED
from portal.obligations.domain.steps import Ladder, late_from, start_of
from portal.obligations.models import Obligation, Urgency

from .calendars import calendars_of_bodies

# Everyone on the staff but the volunteers from outside (社会监督员).
READERS = tuple(role for role in Role if role != Role.SOCIAL_SUPERVISOR)
UNIT_ROLES = (
    Role.DRAFTER,
    Role.SECRECY_REVIEWER,
    Role.LEGAL_REVIEWER,
    Role.COLUMN_EDITOR,
    Role.LIAISON,
)


def visible_to(user: User | AnonymousUser, on: date) -> QuerySet[Obligation]:
    """The time limits of the bodies in which ``user`` works, and those in their own name."""
    bodies = organisations_of(user, on, *READERS)
    rows = Q(organisation__in=bodies) | Q(responsible_id=user.pk, responsible__isnull=False)
    return Obligation.objects.filter(rows)


def queue_for(
    user: User | AnonymousUser, on: date, *, at: datetime | None = None
) -> QuerySet[Obligation]:
    """What ``user`` has to deal with, the most urgent first, with its ``urgency``.

    One's own; as the openness office everything in reach; in a unit what nobody there has
    taken yet; as deputy leader what is overdue. Ask with ``at`` where hours matter.
    """
    now = at or start_of(on)
    mine = Q(responsible_id=user.pk, responsible__isnull=False)
    mine |= Q(organisation__in=organisations_of(user, on, Role.OPENNESS_OFFICE))
    mine |= Q(organisation__in=organisations_of(user, on, *UNIT_ROLES), responsible__isnull=True)
    mine |= Q(organisation__in=organisations_of(user, on, Role.DEPUTY_LEADER)) & is_overdue(now)
    rows = Obligation.objects.filter(mine, state=Obligation.State.OPEN)
    return with_urgency(rows, now).order_by("late_from", "pk")


def with_urgency(rows: QuerySet[Obligation], at: datetime) -> QuerySet[Obligation]:
    """Open rows with ``urgency``, one of ``Urgency``, as it stands at ``at``.

    "Soon" is counted by the working days of each row's own body.
    """
    days = max(Ladder.from_settings(settings.PORTAL_LADDER).soon_working_days, default=0)
    today = local_day(at)
    usual, others = calendars_of_bodies().where_differing(
        lambda calendar: late_from(calendar.add_working_days(today, days))
    )
    differing = [body for bodies in others.values() for body in bodies]
    is_soon = Q(late_from__lte=usual) & ~Q(organisation__in=differing)
    for until, bodies in others.items():
        is_soon |= Q(late_from__lte=until, organisation__in=bodies)
    return rows.annotate(
        urgency=Case(
            When(is_overdue(at), then=Value(Urgency.OVERDUE)),
            When(late_from__lte=at, then=Value(Urgency.ENDED)),
            When(is_soon, then=Value(Urgency.SOON)),
            When(target_from__lte=at, then=Value(Urgency.TARGET)),
            When(provisional=True, then=Value(Urgency.PROVISIONAL)),
            default=Value(Urgency.NORMAL),
            output_field=models.CharField(),
        )
    )


def days_left(obligation: Obligation, on: date, calendar: WorkingCalendar) -> int:
    """Working days from ``on`` to the due day: 0 on the last day, negative when overdue."""
    return calendar.working_days_between(on, obligation.due_day)


def of(subject: models.Model) -> QuerySet[Obligation]:
    """Every time limit that ``subject`` has or had."""
    return Obligation.objects.filter(
        subject_type=subject._meta.label_lower, subject_id=str(subject.pk)
    )


def open_of(subject: models.Model, rule_key: str, part: str = "") -> Obligation | None:
    """The open time limit of that rule and part, if there is one."""
    rows = of(subject).filter(rule_key=rule_key, part=part)
    return rows.filter(state=Obligation.State.OPEN).first()


def overdue_register(rows: QuerySet[Obligation], at: datetime) -> QuerySet[Obligation]:
    """What is late or was ever answered late, newest lateness first."""
    return rows.filter(is_or_was_late(at)).order_by("-late_from", "-pk")


def is_overdue(at: datetime) -> Q:
    """Open and past its last day; the period of somebody else makes nobody here late."""
    open_now = Q(state=Obligation.State.OPEN, late_from__lte=at)
    return open_now & ~Q(rule_key__in=AWAITED_RULES)


def is_or_was_late(at: datetime) -> Q:
    """Overdue now, or met or ended after the last day."""
    state = Obligation.State
    met = Q(state=state.MET_LATE) & ~Q(rule_key__in=AWAITED_RULES)
    ended = Q(state=state.VOID, closed_at__gte=models.F("late_from"))
    return is_overdue(at) | met | (ended & ~Q(rule_key__in=NEVER_LATE_WHEN_ENDED))
