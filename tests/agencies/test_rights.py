"""The matrix of rights: complete, exact, and closed where it must be."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.management import CommandError, call_command

from portal.agencies.actions import create_roles
from portal.agencies.domain import rights
from portal.agencies.domain.rights import rights_of
from portal.agencies.domain.roles import Role
from tests.factories.agencies import OrganisationFactory, staff

pytestmark = pytest.mark.django_db

# Models whose rows hold personal data of citizens, in clear or behind a link.
PERSONAL = ("requests_foia.", "interpretation.view_comment", "interpretation.change_comment")


def names(permissions):
    return {f"{p.content_type.app_label}.{p.codename}" for p in permissions}


def test_every_name_in_the_matrix_fits_a_model():
    call_command("create_roles")
    for role in Role:
        group = Group.objects.get(name=str(role))
        assert names(group.permissions.select_related("content_type")) == rights_of(role)


def test_running_it_again_takes_away_what_was_added_by_hand():
    create_roles()
    group = Group.objects.get(name=str(Role.DRAFTER))
    group.permissions.add(Permission.objects.get(codename="delete_user"))
    create_roles()
    assert not group.permissions.filter(codename="delete_user").exists()


def test_an_unknown_name_fails_loudly_and_changes_nothing(monkeypatch):
    wrong = rights.RIGHTS | {Role.AUDITOR: frozenset({"agencies.use_desk", "ghosts.view_ghost"})}
    monkeypatch.setattr(rights, "RIGHTS", wrong)
    with pytest.raises(CommandError, match=r"ghosts\.view_ghost"):
        call_command("create_roles")
    assert not Group.objects.exists()


@pytest.mark.parametrize("role", list(Role))
def test_a_user_has_exactly_the_rights_of_the_role(role):
    user = staff(role, OrganisationFactory())
    assert user.get_all_permissions() == rights_of(role)


def test_the_administrator_opens_nothing_personal():
    """The wording of letters is no case: it names nobody."""
    opened = {name for name in rights_of(Role.ADMINISTRATOR) if name.startswith(PERSONAL)}
    assert {name.rpartition("_")[2] for name in opened} <= {"lettertemplate"}


def test_nobody_deletes_or_changes_records_of_the_house():
    closed = ("audit", "obligations.delete", "requests_foia.delete", "agencies.delete_user")
    for role in Role:
        for name in rights_of(role):
            assert not name.startswith(closed) or name == "audit.view_auditentry"


def test_everybody_with_a_role_gets_in():
    for role in Role:
        assert "agencies.use_desk" in rights_of(role)
