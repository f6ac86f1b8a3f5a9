"""The steps inside an application in the ledger: each with its limit, carried by the facts."""

from datetime import date, datetime

import pytest

from portal.calendar.models import CalendarDay, CalendarVersion
from portal.domain.moments import SHANGHAI
from portal.obligations import queries as obligations
from portal.obligations.actions import recount_open
from portal.obligations.domain.duties import AWAITED_RULES, INNER_RULES, PUBLIC_RULES
from portal.obligations.models import Obligation, ObligationEvent, Urgency
from portal.obligations.recounters import recounters
from requests_foia import actions
from requests_foia.actions.recount import recount, stop_clock
from requests_foia.domain.vocabulary import Channel, DeliveryMethod, Fact
from requests_foia.models import CaseEvent
from tests.factories import requests_foia as cases

pytestmark = pytest.mark.django_db


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def row(case, rule_key, part="") -> Obligation:
    return obligations.of(case).filter(rule_key=rule_key, part=part).latest("pk")


def fact(case, kind, on, **more) -> CaseEvent:
    """What a step would record; the rows in the ledger come from nothing else."""
    facts = {"happened_on": date.fromisoformat(on), "recorded_at": at(f"{on}T10:00"), **more}
    return CaseEvent.objects.create(application=case, kind=kind, **facts)


def again(case, on="2025-12-31"):
    case = cases.refreshed(case)
    recount(application=case, at=at(f"{on}T12:00"), reason="核对")
    return case


def asked_for_correction(case, place, moment="2025-11-06T10:00"):
    facts = {"missing": "请写明年份", "actor": place.clerk, "at": at(moment)}
    return actions.request_correction(application=case, **facts)


def test_registering_is_due_two_working_days_after_receipt():
    place = cases.bureau()
    case = cases.confirmed(place)
    assert (row(case, "foi.register").due_on, row(case, "foi.register").state) == (
        date(2025, 11, 5),
        "open",
    )
    late = actions.register(application=case, actor=place.clerk, at=at("2025-11-06T09:00"))
    assert row(late, "foi.register").state == "met_late"


def test_what_came_by_post_days_ago_is_owed_from_its_receipt():
    place = cases.bureau()
    case = actions.file_application(
        organisation=place.body,
        channel=Channel.MAIL_SIGNED,
        applicant=cases.CITIZEN,
        content=cases.CONTENT,
        idempotency_key="post",
        handed_in_at=at("2025-10-30T10:00"),
        at=at("2025-11-03T10:00"),
        actor=place.clerk,
    ).application
    assert row(case, "foi.register").due_on == date(2025, 11, 3)
    assert row(case, "foi.correction_notice").due_on == date(2025, 11, 10)


def test_a_correction_notice_is_owed_until_the_request_is_found_clear():
    place = cases.bureau()
    case = cases.registered(place)
    assert (row(case, "foi.correction_notice").due_on) == date(2025, 11, 12)
    facts = {"unit": place.unit, "officer": place.drafter, "actor": place.clerk}
    case = actions.assign(application=case, at=at("2025-11-17T10:00"), **facts)
    notice = row(case, "foi.correction_notice")
    assert (notice.state, notice.was_late) == ("void", False)
    assert ObligationEvent.objects.get(obligation=notice, kind="voided").reason.startswith(
        "申请内容明确"
    )
    late = obligations.overdue_register(Obligation.objects.all(), at("2025-11-18T10:00"))
    assert notice not in late, "a duty that never arose was not missed"


@pytest.mark.parametrize(
    ("moment", "state"), [("2025-11-12T23:59", "met"), ("2025-11-13T00:01", "met_late")]
)
def test_a_correction_notice_stands_by_its_own_day(moment, state):
    place = cases.bureau()
    case = asked_for_correction(cases.registered(place), place, moment)
    assert row(case, "foi.correction_notice").state == state


def test_a_notice_after_all_gets_a_row_of_its_own():
    """Found clear and handed on, then asked for a correction: late, and recorded as late."""
    place = cases.bureau()
    case = asked_for_correction(cases.handled(place), place, "2025-11-14T10:00")
    rows = obligations.of(case).filter(rule_key="foi.correction_notice").order_by("pk")
    assert [one.state for one in rows] == ["void", "met_late"]
    assert [one.due_on for one in rows] == [date(2025, 11, 12)] * 2


