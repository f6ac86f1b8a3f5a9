"""Who holds which role, how far it reaches, and which bodies that makes visible."""

from datetime import date
from functools import lru_cache
from typing import Any

from django.contrib.auth.models import AnonymousUser, Permission
from django.core.exceptions import EmptyResultSet
from django.db.models import F, Q, QuerySet
from django.db.models.expressions import RawSQL

from portal.agencies.domain.roles import SUBTREE_ROLES, Role
from portal.agencies.models import Organisation, RoleAssignment, User

Params = tuple[Any, ...]

# One recursive walk inside the statement that asks, so that scoping never costs a query.
_BELOW = """
WITH RECURSIVE reach(id) AS (
    SELECT organisation_id FROM ({roots}) AS roots
    UNION
    SELECT child.id FROM {table} AS child JOIN reach ON child.parent_id = reach.id
) SELECT id FROM reach
"""
_NOTHING = "SELECT organisation_id FROM agencies_roleassignment WHERE 1 = 0"
_ABOVE = """
WITH RECURSIVE reach(id, parent_id) AS (
    SELECT id, parent_id FROM {table} WHERE id = %s
    UNION
    SELECT above.id, above.parent_id FROM {table} AS above JOIN reach ON above.id = reach.parent_id
) SELECT id FROM reach
"""


def assignments_of(user: User | AnonymousUser, on: date, *roles: Role) -> QuerySet[RoleAssignment]:
    """The assignments of ``user`` that count on that day; all roles when none is named."""
    valid = RoleAssignment.objects.valid_on(on).filter(user_id=user.pk or 0)
    return valid.filter(role__in=roles) if roles else valid


def roles_of(user: User | AnonymousUser, on: date) -> frozenset[Role]:
    """The roles ``user`` holds anywhere on that day."""
    held = assignments_of(user, on).order_by().values_list("role", flat=True).distinct()
    return frozenset(Role(role) for role in held)


def organisations_of(user: User | AnonymousUser, on: date, *roles: Role) -> QuerySet[Organisation]:
    """The bodies for which ``user`` may act in one of ``roles`` (any role when none is named).

    A subtree role counts for the body it was given for and for everything below it,
    any other role for that body alone.
    """
    sql, params = _reach(user.pk or 0, on, roles)
    reach = RawSQL(sql, params)  # noqa: S611 - no outside text
    return Organisation.objects.filter(pk__in=reach)


def staff_with_role(role: Role, organisation: Organisation, on: date) -> QuerySet[User]:
    """The active people who may act in ``role`` for ``organisation`` on that day."""
    reaches = Q(organisation=organisation)
    if role in SUBTREE_ROLES:
        reaches = Q(organisation_id__in=_above(organisation))
    holders = RoleAssignment.objects.valid_on(on).filter(reaches, role=role)
    return User.objects.filter(pk__in=holders.values("user_id"))


def subtree_of(organisation: Organisation) -> QuerySet[Organisation]:
    """``organisation`` and everything below it."""
    root = Organisation.objects.filter(pk=organisation.pk).order_by()
    return Organisation.objects.filter(pk__in=_below(root.values(organisation_id=F("pk"))))


def permissions_of(user: User, on: date) -> QuerySet[Permission]:
    """The Django permissions that the roles of ``user`` carry on that day."""
    held = assignments_of(user, on).order_by().values("role")
    return Permission.objects.filter(group__name__in=held).distinct()


@lru_cache(maxsize=4096)
def _reach(user_id: int, on: date, roles: tuple[Role, ...]) -> tuple[str, Params]:
    """The statement, kept: a page of the desk asks a dozen times, and wording it costs more
    than running it. What it finds is the database's present answer each time."""
    valid = RoleAssignment.objects.valid_on(on).filter(user_id=user_id)
    held = (valid.filter(role__in=roles) if roles else valid).order_by()
    below, below_params = _statement(held.filter(role__in=SUBTREE_ROLES).values("organisation_id"))
    direct, direct_params = _statement(
        held.exclude(role__in=SUBTREE_ROLES).values("organisation_id")
    )
    table = Organisation._meta.db_table
    sql = f"{_BELOW.format(roots=below, table=table)} UNION {direct}"
    return sql, below_params + direct_params


def _statement(rows: QuerySet[Any]) -> tuple[str, Params]:
    """``rows`` as SQL; one that Django knows to be empty finds nothing either."""
    try:
        sql, params = rows.query.sql_with_params()
    except EmptyResultSet:
        return _NOTHING, ()
    return sql, tuple(params)


def _below(roots: QuerySet[Any]) -> RawSQL:
    sql, params = roots.query.sql_with_params()
    table = Organisation._meta.db_table
    return RawSQL(_BELOW.format(roots=sql, table=table), params)  # noqa: S611 - no outside text


def _above(organisation: Organisation) -> RawSQL:
    sql = _ABOVE.format(table=Organisation._meta.db_table)
    return RawSQL(sql, [organisation.pk])  # noqa: S611 - no outside text
