"""Who may take which step, and everything that refuses it."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from portal.agencies.models import Organisation
from portal.audit.models import AuditEntry
from portal.domain.workflow import TransitionRefused
from portal.obligations import queries as obligations
from portal.outbox.models import OutboxMessage
from requests_foia import actions
from requests_foia.domain.opinions import Consulted, Position, Verdict
from requests_foia.domain.replies import Ground, ReplyKind
from requests_foia.domain.vocabulary import DeliveryMethod, State
from requests_foia.domain.workflow import APPLICANT, SYSTEM, WORKFLOW
from requests_foia.models import Application, DeliberationView, Opinion, UnitTask
from requests_foia.permissions.steps import GUARDS
from tests.factories import requests_foia as cases
from tests.factories.agencies import AssignmentFactory

pytestmark = pytest.mark.django_db

AT = cases.after(days=3, hours=6)
ROLES = {
    "clerk": "openness_office",
    "drafter": "drafter",
    "leader": "deputy_leader",
    "secrecy": "secrecy_reviewer",
    "legal": "legal_reviewer",
    "auditor": "auditor",
    "administrator": "administrator",
}


def take(place: cases.Bureau, case: Application, event: str, actor, **said) -> None:
    """The step with valid words, whoever takes it."""
    words = {
        "confirm": {},
        "register": {},
        "request_correction": {"missing": "请写明时间范围"},
        "receive_correction": {"corrected_content": "二〇二四年的合同"},
        "lapse_correction": {},
        "assign": {"unit": place.unit},
        "extend": {"working_days": 10, "reason": "需要核实"},
        "draft": cases.DISCLOSED,
        "send_back": {"note": "请补充"},
        "approve": {},
        "issue": {},
        "deliver": {"method": DeliveryMethod.DIRECT, "signed_on": AT.date(), "proof": "回证"},
        "archive": {},
        "withdraw": {"reason": "申请人来函"},
        "prepare_entry": {"subject": "一处道路改造工程的招标结果"},
        "review_conversion": cases.NOT_CONVERTED,
        "check_secrecy": {"opinion": "不涉密"},
        "check_legality": {"opinion": "合法"},
        "propose_fee": cases.FEE,
        "refuse_fee": {"reason": "不属于明显超过合理范围"},
        "approve_fee": {},
        "deliver_fee_notice": {
            "method": DeliveryMethod.ONLINE,
            "received_on": AT.date(),
            "proof": "平台阅读记录",
        },
        "record_payment": {"paid_on": AT.date(), "amount": 100, "proof": "票据0001"},
        "waive_fee": {"reason": "低保家庭"},
        "lapse_fee": {},
        "split": {"matters": ["桃源路的合同", "梨花街的合同"]},
        "merge": {"lead": None},
        "ask_reasons": {"finding": "本月已提出四十件"},
        "receive_reasons": {"reasons": "研究需要"},
        "lapse_reasons": {},
        "judge_reasons": {"is_reasonable": True, "opinion": "内容各不相同"},
        "delay_reply": {"working_days": 10, "reason": "件数较多"},
        **OTHERS,
    }[event]
    CALLS[event](application=case, actor=actor, at=AT, **{**words, **said})


CALLS: dict[str, Callable] = {
    "confirm": actions.confirm_receipt,
    "register": actions.register,
    "request_correction": actions.request_correction,
    "receive_correction": actions.receive_correction,
    "lapse_correction": actions.lapse_correction,
    "assign": actions.assign,
    "extend": actions.extend_deadline,
    "draft": actions.draft_reply,
    "send_back": actions.send_back,
    "approve": actions.approve,
    "issue": actions.issue,
    "deliver": actions.deliver,
    "archive": actions.archive,
    "withdraw": actions.withdraw,
    "prepare_entry": actions.prepare_entry,
    "review_conversion": actions.review_conversion,
    "check_secrecy": actions.check_secrecy,
    "check_legality": actions.check_legality,
    "propose_fee": actions.propose_fee,
    "refuse_fee": actions.refuse_fee,
    "approve_fee": actions.approve_fee,
    "deliver_fee_notice": actions.deliver_fee_notice,
    "record_payment": actions.record_payment,
    "waive_fee": actions.waive_fee,
    "lapse_fee": actions.lapse_fee,
    "split": actions.split,
    "merge": actions.merge,
    "ask_reasons": actions.ask_reasons,
    "receive_reasons": actions.receive_reasons,
    "lapse_reasons": actions.lapse_reasons,
    "judge_reasons": actions.judge_reasons,
    "delay_reply": actions.delay_reply,
    "claim": actions.claim,
    "give_task": actions.give_task,
    "claim_task": actions.claim_task,
    "finish_task": actions.finish_task,
    "call_off_task": actions.call_off_task,
    "open_deliberation": actions.open_deliberation,
    "give_view": actions.give_view,
    "conclude_deliberation": actions.conclude_deliberation,
    "ask_opinion": actions.ask_opinion,
    "deliver_question": actions.deliver_question,
    "answer_opinion": actions.answer_opinion,
    "withdraw_question": actions.withdraw_question,
    "decide_third_party": actions.decide_third_party,
    "issue_receipt": actions.issue_receipt,
    "hold": actions.hold,
    "lift_hold": actions.lift_hold,
}
# Taken by the portal alone, for many cases at once.
SWEPT = {"lapse_opinion"}
OTHERS: dict[str, dict] = {
    "hold": {"reason": "区审计局调阅"},
    "lift_hold": {"reason": "调阅完毕"},
    "issue_receipt": {},
    "claim": {},
    "give_task": {"unit": Organisation(pk=0), "task": "核对合同"},
    "claim_task": {"task": UnitTask(pk=0)},
    "finish_task": {"task": UnitTask(pk=0), "result": "已核对"},
    "call_off_task": {"task": UnitTask(pk=0), "note": "不再需要"},
    "open_deliberation": {"topic": "能否公开单价", "members": []},
    "give_view": {"place": DeliberationView(pk=0), "view": "可以"},
    "conclude_deliberation": {"conclusion": "可以公开"},
    "ask_opinion": {
        "consulted": Consulted.THIRD_PARTY,
        "party": cases.PARTY,
        "document": "合同",
        "question": "是否同意公开",
    },
    "deliver_question": {
        "opinion": Opinion(),
        "method": DeliveryMethod.POST,
        "received_on": AT.date(),
        "proof": "EMS 1",
    },
    "answer_opinion": {
        "opinion": Opinion(),
        "position": Position.AGREE,
        "reasons": "",
        "evidence": "复函",
    },
    "withdraw_question": {"opinion": Opinion(), "reason": "已自行查明"},
    "decide_third_party": {"opinion": None, "verdict": Verdict.WITHHOLD, "reasons": "隐私"},
}
MAKERS: dict[State, Callable[[cases.Bureau], Application]] = {
    State.RECEIVED: lambda place: cases.filed(place).application,
    State.CONFIRMED: cases.confirmed,
    State.REGISTERED: cases.registered,
    State.WAITING_CORRECTION: lambda place: actions.request_correction(
        application=cases.registered(place),
        missing="请写明时间范围",
        actor=place.clerk,
        at=cases.after(days=1),
    ),
    State.WAITING_FEE: cases.asked_to_pay,
    State.HANDLING: cases.handled,
    State.REVIEW: cases.drafted,
    State.APPROVED: cases.approved,
    State.REPLIED: cases.issued,
    State.DELIVERED: cases.delivered,
    State.ARCHIVED: cases.archived,
}


def codes(refused: pytest.ExceptionInfo) -> list[str]:
    return [refusal.code for refusal in refused.value.refusals]


def test_the_table_is_whole():
    assert {transition.event for transition in WORKFLOW.transitions} == set(CALLS) | SWEPT
    known = set(GUARDS)
    assert {guard for row in WORKFLOW.transitions for guard in row.guards} == known
    assert set(WORKFLOW.states) == {str(state) for state in State}
    assert WORKFLOW.find("confirm", "received").roles == ("openness_office", SYSTEM)
    assert WORKFLOW.find("withdraw", "handling").roles == ("openness_office", APPLICANT)


@pytest.mark.parametrize("state", MAKERS)
def test_only_the_tables_roles_take_a_step(state):
    place = cases.bureau()
    case = MAKERS[state](place)
    before = case.version
    for event in CALLS:
        transition = WORKFLOW.find(event, state)
        for person, role in ROLES.items():
            if transition is not None and role in transition.roles:
                continue
            with pytest.raises(TransitionRefused) as refused:
                take(place, case, event, getattr(place, person))
            assert ("state" if transition is None else "role") in codes(refused)
    assert cases.refreshed(case).version == before


@pytest.mark.parametrize("state", MAKERS)
def test_the_office_of_another_body_takes_no_step(state):
    place, elsewhere = cases.bureau(), cases.bureau()
    case = MAKERS[state](place)
    for transition in WORKFLOW.events_from(state):
        if transition.event in SWEPT:
            continue
        for person in (elsewhere.clerk, elsewhere.drafter, elsewhere.leader):
            with pytest.raises(TransitionRefused) as refused:
                take(place, case, transition.event, person)
            assert "role" in codes(refused)


def test_a_refusal_lists_role_and_words_together():
    place = cases.bureau()
    case = cases.handled(place)
    with pytest.raises(TransitionRefused) as refused:
        actions.draft_reply(
            application=case, kind=ReplyKind.REFUSED, text=" ", actor=place.leader, at=AT
        )
    assert codes(refused) == ["role", "text", "reasons", "separation", "search_note", "ground"]


def test_a_ground_belongs_to_a_refusal_only():
    place = cases.bureau()
    case = cases.handled(place)
    with pytest.raises(TransitionRefused) as refused:
        actions.draft_reply(
            application=case, actor=place.drafter, at=AT, ground=Ground.SAFETY, **cases.DISCLOSED
        )
    assert codes(refused) == ["ground"]


def test_nobody_approves_the_own_draft_or_issues_the_own_approval():
    place = cases.bureau()
    case = cases.checked(place, cases.drafted(place), AT)
    AssignmentFactory(user=place.drafter, role="deputy_leader", organisation=place.body)
    with pytest.raises(TransitionRefused) as refused:
        actions.approve(application=case, actor=place.drafter, at=AT)
    assert codes(refused) == ["own_draft"]
    actions.approve(application=case, actor=place.leader, at=AT)
    AssignmentFactory(user=place.leader, role="openness_office", organisation=place.body)
    with pytest.raises(TransitionRefused) as refused:
        actions.issue(application=case, actor=place.leader, at=AT)
    assert codes(refused) == ["own_approval"]


def test_a_letter_that_cannot_name_the_remedy_is_not_issued():
    place = cases.bureau()
    case = cases.approved(place)
    type(place.body).objects.filter(pk=place.body.pk).update(
        reconsideration_authority="", court="", number_prefix=""
    )
    with pytest.raises(TransitionRefused) as refused:
        actions.issue(application=case, actor=place.clerk, at=AT)
    assert codes(refused) == ["reconsideration_authority", "court", "number_prefix"]


def test_a_case_stays_inside_the_receiving_body():
    place, elsewhere = cases.bureau(), cases.bureau()
    case = cases.registered(place)
    with pytest.raises(TransitionRefused) as refused:
        actions.assign(
            application=case,
            unit=elsewhere.unit,
            officer=place.leader,
            actor=place.clerk,
            at=AT,
        )
    assert codes(refused) == ["unit", "officer"]


def test_a_returned_draft_stays_and_a_new_one_takes_its_place():
    place = cases.bureau()
    case = cases.drafted(place)
    actions.send_back(application=case, note="请写明依据", actor=place.leader, at=AT)
    actions.draft_reply(
        application=case, actor=place.drafter, at=AT + timedelta(hours=1), **cases.DISCLOSED
    )
    drafts = list(cases.refreshed(case).replies.all())
    assert [draft.return_note for draft in drafts] == ["请写明依据", ""]
    assert str(place.drafter.pk) in {message.recipient for message in OutboxMessage.objects.all()}


def test_a_stale_page_conflicts_and_changes_nothing():
    place = cases.bureau()
    case = cases.drafted(place)
    actions.send_back(application=case, note="请补充", actor=place.leader, at=AT)
    entries = AuditEntry.objects.count()
    with pytest.raises(actions.Conflict) as conflict:
        actions.approve(application=case, actor=place.leader, at=AT, version=case.version)
    assert (conflict.value.expected, conflict.value.actual) == (case.version, case.version + 1)
    assert AuditEntry.objects.count() == entries


def test_the_limit_follows_whose_turn_it_is():
    place = cases.bureau()
    case = cases.registered(place)

    def held() -> tuple:
        row = obligations.open_of(case, "foi.reply")
        return row.organisation, row.responsible

    assert held() == (place.body, None)
    actions.assign(application=case, unit=place.unit, actor=place.clerk, at=AT)
    assert held() == (place.unit, None)
    actions.draft_reply(application=case, actor=place.drafter, at=AT, **cases.DISCLOSED)
    assert held() == (place.body, place.secrecy)
    cases.checked(place, case, AT)
    assert held() == (place.body, place.leader)
    assert cases.refreshed(case).officer == place.drafter
    actions.send_back(application=case, note="请补充", actor=place.leader, at=AT)
    assert held() == (place.body, place.drafter)
    actions.draft_reply(application=case, actor=place.drafter, at=AT, **cases.DISCLOSED)
    cases.checked(place, case, AT)
    actions.approve(application=case, actor=place.leader, at=AT)
    assert held() == (place.body, None)


@pytest.mark.parametrize("text", ["长" * 20001, "坏\x00字", "半\ud800字"])
def test_words_that_cannot_be_kept_are_refused(text):
    place = cases.bureau()
    case = cases.handled(place)
    with pytest.raises(TransitionRefused) as refused:
        actions.draft_reply(
            application=case, actor=place.drafter, at=AT, **{**cases.DISCLOSED, "text": text}
        )
    assert codes(refused) == ["text"]
