"""A fee from proposal to payment, waiver or lapse, and what it does to the clock."""

from datetime import date, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from portal.audit.models import AuditEntry
from portal.domain.moments import SHANGHAI
from portal.domain.workflow import TransitionRefused
from portal.obligations import queries as obligations
from requests_foia import actions, queries
from requests_foia.domain.fees import Basis, FeeState
from requests_foia.domain.replies import ReplyKind
from requests_foia.domain.vocabulary import DeliveryMethod, State, WantedWay
from requests_foia.models import FeeCharge
from tests.factories import requests_foia as cases
from tests.factories.agencies import AssignmentFactory

pytestmark = pytest.mark.django_db

NOTICED_ON = cases.after(days=2).date()


def codes(refused: pytest.ExceptionInfo) -> list[str]:
    return [refusal.code for refusal in refused.value.refusals]


def at(day: date, hour: int = 10) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=SHANGHAI)


def propose(place, case, **said):
    words = {**cases.FEE, **said}
    return actions.propose_fee(
        application=case, actor=place.drafter, at=cases.after(days=1), **words
    )


def deliver_notice(place, case, on: date = NOTICED_ON):
    return actions.deliver_fee_notice(
        application=case,
        method=DeliveryMethod.POST,
        received_on=on,
        proof="EX123456789CN",
        actor=place.clerk,
        at=at(on, 18),
    )


def pay(place, case, on: date, **said):
    words = {"amount": 100, "proof": "票据0001", **said}
    return actions.record_payment(
        application=case, paid_on=on, actor=place.clerk, at=at(on, 18), **words
    )


def test_paying_starts_the_whole_period_anew_the_day_after():
    place = cases.bureau()
    case = cases.asked_to_pay(place)
    assert (case.state, case.due_on) == (State.WAITING_FEE, None)
    assert obligations.open_of(case, "foi.reply") is None
    case = pay(place, case, date(2025, 11, 14))
    assert case.state == State.HANDLING
    # 17–21 (5), 24–28 (10), 12-01…05 (15), 8–12 (20): day one is the Monday after.
    assert case.due_on == date(2025, 12, 12)
    owed = obligations.open_of(case, "foi.reply")
    assert (owed.started_on, owed.due_on) == (date(2025, 11, 14), date(2025, 12, 12))
    fee = case.fees.get()
    assert (fee.state, fee.amount, fee.paid_amount) == (FeeState.PAID, 100, 100)


def test_the_notice_says_basis_standard_amount_way_and_time():
    place = cases.bureau()
    case = cases.asked_to_pay(place, 30)
    letter = case.letters.get(kind="fee")
    for words in (
        "国办函〔2020〕109号",
        "第四十二条",
        "累计申请10件以下（含10件）的，不收费",
        "2025年11月此前已提出30件申请",
        "第31件，每件200元，计200元",
        "合计200元",
        "凭缴款码在本机关政务公开办缴纳",
        "次日起30日内",
        "互不相关",
        "不能单独就该决定申请行政复议",
    ):
        assert words in letter.html
    assert case.fees.get().letter == letter


def test_by_page_only_the_requests_own_pages_count():
    place = cases.bureau()
    case = cases.crowded(place, 12)
    fee = propose(place, case, basis=Basis.PAGE, quantity=260)
    assert (fee.amount, fee.earlier) == (5100, 0)
    assert [line["amount"] for line in fee.lines] == [0, 700, 2000, 2400]
    case = actions.approve_fee(application=case, actor=place.leader, at=cases.after(days=2))
    assert "260页" in case.letters.get(kind="fee").html


@pytest.mark.parametrize(
    ("count", "said", "code"),
    [
        (9, {}, "quantity"),
        (10, {"basis": Basis.PAGE, "quantity": 30}, "quantity"),
        (10, {"quantity": 0}, "quantity"),
        (10, {"reasons": " "}, "reasons"),
        (10, {"how_to_pay": ""}, "how_to_pay"),
    ],
)
def test_what_is_free_or_unreasoned_is_not_charged(count, said, code):
    place = cases.bureau()
    case = cases.crowded(place, count)
    with pytest.raises(TransitionRefused) as refused:
        propose(place, case, **said)
    assert codes(refused) == [code]
    assert not FeeCharge.objects.exists()


