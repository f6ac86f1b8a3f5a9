"""Checks before approval, the reply wizard and what it says, and the right body."""

import re

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from interpretation.domain import letterbox
from portal.audit.models import AuditEntry
from portal.calendar.models import RuleOverride
from portal.domain.workflow import TransitionRefused
from requests_foia import actions
from requests_foia.domain.checks import Check, checks_needed
from requests_foia.domain.replies import REPLIES, Ground, ReplyKind
from requests_foia.models import ReplyCheck
from requests_foia.models.reply_words import LETTERS, REMEDIES, ROWS
from tests.factories import requests_foia as cases
from tests.factories.agencies import AssignmentFactory, ContactPointFactory

pytestmark = pytest.mark.django_db

AT = cases.after(days=1, hours=2)
PARTIAL = {
    "kind": ReplyKind.PARTIAL,
    "ground": Ground.INTERNAL,
    "text": "公开合同正文。",
    "reasons": "联系人电话属于内部事务信息。",
    "withheld": "合同第三页的联系人电话。",
    "search_note": "检索了项目档案。",
    **cases.NOT_CONVERTED,
}


def codes(refused: pytest.ExceptionInfo) -> list[str]:
    return [refusal.code for refusal in refused.value.refusals]


@pytest.mark.parametrize("kind", ReplyKind)
def test_disclosure_is_reviewed_for_secrecy_and_withholding_for_legality(kind):
    needed = set(checks_needed(kind, secrecy=1, legality=1))
    assert (Check.SECRECY in needed) is REPLIES[kind].discloses
    assert (Check.LEGALITY in needed) is REPLIES[kind].needs_ground
    assert set(checks_needed(kind, secrecy=2, legality=2)) == set(Check)


def test_no_approval_before_every_check_and_by_nobody_who_made_one():
    place = cases.bureau()
    case = cases.drafted(place, PARTIAL)
    step = {"application": case, "at": AT}
    with pytest.raises(TransitionRefused) as refused:
        actions.approve(actor=place.leader, **step)
    assert codes(refused) == ["check_pending", "check_pending"]
    for role in ("legal_reviewer", "deputy_leader"):
        AssignmentFactory(user=place.secrecy, role=role, organisation=place.body)
    actions.check_secrecy(actor=place.secrecy, opinion="不涉密。", **step)
    with pytest.raises(TransitionRefused) as refused:
        actions.check_legality(actor=place.secrecy, opinion="合法。", **step)
    assert codes(refused) == ["own_check"]
    actions.check_legality(actor=place.legal, opinion="合法。", **step)
    with pytest.raises(TransitionRefused) as refused:
        actions.check_secrecy(actor=place.secrecy, opinion="再审。", **step)
    assert "check_done" in codes(refused)
    with pytest.raises(TransitionRefused) as refused:
        actions.approve(actor=place.secrecy, **step)
    assert codes(refused) == ["own_check"]
    assert actions.approve(actor=place.leader, **step).state == "approved"


def test_the_drafter_checks_nothing():
    place = cases.bureau()
    case = cases.drafted(place)
    AssignmentFactory(user=place.drafter, role="secrecy_reviewer", organisation=place.body)
    with pytest.raises(TransitionRefused) as refused:
        actions.check_secrecy(application=case, actor=place.drafter, opinion="好。", at=AT)
    assert codes(refused) == ["own_draft"]


def test_a_new_draft_is_checked_anew():
    place = cases.bureau()
    case = cases.checked(place, cases.drafted(place), AT)
    step = {"application": case, "at": AT}
    actions.send_back(actor=place.secrecy, note="漏了附件", **step)
    actions.draft_reply(actor=place.drafter, **step, **cases.DISCLOSED)
    with pytest.raises(TransitionRefused) as refused:
        actions.approve(actor=place.leader, **step)
    assert codes(refused) == ["check_pending"]


def test_a_body_may_check_more_never_less():
    place = cases.bureau()
    own = {"organisation_code": place.body.code, "in_force_from": "2025-01-01"}
    RuleOverride.objects.create(rule_key="foi.check_secrecy", value=0, **own)
    RuleOverride.objects.create(rule_key="foi.check_legality", value=2, **own)
    cases.drafted(place)
    kinds = ReplyCheck.objects.values_list("kind", flat=True)
    assert set(kinds) == {"secrecy", "legality"}


