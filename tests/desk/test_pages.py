"""Every page of the desk keeps to its rows, its look-ups and the audit chain."""

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission

from portal.agencies.domain.roles import Role
from portal.agencies.models import Organisation
from portal.audit.models import AuditEntry
from tests.factories.agencies import OrganisationFactory, staff

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.desk.urls")]
LIST = "/admin/agencies/organisation/"


def page(body, what="change"):
    return f"{LIST}{body.pk}/{what}/"


def edited(body, **changes):
    fields = {"name": body.name, "short_name": "", "code": body.code, "kind": body.kind}
    return {**fields, "parent": body.parent_id or "", "address": "", **changes}


@pytest.mark.parametrize("what", ["change", "history", "delete", "step/rename"])
def test_rows_elsewhere_answer_404_on_every_page(desk, bureau, elsewhere, what):
    assert desk.get(page(elsewhere, what)).status_code == 404
    assert desk.post(page(elsewhere, what), {"name": "夺"}).status_code == 404
    if what != "delete":
        assert desk.get(page(bureau, what)).status_code == 200


def test_rows_elsewhere_are_in_no_list_choice_or_completion(desk, bureau, elsewhere):
    for url in (
        LIST,
        f"{LIST}?q=教育局",
        page(bureau),
        "/admin/autocomplete/?term=教育&app_label=agencies&model_name=organisation&field_name=parent",
    ):
        text = desk.get(url).content.decode()
        assert "远山区" not in text


def test_a_row_elsewhere_cannot_be_referred_to(desk, bureau, elsewhere):
    response = desk.post(page(bureau), edited(bureau, parent=elsewhere.pk))
    assert response.status_code == 200
    bureau.refresh_from_db()
    assert bureau.parent.code == "district"


def test_nothing_is_deleted(desk, bureau):
    assert desk.get(page(bureau, "delete")).status_code == 403
    desk.post(LIST, {"action": "delete_selected", "_selected_action": [bureau.pk], "post": "yes"})
    assert Organisation.objects.filter(pk=bureau.pk).exists()


@pytest.mark.parametrize(
    "query",
    [
        "court__startswith=云",
        "name__startswith=云",
        "name=x",
        "address__isnull=1",
        "assignments__user__password__startswith=a",
        "assignments__user__email__contains=a",
        "parent__name__startswith=云",
        "parent__parent__code=x",
        "parent__id__gt=0",
        "kind__regex=.*",
        "kind__startswith=d",
        "pk=1",
        "nonsense=1",
    ],
)
def test_no_field_can_be_asked_letter_by_letter(desk, bureau, query):
    """A5: the query string accepts the list's own filters, and not one more."""
    assert desk.get(f"{LIST}?{query}").status_code == 400


@pytest.mark.parametrize(
    "query", ["kind__exact=department", "parent__id__exact={district}", "range=all", "o=1", "p=1"]
)
def test_the_lists_own_filters_work(desk, bureau, district, query):
    response = desk.get(f"{LIST}?{query.format(district=district.pk)}")
    assert response.status_code == 200
    assert "教育局" in response.content.decode()


@pytest.mark.parametrize(
    "query",
    [
        "p=1000000000",
        "p=x",
        "o=99.-3",
        "parent__id__exact=abc",
        "parent__id__exact=9" * 20,
        "q=%25_",
    ],
)
def test_wild_values_are_never_an_error(desk, bureau, query):
    assert desk.get(f"{LIST}?{query}").status_code in (200, 302, 400)


@pytest.mark.parametrize("key", ["0", "x", "9" * 30, "%F0%9F%92%A5", "1/../2"])
def test_wild_keys_are_not_found(desk, bureau, key):
    assert desk.get(f"{LIST}{key}/change/").status_code == 404


def test_the_shortcut_that_asks_nobody_is_gone(desk, bureau):
    for model in ("agencies.organisation", "agencies.user"):
        assert desk.get(f"/admin/r/1/{bureau.pk}/").status_code == 404, model