def test_the_applicants_last_day_waits_in_the_queue():
    place = cases.bureau()
    case = asked_for_correction(cases.registered(place), place)
    period = row(case, "foi.correction_period")
    assert (period.due_on, period.state) == (date(2025, 11, 27), "open")
    after = at("2025-11-28T09:00")
    seen = {
        one.pk: one.urgency for one in obligations.queue_for(place.clerk, after.date(), at=after)
    }
    assert seen[period.pk] == Urgency.ENDED
    assert period not in obligations.overdue_register(Obligation.objects.all(), after)
    actions.lapse_correction(application=case, actor=place.clerk, at=after)
    period.refresh_from_db()
    assert (period.state, period.was_late) == ("void", False)


def test_a_correction_meets_its_period():
    place = cases.bureau()
    case = asked_for_correction(cases.registered(place), place)
    case = actions.receive_correction(
        application=case, corrected_content="二〇二四年", at=at("2025-11-20T21:00")
    )
    assert row(case, "foi.correction_period").state == "met"
    assert row(case, "foi.reply").due_on == date(2025, 12, 18)


def test_each_question_has_a_row_met_by_its_answer():
    place = cases.bureau()
    case = cases.handled(place)
    first = fact(case, Fact.THIRD_PARTY_ASKED, "2025-11-06", delivered_on=date(2025, 11, 7))
    second = fact(case, Fact.THIRD_PARTY_ASKED, "2025-11-06", delivered_on=date(2025, 11, 10))
    third = fact(case, Fact.JOINT_AGENCY_ASKED, "2025-11-07", delivered_on=date(2025, 11, 7))
    case = again(case, "2025-11-10")
    due = {
        (one.rule_key, one.part): one.due_on for one in obligations.of(case).filter(state="open")
    }
    assert due[("foi.third_party", str(first.pk))] == date(2025, 11, 28)
    assert due[("foi.third_party", str(second.pk))] == date(2025, 12, 1)
    assert due[("foi.co_maker", str(third.pk))] == date(2025, 11, 28)
    assert row(case, "foi.third_party", str(first.pk)).responsible == place.drafter
    fact(case, Fact.THIRD_PARTY_ANSWERED, "2025-11-12", answers=first)
    case = again(case, "2025-11-13")
    assert row(case, "foi.third_party", str(first.pk)).state == "met"
    assert row(case, "foi.third_party", str(second.pk)).state == "open"


def test_a_question_taken_back_is_awaited_no_more():
    place = cases.bureau()
    case = cases.handled(place)
    facts = [fact(case, Fact.THIRD_PARTY_ASKED, "2025-11-04") for _number in range(2)]
    case = again(case, "2025-11-04")
    fact(case, Fact.QUESTION_WITHDRAWN, "2025-11-05", answers=facts[0])
    case = again(case, "2025-11-05")
    states = [row(case, "foi.third_party", str(one.pk)).state for one in facts]
    assert states == ["void", "open"]


def test_silence_ends_with_the_reply():
    place = cases.bureau()
    case = cases.handled(place)
    asked = fact(case, Fact.THIRD_PARTY_ASKED, "2025-11-04", delivered_on=date(2025, 11, 4))
    again(case, "2025-11-04")
    facts = {"application": case, "at": at("2025-11-26T10:00")}
    actions.draft_reply(actor=place.drafter, **facts, **cases.DISCLOSED)
    cases.checked(place, case, facts["at"])
    actions.approve(actor=place.leader, **facts)
    actions.issue(actor=place.clerk, **facts)
    assert row(case, "foi.third_party", str(asked.pk)).state == "void"


def test_a_fee_is_awaited_for_thirty_days():
    place = cases.bureau()
    case = cases.handled(place)
    fact(case, Fact.FEE_NOTICED, "2025-11-06", delivered_on=date(2025, 11, 6))
    case = again(case, "2025-11-06")
    # The thirtieth day, 6 December, is a Saturday.
    assert row(case, "foi.fee_pay").due_on == date(2025, 12, 8)
    assert case.due_on is None
    fact(case, Fact.FEE_PAID, "2025-11-20")
    case = again(case, "2025-11-20")
    assert (row(case, "foi.fee_pay").state, case.due_on) == ("met", date(2025, 12, 18))