def test_who_only_reads_on_the_spot_pays_for_no_pages():
    place = cases.bureau()
    case = cases.crowded(place, 10, wanted_way=WantedWay.INSPECT)
    with pytest.raises(TransitionRefused) as refused:
        propose(place, case, basis=Basis.PAGE, quantity=100)
    assert codes(refused) == ["basis"]


def test_by_item_or_by_page_never_both():
    place = cases.bureau()
    case = cases.asked_to_pay(place)
    pay(place, case, date(2025, 11, 6))
    with pytest.raises(TransitionRefused) as refused:
        propose(place, case, basis=Basis.PAGE, quantity=100)
    assert "fee_asked" in codes(refused)


def test_the_month_holds_the_same_applicants_requests_to_the_same_body_only():
    place, elsewhere = cases.bureau(), cases.bureau()
    cases.filed(place, key="october", at=cases.after(days=-4))
    cases.filed(place, key="company", applicant=cases.COMPANY)
    cases.filed(elsewhere, key="elsewhere")
    first = cases.filed(place, key="first").application
    second = cases.filed(place, key="second").application
    cases.filed(place, key="later", at=cases.after(days=1))
    assert queries.items_before(first) == 0
    assert queries.month_requests(second) == [first]


def test_what_was_charged_as_three_items_counts_as_three():
    place = cases.bureau()
    case = cases.crowded(place, 10)
    propose(place, case, quantity=3)
    actions.approve_fee(application=case, actor=place.leader, at=cases.after(days=2))
    later = cases.filed(place, key="later", at=cases.after(days=3)).application
    assert queries.items_before(later) == 13


def test_nobody_decides_on_the_own_proposal():
    place = cases.bureau()
    case = cases.crowded(place, 10)
    actions.propose_fee(application=case, actor=place.clerk, at=cases.after(days=1), **cases.FEE)
    AssignmentFactory(user=place.clerk, role="deputy_leader", organisation=place.body)
    with pytest.raises(TransitionRefused) as refused:
        actions.approve_fee(application=case, actor=place.clerk, at=cases.after(days=2))
    assert codes(refused) == ["own_fee"]


def test_a_month_that_changed_must_be_proposed_again():
    place = cases.bureau()
    case = cases.crowded(place, 30)
    propose(place, case)
    earliest = queries.month_requests(case)[0]
    type(case).objects.filter(pk=earliest.pk).update(submitted_at=cases.after(days=-10))
    with pytest.raises(TransitionRefused, match="应收100元，与意见中的200元不符"):
        actions.approve_fee(application=case, actor=place.leader, at=cases.after(days=2))


def test_an_undecided_fee_holds_the_draft_and_a_refused_one_does_not():
    place = cases.bureau()
    case = cases.crowded(place, 10)
    propose(place, case)
    draft = {"application": case, "actor": place.drafter, "at": cases.after(days=2)}
    with pytest.raises(TransitionRefused) as refused:
        actions.draft_reply(**draft, **cases.DISCLOSED)
    assert codes(refused) == ["fee_undecided"]
    actions.refuse_fee(
        application=case, reason="数量尚属合理", actor=place.leader, at=cases.after(days=2)
    )
    actions.draft_reply(**draft, **cases.DISCLOSED)
    assert case.fees.get().state == FeeState.DROPPED


def test_it_lapses_only_after_thirty_days_from_the_recorded_delivery():
    place = cases.bureau()
    case = cases.asked_to_pay(place)
    late = {"application": case, "actor": place.clerk}
    with pytest.raises(TransitionRefused) as refused:
        actions.lapse_fee(at=cases.after(days=200), **late)
    assert codes(refused) == ["fee_undelivered"]
    deliver_notice(place, case, date(2025, 11, 7))
    # The thirtieth day, 7 December, is a Sunday: the period ends on the Monday.
    with pytest.raises(TransitionRefused, match="2025-12-08"):
        actions.lapse_fee(at=at(date(2025, 12, 8)), **late)
    case = actions.lapse_fee(at=at(date(2025, 12, 9)), **late)
    assert (case.state, case.outcome, case.statistics_row) == ("abandoned", "fee_lapsed", "3.6.2")
    assert case.fees.get().state == FeeState.LAPSED


