"""Several units on one case: claims, parallel tasks, the consultation group."""

import pytest

from portal.agencies.domain.roles import Role
from portal.agencies.models import Organisation
from portal.domain.workflow import TransitionRefused
from portal.obligations import queries as obligations
from requests_foia import actions, permissions, queries
from requests_foia.models import Application
from tests.factories import requests_foia as cases
from tests.factories.agencies import OrganisationFactory, staff

pytestmark = pytest.mark.django_db

AT = cases.after(days=1)
ON = AT.date()


def codes(refused: pytest.ExceptionInfo) -> list[str]:
    return [refusal.code for refusal in refused.value.refusals]


def second_unit(place: cases.Bureau) -> tuple[Organisation, object]:
    unit = OrganisationFactory(
        parent=place.body, kind=Organisation.Kind.UNIT, is_foi_subject=False, name="法规科"
    )
    return unit, staff(Role.DRAFTER, unit)


def free_case(place: cases.Bureau) -> Application:
    return actions.assign(
        application=cases.registered(place), unit=place.unit, actor=place.clerk, at=AT
    )


def test_a_case_is_claimed_by_one_of_the_unit():
    place = cases.bureau()
    case, colleague = free_case(place), staff(Role.DRAFTER, place.unit)
    case = actions.claim(application=case, actor=place.drafter, at=AT)
    assert case.officer == place.drafter
    assert obligations.open_of(case, "foi.reply").responsible == place.drafter
    with pytest.raises(TransitionRefused) as refused:
        actions.claim(application=case, actor=colleague, at=AT)
    assert codes(refused) == ["claimed"]
    assert str(place.drafter) in refused.value.refusals[0].message


def test_units_work_side_by_side_and_the_reply_waits_for_them():
    place = cases.bureau()
    case = cases.handled(place)
    unit, helper = second_unit(place)
    assert not queries.visible_to(helper, ON).exists()
    task = actions.give_task(application=case, unit=unit, task="核对合同", actor=place.clerk, at=AT)
    assert queries.visible_to(helper, ON).get() == case
    assert queries.waiting_for(queries.visible_to(helper, ON), helper, ON).get() == case
    assert permissions.may_read_words(helper, case, ON)
    assert not permissions.may_reveal(helper, case, ON)
    task = actions.claim_task(application=case, task=task, actor=helper, at=AT)
    actions.draft_reply(application=case, actor=place.drafter, at=AT, **cases.DISCLOSED)
    cases.checked(place, case, at=AT)
    with pytest.raises(TransitionRefused) as refused:
        actions.approve(application=case, actor=place.leader, at=AT)
    assert codes(refused) == ["task_open"]
    actions.finish_task(application=case, task=task, result="单价可以公开", actor=helper, at=AT)
    actions.approve(application=case, actor=place.leader, at=AT)
    assert not queries.visible_to(helper, ON).exists()


def test_a_task_is_claimed_once_and_finished_by_who_has_it():
    place = cases.bureau()
    case = cases.handled(place)
    unit, helper = second_unit(place)
    other = staff(Role.DRAFTER, unit)
    task = actions.give_task(application=case, unit=unit, task="核对", actor=place.clerk, at=AT)
    actions.claim_task(application=case, task=task, actor=helper, at=AT)
    for verb, said in ((actions.claim_task, {}), (actions.finish_task, {"result": "好"})):
        with pytest.raises(TransitionRefused) as refused:
            verb(application=case, task=task, actor=other, at=AT, **said)
        assert "task" in codes(refused)
    with pytest.raises(TransitionRefused) as refused:
        actions.give_task(application=case, unit=unit, task="再核", actor=place.clerk, at=AT)
    assert codes(refused) == ["unit"]
    actions.call_off_task(application=case, task=task, note="已查明", actor=place.clerk, at=AT)
    with pytest.raises(TransitionRefused) as refused:
        actions.finish_task(application=case, task=task, result="好", actor=helper, at=AT)
    assert "no_task" in codes(refused) or "role" in codes(refused)


def test_work_stays_inside_the_receiving_body():
    place, elsewhere = cases.bureau(), cases.bureau()
    case = cases.handled(place)
    for unit in (elsewhere.unit, place.unit):
        with pytest.raises(TransitionRefused) as refused:
            actions.give_task(application=case, unit=unit, task="核", actor=place.clerk, at=AT)
        assert "unit" in codes(refused)
    with pytest.raises(TransitionRefused) as refused:
        actions.open_deliberation(
            application=case, topic="", members=[elsewhere.unit], actor=place.clerk, at=AT
        )
    assert codes(refused) == ["unit", "topic"]


def test_the_reply_waits_for_the_groups_conclusion():
    place = cases.bureau()
    case = cases.handled(place)
    unit, helper = second_unit(place)
    facts = {"application": case, "at": AT}
    group = actions.open_deliberation(
        topic="能否公开单价", members=[unit, place.unit], actor=place.clerk, **facts
    )
    with pytest.raises(TransitionRefused) as refused:
        actions.open_deliberation(topic="再议", members=[unit], actor=place.clerk, **facts)
    assert codes(refused) == ["deliberation_open"]
    actions.draft_reply(actor=place.drafter, **facts, **cases.DISCLOSED)
    cases.checked(place, case, at=AT)
    place_of = group.views.get(unit=unit)
    actions.give_view(place=place_of, view="可以公开", actor=helper, **facts)
    with pytest.raises(TransitionRefused) as refused:
        actions.give_view(place=place_of, view="不可以", actor=helper, **facts)
    assert set(codes(refused)) == {"no_view", "place"}
    with pytest.raises(TransitionRefused) as refused:
        actions.approve(actor=place.leader, **facts)
    assert codes(refused) == ["deliberation_open"]
    concluded = actions.conclude_deliberation(
        conclusion="公开单价，隐去联系人", actor=place.clerk, **facts
    )
    assert concluded.conclusion == "公开单价，隐去联系人"
    actions.approve(actor=place.leader, **facts)
