"""Who gives roles to whom, what nobody may hold together, and how access is given back."""

from datetime import UTC, date, datetime

import pytest
from allauth.mfa.models import Authenticator
from django.core.management import CommandError, call_command

from portal.agencies.domain.roles import LONELY_ROLES, Role
from portal.agencies.models import Organisation, RoleAssignment, User
from portal.audit.models import AuditEntry
from portal.desk.actions import (
    PeopleRefused,
    appoint,
    end_assignment,
    open_account,
    reset_access,
    set_active,
)
from portal.desk.queries import assignments_visible_to, people_visible_to
from tests.factories.agencies import PASSWORD, AssignmentFactory, UserFactory, staff

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)
DAY = date(2026, 3, 2)


def test_an_administrator_appoints_below_and_nowhere_else(administrator, bureau, elsewhere):
    user = UserFactory()
    given = appoint(user=user, role=Role.DRAFTER, organisation=bureau, actor=administrator, at=AT)
    assert given.organisation == bureau
    assert AuditEntry.objects.get().action == "assignment.given"
    with pytest.raises(PeopleRefused, match="无权"):
        appoint(user=user, role=Role.DRAFTER, organisation=elsewhere, actor=administrator, at=AT)


def test_the_openness_office_appoints_liaisons_only(district, bureau):
    office = staff(Role.OPENNESS_OFFICE, district)
    appoint(user=UserFactory(), role=Role.LIAISON, organisation=bureau, actor=office, at=AT)
    with pytest.raises(PeopleRefused, match="无权"):
        appoint(user=UserFactory(), role=Role.DRAFTER, organisation=bureau, actor=office, at=AT)


def test_nobody_appoints_themselves(administrator, bureau):
    with pytest.raises(PeopleRefused) as refused:
        appoint(
            user=administrator,
            role=Role.DEPUTY_LEADER,
            organisation=bureau,
            actor=administrator,
            at=AT,
        )
    assert len(refused.value.reasons) == 2  # oneself, and together with administrator


@pytest.mark.parametrize("lonely", sorted(LONELY_ROLES))
@pytest.mark.parametrize("order", ["lonely first", "lonely last"])
def test_who_runs_or_audits_the_system_handles_no_cases(administrator, bureau, lonely, order):
    first, second = (lonely, Role.DRAFTER) if order == "lonely first" else (Role.DRAFTER, lonely)
    user = AssignmentFactory(role=first, organisation=bureau).user
    with pytest.raises(PeopleRefused, match="不得"):
        appoint(user=user, role=second, organisation=bureau, actor=administrator, at=AT)


def test_one_may_follow_the_other_in_time(administrator, bureau):
    user = AssignmentFactory(
        role=Role.DRAFTER, organisation=bureau, valid_to=date(2026, 3, 31)
    ).user
    appoint(
        user=user,
        role=Role.AUDITOR,
        organisation=bureau,
        valid_from=date(2026, 4, 1),
        actor=administrator,
        at=AT,
    )
    assert user.assignments.count() == 2


def test_an_assignment_ends_and_stays_on_record(administrator, bureau):
    held = AssignmentFactory(organisation=bureau)
    end_assignment(assignment=held, last_day=DAY, reason="调离", actor=administrator, at=AT)
    held.refresh_from_db()
    assert held.valid_to == DAY
    assert AuditEntry.objects.get().reason == "调离"
    with pytest.raises(PeopleRefused, match="已于"):
        end_assignment(assignment=held, last_day=DAY, reason="再", actor=administrator, at=AT)


def test_a_new_account_has_a_password_for_once(administrator):
    user, password = open_account(
        username="new", full_name="张三", duty="", email="", actor=administrator, at=AT
    )
    assert user.check_password(password)
    assert user.must_change_password
    entry = AuditEntry.objects.get()
    assert password not in entry.after
    with pytest.raises(PeopleRefused, match="已有人使用"):
        open_account(username="NEW", full_name="", duty="", email="", actor=administrator, at=AT)


def test_resetting_gives_a_new_password_and_forgets_the_second_factor(administrator):
    user = UserFactory()
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": "x"})
    password = reset_access(user=user, reason="手机丢失", actor=administrator, at=AT)
    user.refresh_from_db()
    assert user.check_password(password)
    assert user.must_change_password
    assert not Authenticator.objects.filter(user=user).exists()
    with pytest.raises(PeopleRefused):
        reset_access(user=administrator, reason="自己", actor=administrator, at=AT)