def test_lists_open_on_ones_own_rows(desk, bureau):
    OrganisationFactory(name="停办局", parent=bureau, is_active=False)
    assert "停办局" not in desk.get(LIST).content.decode()
    assert "停办局" in desk.get(f"{LIST}?range=all").content.decode()


def test_an_edit_is_written_into_the_audit_chain_and_nowhere_else(desk, bureau, administrator):
    response = desk.post(page(bureau), edited(bureau, name="云溪区教育体育局"))
    assert response.status_code == 302
    entry = AuditEntry.objects.get()
    assert entry.action == "agencies.organisation.changed"
    assert entry.actor == administrator
    assert entry.organisation_code == "bureau"
    assert entry.changes_before == {"name": "云溪区教育局"}
    assert entry.changes_after == {"name": "云溪区教育体育局"}
    assert not LogEntry.objects.exists()


def test_an_addition_is_written_too(desk, district):
    body = Organisation(name="新设局", code="new", kind="department", parent=district)
    assert desk.post(f"{LIST}add/", edited(body)).status_code == 302
    assert AuditEntry.objects.get().action == "agencies.organisation.added"
    assert not LogEntry.objects.exists()


def test_the_history_page_reads_the_audit_chain(desk, bureau):
    desk.post(page(bureau), edited(bureau, name="云溪区教育体育局"))
    text = desk.get(page(bureau, "history")).content.decode()
    assert "<del>云溪区教育局</del>" in text
    assert "修改" in text


def test_the_second_of_two_editors_keeps_the_text_and_overwrites_nothing(desk, bureau):
    """D8."""
    version = desk.get(page(bureau)).context["record_version"]
    desk.post(page(bureau), edited(bureau, name="甲改的局", _version=version))
    response = desk.post(page(bureau), edited(bureau, name="乙改的局", _version=version))
    text = response.content.decode()
    assert "已被他人修改" in text
    assert "乙改的局" in text
    bureau.refresh_from_db()
    assert bureau.name == "甲改的局"
    again = edited(bureau, name="乙改的局", _version=response.context["record_version"])
    assert desk.post(page(bureau), again).status_code == 302
    bureau.refresh_from_db()
    assert bureau.name == "乙改的局"


def test_what_the_action_refuses_is_shown_with_the_text(desk, bureau):
    response = desk.post(page(bureau), edited(bureau, short_name="禁", name="改过的局"))
    text = response.content.decode()
    assert response.status_code == 200
    assert "简称不合规范" in text
    assert "改过的局" in text
    bureau.refresh_from_db()
    assert bureau.name == "云溪区教育局"


def test_a_role_without_the_right_finds_the_model_shut(client, district):
    user = staff(Role.DRAFTER, district)
    client.force_login(user)
    assert client.get("/admin/agencies/user/").status_code == 403
    assert client.get(f"{LIST}add/").status_code == 403
    assert client.get("/admin/").status_code == 200


def test_signed_out_nothing_opens(client, bureau):
    for url in ("/admin/", LIST, page(bureau), page(bureau, "step/rename")):
        response = client.get(url)
        assert response.status_code == 302
        assert "/admin/login/" in response["Location"]


def test_third_party_models_have_no_page(desk):
    for path in (
        "auth/group",
        "account/emailaddress",
        "mfa/authenticator",
        "socialaccount/socialapp",
    ):
        assert desk.get(f"/admin/{path}/").status_code == 404


def test_personal_permissions_do_not_exist(administrator):
    """Rights come from roles alone, so nothing can be slipped past them."""
    assert administrator.is_superuser is None
    assert not administrator.has_perm("agencies.delete_user")
    names = {f"agencies.{name}" for name in Permission.objects.values_list("codename", flat=True)}
    assert not all(administrator.has_perm(name) for name in names)
