"""Who is given a role, by whom, and until when."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from portal.agencies.domain.roles import Role, clashes
from portal.agencies.models import ROLE_NAMES, Organisation, RoleAssignment, User
from portal.agencies.permissions import has_role
from portal.audit import actions as audit
from portal.desk.actions.people import PeopleRefused
from portal.domain.moments import local_day


@transaction.atomic
def appoint(
    *,
    user: User,
    role: Role,
    organisation: Organisation,
    valid_from: date | None = None,
    valid_to: date | None = None,
    is_head: bool = False,
    actor: User | None,
    at: datetime,
) -> RoleAssignment:
    """Give ``user`` a role for one body. ``actor`` is None for the system's own commands.

    An administrator appoints within their bodies, the openness office liaisons within
    its own; nobody appoints themselves, and whoever runs or audits the system holds no
    role in the cases. Raises PeopleRefused with every reason.
    """
    # Two appointments of one person wait for each other, so that no clash slips through.
    User.objects.select_for_update().get(pk=user.pk)
    assignment = RoleAssignment(
        user=user,
        role=role,
        organisation=organisation,
        is_head=is_head,
        valid_from=valid_from,
        valid_to=valid_to,
    )
    reasons = [*_actor_refusals(assignment, actor, local_day(at)), *_clash_refusals(assignment)]
    if reasons:
        raise PeopleRefused(reasons)
    assignment.full_clean()
    assignment.save(force_insert=True)
    _record("assignment.given", assignment, actor, at)
    return assignment


@transaction.atomic
def end_assignment(
    *, assignment: RoleAssignment, last_day: date, reason: str, actor: User, at: datetime
) -> None:
    """Let an assignment end after ``last_day``, which may lie before today."""
    assignment = RoleAssignment.objects.select_for_update().get(pk=assignment.pk)
    reasons = _actor_refusals(assignment, actor, local_day(at))
    if assignment.valid_to and assignment.valid_to <= last_day:
        reasons.append(_("该任命已于 %(day)s 终止。") % {"day": assignment.valid_to})
    if assignment.valid_from and last_day < assignment.valid_from:
        reasons.append(_("止期不得早于起期。"))
    if reasons:
        raise PeopleRefused(reasons)
    assignment.valid_to = last_day
    assignment.save(update_fields=["valid_to"])
    _record("assignment.ended", assignment, actor, at, reason)


def _actor_refusals(assignment: RoleAssignment, actor: User | None, on: date) -> list[str]:
    if actor is None:
        return []
    body = assignment.organisation
    may = has_role(actor, Role.ADMINISTRATOR, body, on) or (
        assignment.role == Role.LIAISON and has_role(actor, Role.OPENNESS_OFFICE, body, on)
    )
    reasons = []
    if not may:
        reasons.append(_("您无权为“%(body)s”办理这一角色的任免。") % {"body": body})
    if assignment.user == actor:
        reasons.append(_("不能任免自己，请由另一名管理员办理。"))
    return reasons


def _clash_refusals(assignment: RoleAssignment) -> list[str]:
    overlapping = RoleAssignment.objects.filter(user=assignment.user)
    if assignment.valid_to:
        overlapping = overlapping.filter(
            Q(valid_from__isnull=True) | Q(valid_from__lte=assignment.valid_to)
        )
    if assignment.valid_from:
        overlapping = overlapping.filter(
            Q(valid_to__isnull=True) | Q(valid_to__gte=assignment.valid_from)
        )
    held = {Role(role) for role in overlapping.values_list("role", flat=True)}
    return [
        _("“%(wanted)s”不得与“%(held)s”由同一人兼任。")
        % {"wanted": ROLE_NAMES[Role(assignment.role)], "held": ROLE_NAMES[role]}
        for role in sorted(clashes(held, Role(assignment.role)))
    ]


def _record(
    action: str, assignment: RoleAssignment, actor: User | None, at: datetime, reason: str = ""
) -> None:
    audit.record(
        action=action,
        subject=assignment,
        actor=actor,
        at=at,
        organisation=assignment.organisation,
        after={
            "username": assignment.user.username,
            "role": str(assignment.role),
            "valid_from": assignment.valid_from,
            "valid_to": assignment.valid_to,
        },
        reason=reason,
    )