def test_a_waived_fee_is_awaited_no_more():
    place = cases.bureau()
    case = cases.handled(place)
    notice = fact(case, Fact.FEE_NOTICED, "2025-11-06")
    case = again(case, "2025-11-06")
    delivered = date(2025, 11, 10)
    fact(case, Fact.FEE_NOTICE_DELIVERED, "2025-11-10", delivered_on=delivered, answers=notice)
    case = again(case, "2025-11-10")
    assert row(case, "foi.fee_pay").due_on == date(2025, 12, 10)
    fact(case, Fact.FEE_WAIVED, "2025-11-12")
    case = again(case, "2025-11-12")
    assert (row(case, "foi.fee_pay").state, case.due_on) == ("void", date(2025, 12, 1))


def test_an_issued_reply_is_owed_its_delivery():
    place = cases.bureau()
    case = cases.issued(place)
    delivery = row(case, "foi.delivery")
    assert (delivery.due_on, delivery.state) == (date(2025, 11, 10), "open")
    actions.deliver(
        application=case,
        method=DeliveryMethod.POST,
        proof="EMS 1",
        sent_on=date(2025, 11, 10),
        actor=place.clerk,
        at=at("2025-11-13T10:00"),
    )
    delivery.refresh_from_db()
    assert delivery.state == "met", "the proof names the day of posting"
    assert not obligations.of(case).filter(state="open").exists()


def test_a_calendar_edit_recounts_the_inner_steps():
    place = cases.bureau()
    case = cases.registered(place)
    CalendarDay.objects.create(
        day=date(2025, 11, 5), is_working=False, name="放假", organisation_code=place.body.code
    )
    calendar, _new = CalendarVersion.objects.get_or_create(pk=1)
    shifts = recount_open(subject=calendar, reason="放假", at=at("2025-11-03T18:00"), actor=None)
    assert len(shifts) == 2
    assert row(case, "foi.correction_notice").due_on == date(2025, 11, 13)
    assert row(case, "foi.reply").due_on == date(2025, 12, 2)
    assert recount_open(subject=calendar, reason="x", at=at("2025-11-04T18:00"), actor=None) == []


@pytest.mark.parametrize("make", [cases.confirmed, cases.handled, cases.issued])
def test_replaying_the_facts_changes_nothing(make):
    place = cases.bureau()
    case = make(place)
    fact(case, Fact.THIRD_PARTY_ASKED, "2025-11-05", delivered_on=date(2025, 11, 6))
    case = again(case)

    def written():
        events = ObligationEvent.objects.order_by("pk").values_list()
        return list(obligations.of(case).order_by("pk").values_list()), list(events)

    before = written()
    again(case, "2026-01-05")
    again(case, "2026-01-06")
    assert written() == before


def test_a_case_that_closes_owes_nothing_more():
    place = cases.bureau()
    case = cases.handled(place)
    fact(case, Fact.THIRD_PARTY_ASKED, "2025-11-05", delivered_on=date(2025, 11, 6))
    fact(case, Fact.THIRD_PARTY_ASKED, "2025-11-05", delivered_on=date(2025, 11, 7))
    case = again(case, "2025-11-07")
    stop_clock(case, at=at("2025-11-08T10:00"), actor=None, reason="申请人撤回申请")
    assert not obligations.of(case).filter(state="open").exists()


def test_a_reply_counts_once_in_public():
    place = cases.bureau()
    cases.delivered(place)
    figures = obligations.on_time_figures(at=at("2026-01-05T10:00"))
    assert (figures.in_time, figures.late, figures.running) == (1, 0, 0)


def test_every_rule_of_the_ledger_is_public_or_inner():
    assert not PUBLIC_RULES & INNER_RULES
    assert AWAITED_RULES <= INNER_RULES
    assert set(recounters()) <= PUBLIC_RULES | INNER_RULES
