"""Which bodies, people and appointments a user sees in the desk."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db.models import F, Model, Q, QuerySet

from portal.agencies.domain.roles import Role
from portal.agencies.models import Organisation, RoleAssignment, User
from portal.agencies.queries import organisations_of
from portal.calendar.models import RuleOverride

# Who looks after people, and whose records they may read.
_KEEPERS = (Role.ADMINISTRATOR, Role.AUDITOR, Role.OPENNESS_OFFICE)


def organisations_visible_to(user: User, on: date) -> QuerySet[Organisation]:
    """The whole directory: it is published on the website as well."""
    return Organisation.objects.select_related("parent")


def organisations_kept_by(user: User, on: date) -> QuerySet[Organisation]:
    """The bodies whose entry ``user`` may change."""
    return organisations_of(user, on, Role.ADMINISTRATOR, Role.OPENNESS_OFFICE)


def assignments_visible_to(user: User, on: date) -> QuerySet[RoleAssignment]:
    """Appointments, past ones included, for the bodies ``user`` keeps or audits."""
    bodies = organisations_of(user, on, *_KEEPERS)
    return RoleAssignment.objects.filter(organisation__in=bodies).select_related(
        "user", "organisation"
    )


def people_visible_to(user: User, on: date) -> QuerySet[User]:
    """Oneself, people appointed for bodies that ``user`` keeps, and, for administrators,
    accounts that nobody has appointed yet."""
    bodies = organisations_of(user, on, *_KEEPERS)
    seen = Q(pk=user.pk) | Q(
        pk__in=RoleAssignment.objects.filter(organisation__in=bodies).values("user_id")
    )
    administers = organisations_of(user, on, Role.ADMINISTRATOR)
    if administers.exists():
        seen |= ~Q(pk__in=RoleAssignment.objects.values("user_id"))
    return User.objects.filter(seen)


def may_edit_calendar(user: User, organisation_code: str, on: date) -> bool:
    """Who keeps a body sets its days off; the country's calendar is kept at the top."""
    kept = organisations_kept_by(user, on)
    if organisation_code:
        return kept.filter(code=organisation_code).exists()
    return kept.filter(parent__isnull=True).exists()


def overrides_visible_to(user: User, on: date) -> QuerySet[RuleOverride]:
    """The own figures of the bodies that ``user`` keeps or audits."""
    codes = organisations_of(user, on, *_KEEPERS).values("code")
    return RuleOverride.objects.filter(organisation_code__in=codes)


def organisations_with_figures(user: User, on: date) -> QuerySet[Organisation]:
    """The bodies whose own figures ``user`` may read: those that ``user`` keeps or audits."""
    bodies = organisations_of(user, on, *_KEEPERS).exclude(kind=Organisation.Kind.UNIT)
    return bodies.order_by(F("parent_id").asc(nulls_first=True), "pk")


def body_kept_first(user: User, on: date) -> Organisation | None:
    """The highest body that ``user`` keeps."""
    kept = organisations_kept_by(user, on)
    return kept.order_by(F("parent_id").asc(nulls_first=True), "pk").first()


def everything_in(model: type[Model]) -> Callable[..., QuerySet[Any]]:
    """All rows of a register that hides nothing from whoever may open it."""

    def rows(user: User, on: date) -> QuerySet[Any]:
        return model._default_manager.all()

    return rows