def test_an_account_is_closed_and_opened_but_not_ones_own(administrator):
    user = UserFactory()
    set_active(user=user, active=False, reason="离职", actor=administrator, at=AT)
    user.refresh_from_db()
    assert not user.is_active
    for who, active in ((user, False), (administrator, False)):
        with pytest.raises(PeopleRefused):
            set_active(user=who, active=active, reason="x", actor=administrator, at=AT)


def test_people_are_seen_where_they_work(administrator, district, bureau, elsewhere):
    here = AssignmentFactory(organisation=bureau).user
    past = AssignmentFactory(organisation=bureau, valid_to=date(2020, 1, 1)).user
    there = AssignmentFactory(organisation=elsewhere).user
    nowhere = UserFactory()
    assert set(people_visible_to(administrator, DAY)) == {administrator, here, past, nowhere}
    office = staff(Role.OPENNESS_OFFICE, bureau)
    assert set(people_visible_to(office, DAY)) == {office, here, past}
    assert there not in people_visible_to(staff(Role.AUDITOR, district), DAY)
    assert set(assignments_visible_to(office, DAY).values_list("user", flat=True)) == {
        here.pk,
        past.pk,
        office.pk,
    }
    assert set(people_visible_to(here, DAY)) == {here}


def test_the_pages_open_an_account_and_appoint(desk, bureau):
    response = desk.post(
        "/admin/agencies/user/add/",
        {"username": "zhang", "full_name": "张三", "duty": "科员", "email": ""},
        follow=True,
    )
    assert "一次性密码" in response.content.decode()
    user = User.objects.get(username="zhang")
    posted = desk.post(
        "/admin/agencies/roleassignment/add/",
        {"user": user.pk, "role": "drafter", "organisation": bureau.pk},
    )
    assert posted.status_code == 302, posted.context["errors"]
    assert RoleAssignment.objects.get(user=user).role == "drafter"
    refused = desk.post(
        "/admin/agencies/roleassignment/add/",
        {"user": user.pk, "role": "auditor", "organisation": bureau.pk},
    )
    assert "不得与“承办人”由同一人兼任" in refused.content.decode()


def test_the_pages_give_access_back(desk, bureau, client):
    user = AssignmentFactory(organisation=bureau).user
    page = desk.post(
        f"/admin/agencies/user/{user.pk}/step/reset/", {"reason": "忘记密码"}, follow=True
    )
    assert "一次性密码" in page.content.decode()
    user.refresh_from_db()
    assert not user.check_password(PASSWORD)
    desk.post(f"/admin/agencies/user/{user.pk}/step/disable/", {"reason": "离职"})
    user.refresh_from_db()
    assert not user.is_active


@pytest.mark.parametrize("field", ["is_active", "password", "must_change_password", "username"])
def test_the_page_changes_nothing_it_does_not_offer(desk, bureau, field):
    """A6: a posted field the form does not declare stays as it is."""
    user = AssignmentFactory(organisation=bureau).user
    before = getattr(user, field)
    desk.post(
        f"/admin/agencies/user/{user.pk}/change/",
        {"full_name": "李四", "duty": "", "email": "", field: "hacked"},
    )
    user.refresh_from_db()
    assert user.full_name == "李四"
    assert getattr(user, field) == before


def test_an_appointment_is_not_rewritten(desk, bureau):
    held = AssignmentFactory(organisation=bureau)
    url = f"/admin/agencies/roleassignment/{held.pk}/change/"
    assert desk.get(url).status_code == 200
    assert desk.post(url, {"role": "administrator"}).status_code == 403
    desk.post(
        f"/admin/agencies/roleassignment/{held.pk}/step/end/",
        {"last_day": "2026-03-02", "reason": "调离"},
    )
    held.refresh_from_db()
    assert held.valid_to == DAY


def test_the_first_administrator_comes_from_a_command(capsys):
    call_command("create_administrator", "first", organisation="d", organisation_name="某区政府")
    user = User.objects.get(username="first")
    assert user.must_change_password
    assert user.assignments.get().role == Role.ADMINISTRATOR
    assert Organisation.objects.get(code="d").name == "某区政府"
    with pytest.raises(CommandError, match="已有人使用"):
        call_command("create_administrator", "first", organisation="d")
    with pytest.raises(CommandError, match="没有代码"):
        call_command("create_administrator", "other", organisation="none")
