"""What several people ask for is proposed for publication; applicants may suggest it."""

from dataclasses import replace
from datetime import date

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from disclosure.models import Category, Document
from portal.agencies.models import User
from portal.domain.workflow import TransitionRefused
from requests_foia import actions
from requests_foia.models import AskedAlike, ConversionReview
from tests.factories import requests_foia as cases

pytestmark = pytest.mark.django_db

AT = cases.after(days=2)
NUMBERS = ("11010519491231002X", "110101199003070038", "110101199003070011", "110101199003070054")
WORDS = (
    "桃源路改造工程的中标结果和合同文本",
    "申请公开桃源路改造工程中标结果和合同文本",
    "桃源路改造工程的中标结果、合同文本",
    "桃源路改造工程的中标结果和合同文本附件",
)


def ask(place: cases.Bureau, position: int, **said):
    person = replace(cases.CITIZEN, id_number=said.pop("number", NUMBERS[position]))
    words = {"content": WORDS[position], "title": "", **said}
    return cases.filed(place, key=f"ask-{position}", applicant=person, **words).application


def publishing(group: AskedAlike, actor: User) -> dict:
    return {
        "group": group,
        "reasons": "三人申请，关系沿线居民。",
        "title": "桃源路改造工程中标结果公告",
        "category": Category.objects.get(code="policy-normative"),
        "formed_on": date(2025, 6, 30),
        "actor": actor,
        "at": AT,
    }


def test_three_different_people_make_a_proposal_once():
    place = cases.bureau()
    for position in range(2):
        ask(place, position)
    ask(place, 2, number=NUMBERS[0])
    assert actions.find_asked_alike(at=AT) == 0
    ask(place, 3, content="幼儿园保育费的收费标准")
    assert actions.find_asked_alike(at=AT) == 0
    person = replace(cases.CITIZEN, id_number=NUMBERS[2])
    cases.filed(place, key="third", applicant=person, content=WORDS[2], title="")
    assert actions.find_asked_alike(at=AT) == 1
    assert actions.find_asked_alike(at=AT) == 0
    group = AskedAlike.objects.get()
    assert (group.applicants, group.cases.count()) == (3, 4)


def test_another_body_is_another_group():
    for position in range(3):
        ask(cases.bureau(), position)
    assert actions.find_asked_alike(at=AT) == 0


def test_a_dismissed_group_returns_only_with_somebody_new():
    place = cases.bureau()
    for position in range(3):
        ask(place, position)
    actions.find_asked_alike(at=AT)
    group = AskedAlike.objects.get()
    with pytest.raises(TransitionRefused) as refused:
        actions.dismiss_alike(group=group, reasons=" ", actor=place.leader, at=AT)
    assert [refusal.code for refusal in refused.value.refusals] == ["role", "reasons"]
    actions.dismiss_alike(group=group, reasons="涉及在建工程。", actor=place.clerk, at=AT)
    assert actions.find_asked_alike(at=AT) == 0
    with pytest.raises(TransitionRefused):
        actions.convert_alike(**publishing(group, place.clerk))
    ask(place, 3)
    assert actions.find_asked_alike(at=AT) == 1


def test_the_office_turns_a_group_into_a_draft_document():
    place = cases.bureau()
    for position in range(3):
        ask(place, position)
    actions.find_asked_alike(at=AT)
    group = AskedAlike.objects.get()
    page = reverse("admin:requests_foia_askedalike_change", args=[group.pk])
    client = Client()
    client.force_login(place.clerk)
    with time_machine.travel(AT, tick=False):
        shown = client.get(page).content.decode()
        assert group.cases.first().number in shown
        step = reverse("admin:requests_foia_askedalike_step", args=[group.pk, "convert"])
        said = publishing(group, place.clerk)
        posted = {name: said[name] for name in ("reasons", "title", "formed_on")}
        answer = client.post(step, {**posted, "category": said["category"].pk})
        assert answer.status_code == 302
        client.force_login(place.auditor)
        assert client.get(page).status_code == 403
    document = Document.objects.get()
    assert document.converted_on == AT.date()
    assert ConversionReview.objects.get().document == document
    assert document.state == Document.States.DRAFT
    assert actions.find_asked_alike(at=AT) == 0


def test_a_suggestion_is_shown_to_whoever_drafts():
    place = cases.bureau()
    case = cases.handled(place, suggests_publication=True)
    client = Client()
    client.force_login(place.drafter)
    step = reverse("admin:requests_foia_application_step", args=[case.pk, "draft"])
    with time_machine.travel(AT, tick=False):
        assert "建议把这份信息向所有人公开" in client.get(f"{step}?kind=disclosed").content.decode()
        assert "建议把这份信息" not in client.get(f"{step}?kind=refused").content.decode()


def test_the_applicant_changes_wishes_on_the_own_page():
    place = cases.bureau()
    case = cases.registered(place)
    client = Client()
    page = reverse("requests:wishes", args=[case.pk])
    with time_machine.travel(AT, tick=False):
        assert client.get(page).status_code == 404
        said = {"number": case.number, "code": cases.new_code_of(case)}
        client.post(reverse("requests:track"), said)
        assert client.get(page).status_code == 200
        assert client.post(page, {"is_out_of_log": "on"}).status_code == 303
        case.refresh_from_db()
        assert (case.suggests_publication, case.is_out_of_log) == (False, True)
        tracked = client.get(reverse("requests:tracked", args=[case.pk])).content.decode()
        assert "机关不会列出" in tracked
