"""Bring the groups that carry the roles' rights in line with the matrix."""

from collections.abc import Iterable

from django.contrib.auth.models import Group, Permission
from django.db import transaction

from portal.agencies.domain.rights import rights_of
from portal.agencies.domain.roles import Role


class UnknownPermissions(Exception):
    """The matrix names permissions that no installed model has."""

    def __init__(self, names: Iterable[str]) -> None:
        self.names = sorted(names)
        super().__init__(", ".join(self.names))


@transaction.atomic
def create_roles() -> None:
    """Give every role its group, with exactly the permissions of the matrix.

    Raises UnknownPermissions, having changed nothing, when a name in it fits no model.
    """
    known = {
        f"{permission.content_type.app_label}.{permission.codename}": permission
        for permission in Permission.objects.select_related("content_type")
    }
    unknown = {name for role in Role for name in rights_of(role)} - known.keys()
    if unknown:
        raise UnknownPermissions(unknown)
    for role in Role:
        group, _ = Group.objects.get_or_create(name=str(role))
        group.permissions.set([known[name] for name in rights_of(role)])
