"""The fictional district's bodies, leaders, contacts and staff."""

from __future__ import annotations

from typing import Any

from portal.agencies.models import ContactPoint, Leader, Organisation, RoleAssignment, User
from portal.calendar.models import RuleOverride

from . import diary, logins


def load_organisations() -> dict[str, Organisation]:
    """Create the tree; a parent stands before its children in the file."""
    found: dict[str, Organisation] = {}
    children: dict[str, list[dict[str, Any]]] = {"contact": [], "leader": [], "own_figure": []}
    for position, record in enumerate(diary.read("organisations.toml")):
        kind = record.pop("record")
        if kind != "organisation":
            children[kind].append(record)
            continue
        parent = found.get(record.pop("parent", ""))
        found[record["code"]] = Organisation.objects.create(
            parent=parent, position=position, **record
        )
    for model, rows in ((ContactPoint, children["contact"]), (Leader, children["leader"])):
        for position, row in enumerate(rows):
            organisation = found[row.pop("organisation")]
            extra = {"position": position} if model is Leader else {}
            model.objects.create(organisation=organisation, **extra, **row)
    for row in children["own_figure"]:
        _bind(found[row.pop("organisation")], row)
    return found


def _bind(organisation: Organisation, row: dict[str, Any]) -> None:
    """A body's own figure, checked as the desk checks it."""
    own = RuleOverride(organisation_code=organisation.code, rule_key=row.pop("rule"), **row)
    own.full_clean()
    own.save()


def load_staff(organisations: dict[str, Organisation]) -> dict[str, User]:
    """Create the members of staff with the one demo password."""
    staff = {}
    for record in diary.read("people.toml"):
        user = User.objects.create_user(
            username=record["username"],
            password=logins.PASSWORD,
            full_name=record["full_name"],
            duty=record["duty"],
            email=f"{record['username']}@demo.invalid",
        )
        for role in record["roles"]:
            RoleAssignment.objects.create(
                user=user,
                role=role["role"],
                organisation=organisations[role["organisation"]],
                is_head=role.get("is_head", False),
            )
        staff[user.username] = user
    return staff


def shown_logins() -> list[dict[str, str]]:
    """The accounts worth printing: one per role, the others only fill the stage."""
    return [
        {key: record[key] for key in ("username", "title", "duty", "full_name")}
        for record in diary.read("people.toml")
        if "title" in record
    ]
