"""Asking others: the letters, the clock, silence, the decision, and what waits for it."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.audit.models import AuditEntry
from portal.domain.moments import SHANGHAI
from portal.domain.workflow import TransitionRefused
from portal.obligations import queries as obligations
from portal.outbox.models import OutboxMessage
from requests_foia import actions, permissions
from requests_foia.domain import opinions as law
from requests_foia.domain.opinions import Consulted, OpinionState, Position, Verdict
from requests_foia.domain.replies import Ground, ReplyKind
from requests_foia.domain.vocabulary import DeliveryMethod
from requests_foia.models import Opinion, OpinionParty
from requests_foia.queries import public_progress
from tests.factories import requests_foia as cases

pytestmark = pytest.mark.django_db


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def codes(refused: pytest.ExceptionInfo) -> list[str]:
    return [refusal.code for refusal in refused.value.refusals]


def asked_on_the_tenth(place, **said):
    """The fourth worked case of statute.md: received 11-03, asked and delivered 11-10."""
    case = cases.handled(place)
    sent, got = at("2025-11-10T10:00"), at("2025-11-10T15:00")
    return case, cases.asked(place, case, at=sent, received=got, **said)


def test_the_reply_period_pauses_from_the_letter_through_the_answer():
    place = cases.bureau()
    case, question = asked_on_the_tenth(place)
    assert cases.refreshed(case).due_on == date(2025, 12, 22)  # silence to the last day
    cases.said(case, question, Position.AGREE, at("2025-11-24T09:00"))
    case = cases.refreshed(case)
    assert case.due_on == date(2025, 12, 15)
    assert obligations.open_of(case, "foi.reply").due_on == date(2025, 12, 15)
    kinds = list(case.events.values_list("kind", flat=True))
    assert kinds[-2:] == ["third_party_asked", "third_party_answered"]
    assert case.events.last().answers == question.opinion.asked


def test_an_extension_comes_on_top_of_the_pause():
    place = cases.bureau()
    case, question = asked_on_the_tenth(place)
    cases.said(case, question, Position.AGREE, at("2025-11-24T09:00"))
    case = actions.extend_deadline(
        application=case,
        working_days=20,
        reason="需要核实",
        actor=place.leader,
        at=at("2025-11-26T09:00"),
    )
    assert case.due_on == date(2026, 1, 13)


@pytest.mark.parametrize(
    ("consulted", "days", "end"),
    [
        (Consulted.THIRD_PARTY, None, "2025-12-01"),
        (Consulted.CO_MAKER, None, "2025-12-01"),
        (Consulted.OTHER_AGENCY, 5, "2025-11-17"),
    ],
)
def test_each_kind_has_its_own_period(consulted, days, end):
    place = cases.bureau()
    _case, question = asked_on_the_tenth(place, consulted=consulted, working_days=days)
    opinion = Opinion.objects.get(pk=question.opinion.pk)
    assert permissions.opinion_end(opinion) == date.fromisoformat(end)
    assert f"{days or 15}个工作日内" in opinion.letter.html


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({"working_days": 10}, ["working_days"]),
        ({"consulted": Consulted.OTHER_AGENCY}, ["working_days"]),
        ({"consulted": Consulted.OTHER_AGENCY, "working_days": 61}, ["working_days"]),
        ({"document": " ", "question": ""}, ["document", "question"]),
        ({"question": "欧阳雪见申请公开合同"}, ["question"]),
        ({"document": "坏\x00字"}, ["document"]),
        ({"party": cases.PartyData(name="")}, ["name", "address"]),
        ({"party": cases.PartyData(name="某人", email="不是邮箱")}, ["email"]),
    ],
)
def test_a_question_that_cannot_be_asked_so_is_refused(said, expected):
    place = cases.bureau()
    case = cases.handled(place)
    with pytest.raises(TransitionRefused) as refused:
        cases.asked(place, case, **said)
    assert codes(refused) == expected
    assert not Opinion.objects.exists()


def test_two_letters_go_out_and_none_names_the_other_side():
    place = cases.bureau()
    case, question = asked_on_the_tenth(place)
    to_party, to_applicant = case.letters.order_by("number")
    assert (to_party.kind, to_party.to_applicant) == ("third_party_question", False)
    assert "上官云岫：" in to_party.html
    assert "第三十二条" in to_party.html
    assert cases.CITIZEN.name not in to_party.html
    assert cases.CONTENT.content not in to_party.html
    assert (to_applicant.kind, to_applicant.to_applicant) == ("opinion_asked", True)
    assert "征求意见所需时间不计算在答复期限内" in to_applicant.html
    assert "上官云岫" not in to_applicant.html
    progress = public_progress(cases.refreshed(case))
    assert [letter.pk for letter in progress.letters] == [to_applicant.pk]
    assert str(progress.awaited_from) == "第三方"
    assert question.code not in to_party.html


def test_the_mail_carries_link_and_code_and_nothing_else_does():
    place = cases.bureau()
    _case, question = asked_on_the_tenth(place)
    mails = OutboxMessage.objects.filter(kind="mail")
    mail = next(mail for mail in mails if mail.recipient == cases.PARTY.email)
    assert f"/requests/opinion/#{question.code}" in mail.body
    assert question.is_mailed
    others = [one.body for one in OutboxMessage.objects.exclude(pk=mail.pk)]
    assert not [body for body in others if question.code in body]
    assert not Opinion.objects.filter(code_hash=question.code).exists()


def test_the_clock_assumes_the_sending_day_until_delivery_is_recorded_once():
    place = cases.bureau()
    case = cases.handled(place)
    question = cases.asked(place, case, at=at("2025-11-10T10:00"))
    assert cases.refreshed(case).due_on == date(2025, 12, 22)
    facts = {
        "application": case,
        "opinion": question.opinion,
        "method": DeliveryMethod.POST,
        "proof": "EMS 1",
        "actor": place.clerk,
        "at": at("2025-11-14T10:00"),
    }
    for day, code in ((date(2025, 11, 9), "received_on"), (date(2025, 11, 15), "received_on")):
        with pytest.raises(TransitionRefused) as refused:
            actions.deliver_question(received_on=day, **facts)
        assert codes(refused) == [code]
    actions.deliver_question(received_on=date(2025, 11, 13), **facts)
    assert cases.refreshed(case).due_on == date(2025, 12, 25)
    with pytest.raises(TransitionRefused) as refused:
        actions.deliver_question(received_on=date(2025, 11, 12), **facts)
    assert codes(refused) == ["delivered"]
    assert question.opinion.letter.delivery.signed_on == date(2025, 11, 13)


def test_opening_with_the_code_proves_that_the_letter_has_arrived():
    place = cases.bureau()
    case = cases.handled(place)
    question = cases.asked(place, case, at=at("2025-11-10T10:00"))
    opened = actions.open_question(code=question.code.lower(), at=at("2025-11-12T20:00"))
    assert opened.asked.delivered_on == date(2025, 11, 12)
    again = actions.open_question(code=question.code, at=at("2025-11-13T20:00"))
    assert again.asked.delivered_on == date(2025, 11, 12)
    step = case.steps.last()
    assert (step.event, step.role, step.actor) == ("deliver_question", "party", None)
    assert actions.open_question(code="0000-0000", at=at("2025-11-13T20:00")) is None


def test_silence_is_marked_on_the_day_after_the_last_one_and_once():
    place = cases.bureau()
    case, question = asked_on_the_tenth(place)
    undelivered = cases.asked(place, case, at=at("2025-11-10T16:00"))
    assert actions.lapse_opinions(at=at("2025-12-01T23:59")) == []
    assert actions.lapse_opinions(at=at("2025-12-02T00:05")) == [question.opinion]
    assert actions.lapse_opinions(at=at("2025-12-02T00:10")) == []
    states = {one.pk: one.state for one in Opinion.objects.all()}
    assert states == {
        question.opinion.pk: OpinionState.SILENT,
        undelivered.opinion.pk: OpinionState.OPEN,
    }
    told = [one for one in OutboxMessage.objects.all() if one.recipient == str(place.leader.pk)]
    assert [message for message in told if "第三方权益" in message.title]
    assert AuditEntry.objects.filter(action="requests_foia.lapse_opinion").count() == 1
    assert case.steps.filter(event="lapse_opinion", role="system").count() == 1


def test_the_sweep_costs_the_same_for_many_rows(django_assert_max_num_queries):
    place = cases.bureau()
    case, _question = asked_on_the_tenth(place)
    with django_assert_max_num_queries(40) as few:
        actions.lapse_opinions(at=at("2025-12-02T00:05"))
    for _n in range(5):
        sent, got = at("2025-12-02T10:00"), at("2025-12-02T15:00")
        cases.asked(place, case, at=sent, received=got)
    with django_assert_max_num_queries(len(few)):
        assert len(actions.lapse_opinions(at=at("2026-01-20T00:05"))) == 5


def test_a_third_party_may_speak_until_the_agency_has_decided():
    place = cases.bureau()
    case, question = asked_on_the_tenth(place)
    actions.lapse_opinions(at=at("2025-12-02T00:05"))
    late = cases.said(case, question, Position.OBJECT, at("2025-12-03T09:00"))
    assert (late.state, late.is_late) == (OpinionState.ANSWERED, True)
    assert cases.refreshed(case).due_on == date(2025, 12, 22)  # the late days do count
    with pytest.raises(TransitionRefused) as refused:
        cases.said(case, question, Position.AGREE, at("2025-12-03T09:01"))
    assert "answered" in codes(refused)


def test_a_co_makers_silence_is_its_consent():
    place = cases.bureau()
    case, question = asked_on_the_tenth(place, consulted=Consulted.CO_MAKER)
    actions.lapse_opinions(at=at("2025-12-02T00:05"))
    assert actions.open_question(code=question.code, at=at("2025-12-02T09:00")) is None
    with pytest.raises(TransitionRefused) as refused:
        cases.said(case, question, Position.OBJECT, at("2025-12-02T09:00"))
    assert "consented" in codes(refused)
    assert blockers(place, ready(place, case), "2025-12-03") == []


def blockers(place, case, day: str) -> list[str]:
    """What keeps the leader from approving on that day."""
    found = permissions.blockers(case, "approve", place.leader, date.fromisoformat(day))
    return [one.code for one in found]


def ready(place, case, **said):
    """A draft waits for the leader."""
    answer = {**cases.DISCLOSED, **said}
    if answer["kind"] is ReplyKind.PARTIAL:
        answer["withheld"] = "联系人的姓名和电话"
    actions.draft_reply(application=case, actor=place.drafter, at=at("2025-12-02T10:00"), **answer)
    return cases.checked(place, case, at("2025-12-02T10:30"))


def test_the_reply_waits_for_an_opinion_until_its_period_ends():
    place = cases.bureau()
    case, question = asked_on_the_tenth(place)
    case = ready(place, case)
    blocked = permissions.blockers(case, "approve", place.leader, date(2025, 12, 1))
    assert [(one.code, "2025-12-01" in one.message) for one in blocked] == [("opinion_open", True)]
    with pytest.raises(TransitionRefused) as refused:
        actions.approve(application=case, actor=place.leader, at=at("2025-12-02T11:00"))
    assert codes(refused) == ["verdict_missing"]
    actions.decide_third_party(
        application=case,
        opinion=question.opinion,
        verdict=Verdict.DISCLOSE,
        reasons="单价属于财政资金使用情况，应当公开。",
        actor=place.leader,
        at=at("2025-12-02T12:00"),
    )
    actions.approve(application=case, actor=place.leader, at=at("2025-12-02T12:05"))
    assert Opinion.objects.get().state == OpinionState.SILENT


def test_the_reply_waits_for_the_proof_that_the_letter_arrived():
    place = cases.bureau()
    case = cases.handled(place)
    cases.asked(place, case, at=at("2025-11-10T10:00"))
    assert blockers(place, ready(place, case), "2025-12-09") == ["opinion_undelivered"]


def test_a_withdrawn_question_ends_the_pause_and_the_waiting():
    place = cases.bureau()
    case, question = asked_on_the_tenth(place)
    facts = {"opinion": question.opinion, "actor": place.clerk, "at": at("2025-11-12T09:00")}
    with pytest.raises(TransitionRefused) as refused:
        actions.withdraw_question(application=case, reason=" ", **facts)
    assert codes(refused) == ["reason"]
    case = actions.withdraw_question(application=case, reason="文件不含其信息", **facts)
    assert case.due_on == date(2025, 12, 3)
    assert actions.open_question(code=question.code, at=at("2025-11-12T10:00")) is None
    assert blockers(place, ready(place, case), "2025-12-02") == []


def test_no_correction_is_asked_for_while_others_are_being_asked():
    place = cases.bureau()
    case, _question = asked_on_the_tenth(place)
    with pytest.raises(TransitionRefused) as refused:
        actions.request_correction(
            application=case, missing="年份", actor=place.clerk, at=at("2025-11-11T10:00")
        )
    assert codes(refused) == ["opinion_open"]


@pytest.mark.parametrize(
    ("position", "verdict", "weighing", "fault", "is_told"),
    [
        (Position.AGREE, Verdict.WITHHOLD, {}, "consented", False),
        (Position.OBJECT, Verdict.DISCLOSE, {"is_reasonable": True}, "reasonable", False),
        (Position.OBJECT, Verdict.WITHHOLD, {}, "unreasonable", False),
        (Position.OBJECT, Verdict.WITHHOLD, {"is_reasonable": True}, "", False),
        (
            Position.OBJECT,
            Verdict.DISCLOSE,
            {"is_reasonable": True, "serves_public": True},
            "",
            True,
        ),
        (Position.OBJECT, Verdict.DISCLOSE, {}, "", True),
        (Position.PARTLY, Verdict.PARTLY, {"is_reasonable": True}, "", False),
    ],
)
def test_the_decision_weighs_the_objection(position, verdict, weighing, fault, is_told):
    place = cases.bureau()
    case, question = asked_on_the_tenth(place)
    cases.said(case, question, position, at("2025-11-20T09:00"))
    facts = {
        "application": case,
        "opinion": question.opinion,
        "verdict": verdict,
        "reasons": "理由经核实。",
        "actor": place.leader,
        "at": at("2025-11-21T09:00"),
        **weighing,
    }
    if fault:
        with pytest.raises(TransitionRefused) as refused:
            actions.decide_third_party(**facts)
        assert codes(refused) == [fault]
        return
    decided = actions.decide_third_party(**facts)
    assert bool(decided.letter) is is_told
    if decided.letter:
        assert not decided.letter.to_applicant
        assert "理由经核实。" in decided.letter.html
        assert ("公共利益" in decided.letter.html) is bool(weighing.get("serves_public"))
    with pytest.raises(TransitionRefused) as refused:
        actions.decide_third_party(**facts)
    assert "decided" in codes(refused)


def test_nothing_is_decided_before_the_period_ends():
    place = cases.bureau()
    case, question = asked_on_the_tenth(place)
    with pytest.raises(TransitionRefused) as refused:
        actions.decide_third_party(
            application=case,
            opinion=question.opinion,
            verdict=Verdict.WITHHOLD,
            reasons="隐私",
            actor=place.leader,
            at=at("2025-12-01T09:00"),
        )
    assert codes(refused) == ["opinion_open"]


@pytest.mark.parametrize("kind", [ReplyKind.PARTIAL, ReplyKind.REFUSED])
def test_withholding_for_a_third_party_rests_on_a_decision(kind):
    place = cases.bureau()
    case = ready(
        place,
        cases.handled(place),
        kind=kind,
        ground=Ground.THIRD_PARTY,
        reasons="涉及隐私",
        separation="不可分",
    )
    with pytest.raises(TransitionRefused) as refused:
        actions.approve(application=case, actor=place.leader, at=at("2025-12-02T11:00"))
    assert codes(refused) == ["third_party_undecided"]
    facts = {"application": case, "opinion": None, "actor": place.leader}
    with pytest.raises(TransitionRefused) as refused:
        actions.decide_third_party(
            verdict=Verdict.DISCLOSE, reasons="公开", at=at("2025-12-02T11:00"), **facts
        )
    assert codes(refused) == ["not_asked"]
    actions.decide_third_party(
        verdict=Verdict.PARTLY, reasons="身份证号码", at=at("2025-12-02T11:01"), **facts
    )
    actions.approve(application=case, actor=place.leader, at=at("2025-12-02T11:02"))


def test_an_answer_on_paper_names_its_evidence_and_day():
    place = cases.bureau()
    case, question = asked_on_the_tenth(place)
    facts = {
        "application": case,
        "opinion": question.opinion,
        "position": Position.OBJECT,
        "actor": place.clerk,
        "at": at("2025-11-24T09:00"),
    }
    with pytest.raises(TransitionRefused) as refused:
        actions.answer_opinion(reasons=" ", received_on=date(2025, 11, 25), **facts)
    assert codes(refused) == ["reasons", "evidence", "received_on"]
    actions.answer_opinion(
        reasons="商业秘密", received_on=date(2025, 11, 20), evidence="复函1号", **facts
    )
    answer = case.events.last()
    assert (answer.happened_on, answer.evidence) == (date(2025, 11, 20), "复函1号")


def test_another_cases_question_is_not_there():
    place = cases.bureau()
    _case, question = asked_on_the_tenth(place)
    other = cases.handled(place, key="other")
    cases.asked(place, other, at=at("2025-11-10T10:00"))
    with pytest.raises(TransitionRefused) as refused:
        cases.said(other, question, Position.AGREE, at("2025-11-12T09:00"))
    assert codes(refused) == ["opinion"]


def test_a_new_code_makes_the_old_one_void():
    place = cases.bureau()
    _case, question = asked_on_the_tenth(place)
    now = at("2025-11-11T09:00")
    fresh = actions.renew_code(opinion=question.opinion, actor=place.clerk, at=now)
    assert actions.open_question(code=question.code, at=now) is None
    assert actions.open_question(code=fresh, at=now) == question.opinion
    with pytest.raises(TransitionRefused):
        actions.renew_code(opinion=question.opinion, actor=place.drafter, at=now)


def test_only_handling_roles_may_know_who_was_asked_and_it_is_logged():
    place, elsewhere = cases.bureau(), cases.bureau()
    _case, question = asked_on_the_tenth(place)
    now = at("2025-11-11T09:00")
    facts = {"opinion": question.opinion, "at": now, "reason": "寄送"}
    for person in (place.clerk, place.drafter, place.leader):
        assert actions.reveal_party(actor=person, **facts).name == cases.PARTY.name
    for person in (place.auditor, place.administrator, elsewhere.clerk):
        with pytest.raises(TransitionRefused):
            actions.reveal_party(actor=person, **facts)
    assert AuditEntry.objects.filter(action="requests_foia.reveal_party").count() == 3
    assert OpinionParty.objects.count() == 1


@given(
    position=st.sampled_from([None, *Position]),
    verdict=st.sampled_from(Verdict),
    is_reasonable=st.booleans(),
    serves_public=st.booleans(),
)
def test_the_law_of_the_decision(position, verdict, is_reasonable, serves_public):
    """Every case has a lawful way out, and a reasonable objection yields to the public only."""
    weighing = {"is_reasonable": is_reasonable, "serves_public": serves_public}
    faults = law.verdict_faults(position, verdict, **weighing)
    if position in (Position.OBJECT, Position.PARTLY) and verdict is Verdict.DISCLOSE:
        assert bool(faults) is (is_reasonable and not serves_public)
        assert law.tells_party(position, verdict)
    if position is None:
        assert not faults
        assert not law.tells_party(position, verdict)
    assert any(not law.verdict_faults(position, other, **weighing) for other in Verdict)
