"""Workflow steps: shown with what blocks them, refused with every reason, taken once."""

import pytest

from portal.agencies.domain.roles import Role
from portal.agencies.models import Organisation
from tests.factories.agencies import OrganisationFactory, staff

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.desk.urls")]
LIST = "/admin/agencies/organisation/"


def step(body, event):
    return f"{LIST}{body.pk}/step/{event}/"


def test_the_record_shows_its_steps_and_what_blocks_them(desk, bureau):
    text = desk.get(f"{LIST}{bureau.pk}/change/").content.decode()
    assert f'href="{step(bureau, "rename")}"' in text
    assert "没有合并对象" in text
    assert "须先停用" in text
    assert step(bureau, "merge") not in text


def test_a_step_is_taken_and_leads_back(desk, bureau):
    response = desk.post(step(bureau, "rename"), {"name": "教育体育局"}, follow=True)
    assert response.redirect_chain == [(f"{LIST}{bureau.pk}/change/", 302)]
    assert "已改名为教育体育局。" in response.content.decode()
    bureau.refresh_from_db()
    assert bureau.name == "教育体育局"


def test_a_refusal_names_every_reason_and_keeps_the_text(desk, bureau):
    response = desk.post(step(bureau, "rename"), {"name": "短", "note": "写了很久的说明"})
    text = response.content.decode()
    assert response.status_code == 200
    assert "名称须含“局”" in text
    assert "名称至少三个字" in text
    assert "写了很久的说明" in text


def test_a_wrong_form_keeps_the_text(desk, bureau):
    response = desk.post(step(bureau, "rename"), {"name": "", "note": "写了很久的说明"})
    assert "写了很久的说明" in response.content.decode()
    assert response.context["form"].errors


def test_a_refused_action_leaves_nothing_behind(desk, district):
    body = OrganisationFactory(code="keep-1", parent=district)
    response = desk.post(step(body, "close"), {})
    assert "该机构不得停用" in response.content.decode()
    body.refresh_from_db()
    assert body.is_active


def test_a_blocked_step_cannot_be_forced(desk, bureau):
    text = desk.post(step(bureau, "merge"), {}).content.decode()
    assert "没有合并对象" in text
    bureau.refresh_from_db()
    assert bureau.is_active


def test_of_two_clerks_the_second_gets_a_conflict_with_the_text(desk, bureau):
    """D8: both opened the page, the first has renamed meanwhile."""
    version = desk.get(step(bureau, "rename")).context["record_version"]
    desk.post(step(bureau, "rename"), {"name": "甲改的局", "_version": version})
    response = desk.post(
        step(bureau, "rename"), {"name": "乙改的局", "note": "乙的说明", "_version": version}
    )
    text = response.content.decode()
    assert response.status_code == 409
    assert "已被他人修改" in text
    assert "乙改的局" in text
    assert "乙的说明" in text
    bureau.refresh_from_db()
    assert bureau.name == "甲改的局"
    again = {"name": "乙改的局", "_version": response.context["record_version"]}
    assert desk.post(step(bureau, "rename"), again).status_code == 302


def test_a_step_that_is_gone_keeps_the_text(desk, bureau):
    """A double click, or a page from yesterday."""
    desk.post(step(bureau, "close"), {})
    response = desk.post(step(bureau, "rename"), {"name": "新名", "note": "<b>说明</b>"})
    text = response.content.decode()
    assert response.status_code == 409
    assert "没有作任何改动" in text
    assert "&lt;b&gt;说明&lt;/b&gt;" in text
    page = desk.get(step(bureau, "nonsense"), follow=True)
    assert "这一步现在不能由您办理" in page.content.decode()


def test_bulk_reports_each_row(desk, district, bureau):
    kept = OrganisationFactory(code="keep-1", name="须留局", parent=district)
    gone = OrganisationFactory(code="gone", name="已停局", parent=district, is_active=False)
    response = desk.post(
        f"{LIST}?range=all",
        {"action": "step_close", "_selected_action": [bureau.pk, kept.pk, gone.pk]},
    )
    results = {result.record.code: result.reasons for result in response.context["results"]}
    assert results == {
        "bureau": [],
        "keep-1": ["该机构不得停用"],
        "gone": ["当前状态不能办理这一步。"],
    }
    assert "共 3 件，已办理 1 件。" in response.content.decode()
    assert set(Organisation.objects.filter(is_active=False)) == {bureau, gone}


def test_bulk_takes_no_step_that_needs_words(desk, bureau):
    response = desk.post(LIST, {"action": "step_rename", "_selected_action": [bureau.pk]})
    (result,) = response.context["results"]
    assert result.reasons == ["这一步需要填写内容，请打开后逐件办理。"]


def test_bulk_cannot_reach_rows_elsewhere(desk, bureau, elsewhere):
    desk.post(LIST, {"action": "step_close", "_selected_action": [elsewhere.pk]})
    elsewhere.refresh_from_db()
    assert elsewhere.is_active


def test_a_user_who_may_only_look_gets_no_bulk_steps(client, bureau):
    client.force_login(staff(Role.AUDITOR, bureau))
    assert "step_close" not in client.get(LIST).content.decode()
    client.post(LIST, {"action": "step_close", "_selected_action": [bureau.pk]})
    bureau.refresh_from_db()
    assert bureau.is_active