def test_a_missing_record_of_the_search_refuses_the_draft():
    place = cases.bureau()
    case = cases.handled(place)
    with pytest.raises(TransitionRefused) as refused:
        actions.draft_reply(
            application=case,
            kind=ReplyKind.NOT_EXISTING,
            text="不存在。",
            reasons="没有制作过。",
            search_note="没有找到。",
            actor=place.drafter,
            at=AT,
        )
    assert codes(refused) == ["search_places", "search_words", "searched_by"]


def test_a_partial_disclosure_says_what_is_withheld():
    place = cases.bureau()
    case = cases.handled(place)
    with pytest.raises(TransitionRefused) as refused:
        actions.draft_reply(
            application=case, actor=place.drafter, at=AT, **{**PARTIAL, "withheld": " "}
        )
    assert codes(refused) == ["withheld"]
    other = cases.issued(place, PARTIAL, key="other")
    assert "合同第三页的联系人电话。" in other.letters.get().html


def test_unclear_needs_a_correction_before():
    place = cases.bureau()
    case = cases.handled(place)
    with pytest.raises(TransitionRefused) as refused:
        actions.draft_reply(
            application=case,
            actor=place.drafter,
            at=AT,
            **{**cases.DISCLOSED, "kind": ReplyKind.UNCLEAR, "reasons": "不明确。"},
        )
    assert codes(refused) == ["kind"]


def test_the_letter_names_the_right_body_and_how_to_reach_it():
    place, right = cases.bureau(), cases.bureau(name="云溪区交通运输局")
    ContactPointFactory(organisation=right.body, phone="0571-12345678")
    answer = {
        **cases.DISCLOSED,
        "kind": ReplyKind.NOT_HELD,
        "reasons": "该信息由交通运输部门制作。",
        "referred_to": right.body,
        "referral": "也可以查阅市档案馆。",
    }
    html = cases.issued(place, answer).letters.get().html
    for words in ("云溪区交通运输局", "0571-12345678", "也可以查阅市档案馆。"):
        assert words in html


@pytest.fixture
def _letterbox():
    before = letterbox.receiver()
    yield
    letterbox._receivers[:] = [before] if before else []


@pytest.mark.usefixtures("_letterbox")
def test_a_petition_goes_to_the_letterbox_where_there_is_one():
    place = cases.bureau()
    received = []
    letterbox.register_receiver(lambda **said: received.append(said) or "LX-1")
    answer = {**cases.DISCLOSED, "kind": ReplyKind.PETITION, "reasons": "属于投诉。"}
    case = cases.issued(place, answer)
    assert [said["source"] for said in received] == [case]
    entry = AuditEntry.objects.get(subject_id=str(case.pk), action="requests_foia.issue")
    assert "LX-1" in entry.after


def test_every_kind_has_its_letter_remedy_and_row():
    assert set(LETTERS) == set(ReplyKind)
    assert {rule.remedy for rule in REPLIES.values()} == set(REMEDIES)
    assert {rule.row for rule in REPLIES.values()} - {""} <= set(ROWS)


def test_the_wizard_asks_first_for_the_kind_then_only_for_what_it_needs():
    place = cases.bureau(court="")
    case = cases.handled(place)
    url = reverse("admin:requests_foia_application_step", args=[case.pk, "draft"])
    client = Client()
    client.force_login(place.drafter, backend="portal.agencies.auth.RoleBackend")
    with time_machine.travel(AT, tick=False):
        choice = client.get(url).content.decode()
        form = client.get(url + "?kind=refused").content.decode()
        plain = client.get(url + "?kind=disclosed").content.decode()
        wrong = client.get(url + "?kind=nonsense").content.decode()
    assert len(re.findall(r'href="\?kind=\w+"', choice)) == len(ReplyKind)
    assert "<textarea" not in choice
    assert choice == wrong or "<textarea" not in wrong
    for words in ("第三十六条第（三）项", "先申请行政复议", "7.属于行政执法案卷", "合法性审核"):
        assert words in form
    assert "未设置有管辖权的人民法院" in form
    assert 'name="separation"' in form
    assert 'name="attachments"' not in form
    assert 'name="ground"' not in plain
    assert "（一）予以公开" in plain
