"""The demo's staff by role, the same roles in another body, and two keys."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from portal.agencies.domain.roles import Role
from portal.agencies.models import Organisation, User
from portal.api.actions import issue_key
from portal.api.catalogue import known_scopes
from tests.factories import disclosure as documents
from tests.factories import requests_foia as cases
from tests.factories.agencies import staff

from .values import BODY, ELSEWHERE, NOW

Staff = Mapping[str, User]


@dataclass(frozen=True)
class Bureaus:
    """One body as the factories of documents and those of applications know it."""

    documents: documents.Bureau
    cases: cases.Bureau


def staff_by_role() -> dict[str, User]:
    """``clerk`` … ``admin`` of the body or the district, and ``other …`` of the other body."""
    by_name = {user.username: user for user in User.objects.all()}
    roles = ("clerk", "drafter", "secrecy", "leader", "auditor", "admin")
    body = Organisation.objects.get(code=ELSEWHERE)
    return {role: by_name[role] for role in roles} | {
        "other": staff(Role.OPENNESS_OFFICE, body, username="other"),
        "other drafter": by_name["edu-drafter"],
        "other secrecy": by_name["office-secrecy"],
        "other leader": by_name["edu-leader"],
        "other auditor": staff(Role.AUDITOR, body, username="other-auditor"),
        "other admin": staff(Role.ADMINISTRATOR, body, username="other-admin"),
    }


def bureaus(people: Staff) -> tuple[Bureaus, Bureaus]:
    """The body and the other body."""
    ours = _bureau(people, BODY, "yxzj-gx", people["clerk"], "")
    return ours, _bureau(people, ELSEWHERE, "yxjy-jj", people["other"], "other ")


def _bureau(people: Staff, code: str, unit: str, office: User, prefix: str) -> Bureaus:
    body = Organisation.objects.get(code=code)
    drafter = people[f"{prefix}drafter"]
    return Bureaus(
        documents.Bureau(body, drafter, people[f"{prefix}secrecy"], office),
        cases.Bureau(
            body=body,
            unit=Organisation.objects.get(code=unit),
            clerk=office,
            second_clerk=office,
            drafter=drafter,
            leader=people[f"{prefix}leader"],
            secrecy=people[f"{prefix}secrecy"],
            legal=staff(Role.LEGAL_REVIEWER, body),
            auditor=people["auditor"],
            administrator=people["admin"],
        ),
    )


def keys(people: Staff) -> dict[str, str]:
    """Keys with every scope: one for the whole district, one for the other body alone."""
    return {
        name: issue_key(
            name=name,
            organisation=Organisation.objects.get(code=code),
            scopes=known_scopes(),
            expires_at=NOW + timedelta(days=1),
            actor=people["admin"],
            at=NOW,
            rate_per_minute=10**6,
        )[1]
        for name, code in (("key", "yx"), ("otherkey", ELSEWHERE))
    }
