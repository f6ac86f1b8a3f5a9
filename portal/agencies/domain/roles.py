"""The roles of the house and how far each one reaches.

Scope rule: a role counts only inside the organisation it was given for. For the
openness office, the deputy leader, the auditor and the administrator that is the
organisation with everything below it; for all others it is the organisation alone.
"""

from collections.abc import Iterable
from enum import StrEnum


class Role(StrEnum):
    """What a member of staff may be, in the words of the field."""

    LIAISON = "liaison"
    DRAFTER = "drafter"
    SECRECY_REVIEWER = "secrecy_reviewer"
    LEGAL_REVIEWER = "legal_reviewer"
    OPENNESS_OFFICE = "openness_office"
    DEPUTY_LEADER = "deputy_leader"
    COLUMN_EDITOR = "column_editor"
    SOCIAL_SUPERVISOR = "social_supervisor"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"


SUBTREE_ROLES = frozenset(
    {Role.OPENNESS_OFFICE, Role.DEPUTY_LEADER, Role.AUDITOR, Role.ADMINISTRATOR}
)

# Who runs the system or audits it stays out of the cases, and so out of personal data.
LONELY_ROLES = frozenset({Role.AUDITOR, Role.ADMINISTRATOR})


def clashes(held: Iterable[Role], wanted: Role) -> frozenset[Role]:
    """The roles among ``held`` that nobody may hold together with ``wanted``.

    >>> sorted(clashes({Role.DRAFTER, Role.LIAISON}, Role.AUDITOR))
    [<Role.DRAFTER: 'drafter'>, <Role.LIAISON: 'liaison'>]
    >>> clashes({Role.DRAFTER}, Role.LIAISON)
    frozenset()
    """
    others = frozenset(held) - {wanted}
    return others if wanted in LONELY_ROLES else others & LONELY_ROLES
