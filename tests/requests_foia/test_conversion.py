"""Whether what one applicant got becomes public for everybody (条例 art. 44)."""

from datetime import date

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from disclosure.models import Category, Document
from portal.calendar.queries import calendar_for
from portal.domain.workflow import TransitionRefused
from portal.obligations import queries as obligations
from requests_foia import actions
from requests_foia.domain.replies import ReplyKind
from requests_foia.models import ConversionReview
from requests_foia.queries import statistics
from tests.factories import requests_foia as cases

pytestmark = pytest.mark.django_db

AT = cases.after(days=1, hours=2)
UNANSWERED = {name: cases.DISCLOSED[name] for name in ("kind", "text", "search_note")}


def converting(**said) -> dict:
    return {
        "converts": True,
        "conversion_reasons": "关系沿线居民出行，应当让公众知道。",
        "conversion_title": "桃源路改造工程中标结果公告",
        "conversion_category": Category.objects.get(code="policy-normative"),
        "conversion_formed_on": date(2025, 6, 30),
        **said,
    }


def codes(refused: pytest.ExceptionInfo) -> list[str]:
    return [refusal.code for refusal in refused.value.refusals]


def test_no_approval_and_no_issue_without_an_answer():
    place = cases.bureau()
    case = cases.handled(place)
    actions.draft_reply(application=case, actor=place.drafter, at=AT, **UNANSWERED)
    actions.check_secrecy(application=case, actor=place.secrecy, opinion="不涉密。", at=AT)
    with pytest.raises(TransitionRefused) as refused:
        actions.approve(application=case, actor=place.leader, at=AT)
    assert codes(refused) == ["conversion"]
    answer = {"application": case, "actor": place.drafter, "at": AT}
    with pytest.raises(TransitionRefused) as refused:
        actions.review_conversion(**answer, converts=None, conversion_reasons=" ")
    assert codes(refused) == ["converts", "conversion_reasons"]
    actions.review_conversion(**answer, **cases.NOT_CONVERTED)
    with pytest.raises(TransitionRefused) as refused:
        actions.review_conversion(**answer, **cases.NOT_CONVERTED)
    assert codes(refused) == ["conversion_done"]
    actions.approve(application=case, actor=place.leader, at=AT)
    ConversionReview.objects.all().delete()
    with pytest.raises(TransitionRefused) as refused:
        actions.issue(application=case, actor=place.clerk, at=AT)
    assert codes(refused) == ["conversion"]


def test_a_yes_says_what_is_published():
    place = cases.bureau()
    case = cases.handled(place)
    empty = {
        "conversion_title": "",
        "conversion_category": None,
        "conversion_formed_on": date(2025, 12, 1),
    }
    with pytest.raises(TransitionRefused) as refused:
        actions.draft_reply(
            application=case,
            actor=place.drafter,
            at=AT,
            **{**UNANSWERED, **converting(**empty)},
        )
    assert codes(refused) == ["conversion_title", "conversion_category", "conversion_formed_on"]
    assert not case.replies.exists()


def test_issuing_begins_a_draft_that_is_due_twenty_working_days_later():
    place = cases.bureau()
    case = cases.approved(place, {**cases.DISCLOSED, **converting()})
    assert not Document.objects.exists()
    actions.preview_step(
        application=case,
        take=lambda: actions.issue(application=case, actor=place.clerk, at=AT),
        actor=place.clerk,
        at=AT,
    )
    assert not Document.objects.exists()
    issued_at = cases.after(days=3)
    actions.issue(application=case, actor=place.clerk, at=issued_at)
    document = Document.objects.get()
    assert document.state == Document.States.DRAFT
    assert document.title == "桃源路改造工程中标结果公告"
    assert document.converted_on == issued_at.date()
    assert ConversionReview.objects.get(reply__application=case).document == document
    [owed] = obligations.of(document)
    due_on = calendar_for(place.body.code).add_working_days(issued_at.date(), 20)
    assert (owed.rule_key, owed.started_on, owed.due_on) == (
        "pub.deadline",
        issued_at.date(),
        due_on,
    )
    [month] = [row for row in statistics.monthly(date(2025, 1, 1), date(2025, 12, 31))]
    assert (month.conversions_reviewed, month.conversions_decided) == (1, 1)
    assert month.conversions_published == 0
    client = Client()
    client.force_login(place.clerk)
    with time_machine.travel(cases.after(days=5), tick=False):
        desk = client.get(reverse("admin:requests_foia_casecount_changelist")).content.decode()
    assert "审查 1 件，决定转为主动公开 1 件，现已发布 0 件" in desk
    assert "转换率 100.0%" in desk


def test_a_no_and_a_refusal_begin_nothing():
    place = cases.bureau()
    cases.issued(place)
    unasked = {"kind": ReplyKind.NOT_HELD, "text": "请向交通局申请。", "reasons": "不负责。"}
    cases.issued(place, {**unasked, "search_note": "检索了档案。"}, key="other")
    assert not Document.objects.exists()
    assert ConversionReview.objects.count() == 1


def test_the_desk_asks_with_the_draft_and_links_both_ways():
    place = cases.bureau()
    case = cases.handled(place)
    client = Client()
    client.force_login(place.drafter)
    step = reverse("admin:requests_foia_application_step", args=[case.pk, "draft"])
    words = {**UNANSWERED, "kind": "disclosed"}
    with time_machine.travel(AT, tick=False):
        unanswered = client.post(step, words)
        assert "是否转为主动公开" in unanswered.content.decode()
        said = {**converting(), "converts": "yes"}
        said["conversion_category"] = said["conversion_category"].pk
        assert client.post(step, {**words, **said}).status_code == 302
    cases.checked(place, case, AT)
    client.force_login(place.leader)
    page = reverse("admin:requests_foia_application_change", args=[case.pk])
    with time_machine.travel(AT, tick=False):
        shown = client.get(page).content.decode()
        assert "桃源路改造工程中标结果公告" in shown
        assert "关系沿线居民出行" in shown
        actions.approve(application=case, actor=place.leader, at=AT)
        actions.issue(application=case, actor=place.clerk, at=AT)
        document = Document.objects.get()
        client.force_login(place.clerk)
        there = reverse("admin:disclosure_document_change", args=[document.pk])
        assert there in client.get(page).content.decode()
        assert page in client.get(there).content.decode()