def test_a_waived_fee_counts_as_never_asked_for():
    place = cases.bureau()
    before = cases.crowded(place, 10)
    propose(place, before)
    actions.approve_fee(application=before, actor=place.leader, at=cases.after(days=2))
    case = actions.waive_fee(
        application=before, reason="低保家庭", actor=place.leader, at=cases.after(days=4)
    )
    assert (case.state, case.due_on) == (State.HANDLING, before.due_on)
    assert case.fees.get().state == FeeState.WAIVED
    assert obligations.open_of(case, "foi.reply").due_on == before.due_on


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"amount": 99}, "amount"),
        ({"proof": " "}, "proof"),
        ({"on": NOTICED_ON - timedelta(days=1)}, "paid_on"),
    ],
)
def test_a_payment_is_full_proven_and_after_the_notice(said, code):
    place = cases.bureau()
    case = cases.asked_to_pay(place)
    with pytest.raises(TransitionRefused) as refused:
        pay(place, case, **{"on": NOTICED_ON, **said})
    assert codes(refused) == [code]


def test_what_came_in_is_told_for_a_period_and_a_body():
    place, elsewhere = cases.bureau(), cases.bureau()
    pay(place, cases.asked_to_pay(place), date(2025, 11, 14))
    year = (date(2025, 1, 1), date(2025, 12, 31))
    found = queries.fees_collected(place.body, *year)
    assert (found.amount, found.requests, found.by_basis[Basis.ITEM]) == (100, 1, 100)
    assert queries.fees_collected(None, *year).amount == 100
    assert queries.fees_collected(elsewhere.body, *year).amount == 0
    assert queries.fees_collected(place.body, date(2025, 11, 15), year[1]).amount == 0


def test_a_withdrawn_request_is_asked_for_nothing():
    place = cases.bureau()
    case = cases.asked_to_pay(place)
    actions.withdraw(application=case, at=cases.after(days=3))
    assert case.fees.get().state == FeeState.DROPPED


def test_the_audit_knows_the_fee_and_nobodys_words():
    place = cases.bureau()
    case = cases.asked_to_pay(place)
    entry = AuditEntry.objects.filter(
        subject_id=str(case.pk), action="requests_foia.approve_fee"
    ).get()
    assert '"fee_amount": 100' in entry.after.replace(":", ": ").replace(":  ", ": ")
    assert "互不相关" not in entry.after


def desk(person) -> Client:
    client = Client()
    client.force_login(person, backend="portal.agencies.auth.RoleBackend")
    return client


def test_the_desk_shows_how_it_was_counted_and_the_month():
    place = cases.bureau()
    case = cases.crowded(place, 10)
    propose(place, case)
    url = reverse("admin:requests_foia_application_change", args=[case.pk])
    html = desk(place.leader).get(url).content.decode()
    for words in ("按件计收", "100 元", "此前 10 件", "互不相关"):
        assert words in html
    # The drafter handles this case only: the others of the month stay nameless.
    seen = desk(place.drafter).get(url).content.decode()
    assert "由其他处室办理" in seen
    assert queries.month_requests(case)[0].number not in seen
    assert "信息处理费" not in desk(place.auditor).get(url).content.decode()


def test_the_tracking_page_says_how_much_how_and_until_when():
    place = cases.bureau()
    case = cases.asked_to_pay(place)
    client = Client()
    code = cases.new_code_of(case)
    client.post(reverse("requests:track"), {"number": case.number, "code": code})
    url = reverse("requests:tracked", args=[case.pk])
    html = client.get(url).content.decode()
    assert "100 元" in html
    assert "凭缴款码" in html
    assert "收费通知书写明的期限内" in html
    deliver_notice(place, case)
    assert "2025年12月5日" in client.get(url).content.decode()


def test_already_public_information_is_not_paid_by_the_page():
    place = cases.bureau()
    case = cases.crowded(place, 10)
    propose(place, case, basis=Basis.PAGE, quantity=100)
    actions.approve_fee(application=case, actor=place.leader, at=cases.after(days=2))
    pay(place, case, date(2025, 11, 6), amount=700)
    with pytest.raises(TransitionRefused) as refused:
        actions.draft_reply(
            application=case,
            actor=place.drafter,
            at=cases.after(days=5),
            **{**cases.DISCLOSED, "kind": ReplyKind.ALREADY_PUBLIC},
        )
    assert codes(refused) == ["kind"]
