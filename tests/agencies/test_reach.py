"""How far a role reaches, and on which days."""

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser

from portal.agencies.domain.roles import SUBTREE_ROLES, Role
from portal.agencies.models import Organisation
from portal.agencies.permissions import has_role, holds
from portal.agencies.queries import organisations_of, roles_of, staff_with_role, subtree_of
from tests.factories.agencies import AssignmentFactory, OrganisationFactory, UserFactory

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 2)


@pytest.fixture
def tree():
    """district > bureau > unit, and a bureau beside."""
    district = OrganisationFactory(code="district")
    bureau = OrganisationFactory(code="bureau", parent=district)
    unit = OrganisationFactory(code="unit", parent=bureau)
    beside = OrganisationFactory(code="beside", parent=district)
    return {"district": district, "bureau": bureau, "unit": unit, "beside": beside}


def codes(rows):
    return {row.code for row in rows}


@pytest.mark.parametrize("role", list(Role))
def test_a_role_reaches_its_body_and_only_some_reach_below(tree, role):
    user = AssignmentFactory(role=role, organisation=tree["bureau"]).user
    expected = {"bureau", "unit"} if role in SUBTREE_ROLES else {"bureau"}
    assert codes(organisations_of(user, DAY, role)) == expected
    assert {code for code, body in tree.items() if has_role(user, role, body, DAY)} == expected
    assert roles_of(user, DAY) == {role}


@pytest.mark.parametrize("role", list(Role))
def test_those_who_may_act_for_a_body_are_found_from_below(tree, role):
    above = AssignmentFactory(role=role, organisation=tree["district"]).user
    here = AssignmentFactory(role=role, organisation=tree["bureau"]).user
    AssignmentFactory(role=role, organisation=tree["beside"])
    AssignmentFactory(role=role, organisation=tree["unit"])
    expected = {above, here} if role in SUBTREE_ROLES else {here}
    assert set(staff_with_role(role, tree["bureau"], DAY)) == expected


@pytest.mark.parametrize(
    ("valid_from", "valid_to", "counts"),
    [
        (None, None, True),
        (DAY, DAY, True),
        (date(2026, 3, 3), None, False),
        (None, date(2026, 3, 1), False),
        (date(2026, 1, 1), date(2026, 12, 31), True),
    ],
)
def test_an_assignment_counts_on_its_days_both_included(tree, valid_from, valid_to, counts):
    user = AssignmentFactory(
        role=Role.DRAFTER, organisation=tree["unit"], valid_from=valid_from, valid_to=valid_to
    ).user
    assert has_role(user, Role.DRAFTER, tree["unit"], DAY) is counts
    assert holds(user, Role.DRAFTER, on=DAY) is counts
    assert holds(user, on=DAY) is counts
    assert (user in staff_with_role(Role.DRAFTER, tree["unit"], DAY)) is counts


def test_a_disabled_person_holds_nothing(tree):
    user = AssignmentFactory(role=Role.AUDITOR, organisation=tree["district"]).user
    user.is_active = False
    user.save(update_fields=["is_active"])
    assert not holds(user, on=DAY)
    assert not organisations_of(user, DAY).exists()
    assert not staff_with_role(Role.AUDITOR, tree["unit"], DAY).exists()


def test_roles_of_one_person_do_not_lend_each_other_their_reach(tree):
    """A drafter of the district who is openness office of the bureau drafts nowhere below."""
    user = UserFactory()
    AssignmentFactory(user=user, role=Role.DRAFTER, organisation=tree["district"])
    AssignmentFactory(user=user, role=Role.OPENNESS_OFFICE, organisation=tree["bureau"])
    assert codes(organisations_of(user, DAY, Role.DRAFTER)) == {"district"}
    assert codes(organisations_of(user, DAY, Role.OPENNESS_OFFICE)) == {"bureau", "unit"}
    assert codes(organisations_of(user, DAY)) == {"district", "bureau", "unit"}
    assert not has_role(user, Role.DRAFTER, tree["unit"], DAY)


def test_nobody_reaches_anything_unasked(tree):
    for user in (AnonymousUser(), UserFactory()):
        assert not organisations_of(user, DAY).exists()
        assert not holds(user, on=DAY)
        assert roles_of(user, DAY) == frozenset()


def test_scoping_costs_one_query_and_works_inside_another(tree, django_assert_num_queries):
    user = AssignmentFactory(role=Role.OPENNESS_OFFICE, organisation=tree["district"]).user
    with django_assert_num_queries(1):
        scoped = Organisation.objects.filter(parent__in=organisations_of(user, DAY))
        assert codes(scoped) == {"bureau", "unit", "beside"}


def test_a_subtree_holds_its_root(tree):
    assert codes(subtree_of(tree["bureau"])) == {"bureau", "unit"}
    assert codes(subtree_of(tree["unit"])) == {"unit"}
