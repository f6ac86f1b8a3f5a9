"""Who is told about a body's time limits: read once for the whole house."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from portal.agencies.domain.roles import SUBTREE_ROLES, Role
from portal.agencies.models import Organisation, RoleAssignment, User

_ROLES = (Role.DRAFTER, Role.OPENNESS_OFFICE, Role.DEPUTY_LEADER, Role.ADMINISTRATOR)


@dataclass(frozen=True, slots=True)
class Contacts:
    """The holders of roles by body. A body without an office of its own has its parent's."""

    parents: dict[int, int | None]
    names: dict[int, str]
    holders: dict[tuple[str, int], list[int]]
    emails: dict[int, str] = field(repr=False)

    def nearest(self, role: Role, organisation_id: int) -> list[int]:
        """The users who hold ``role`` here or, where it reaches down, at the nearest body above."""
        for body in self._upwards(organisation_id):
            if found := self.holders.get((role, body)):
                return found
            if role not in SUBTREE_ROLES:
                break
        return []

    def _upwards(self, organisation_id: int) -> Iterator[int]:
        body: int | None = organisation_id
        while body is not None:
            yield body
            body = self.parents.get(body)


def contacts_on(day: date) -> Contacts:
    """Everybody who may have to be told something on that day, in three queries."""
    holders: dict[tuple[str, int], list[int]] = defaultdict(list)
    held = RoleAssignment.objects.valid_on(day).filter(role__in=_ROLES).order_by("user_id")
    for role, organisation_id, user_id in held.values_list("role", "organisation_id", "user_id"):
        if user_id not in holders[role, organisation_id]:
            holders[role, organisation_id].append(user_id)
    bodies = list(Organisation.objects.order_by().values_list("pk", "parent_id", "name"))
    return Contacts(
        parents={pk: parent_id for pk, parent_id, _name in bodies},
        names={pk: name for pk, _parent_id, name in bodies},
        holders=dict(holders),
        emails=dict(User.objects.filter(is_active=True).order_by().values_list("pk", "email")),
    )
