"""The named rules of the clock: what counts, what is remarked, what the other reading says."""

from datetime import date

import pytest

from portal.domain.clock import (
    Channel,
    Consultation,
    Consulted,
    CorrectionLapsed,
    CorrectionReceived,
    CorrectionRequested,
    Extension,
    FeeLapsed,
    FeeNotice,
    FeePaid,
    ReplyFacts,
    Service,
    count_proactive,
    count_reply,
    count_rule,
    judge_reply,
    rule_days,
)
from portal.domain.clock.periods import ClockError
from portal.domain.rulesets import RuleError, rule_set
from tests.domain.facts import CALENDAR, LAW, RECEIVED, at, count, day


def codes(answer):
    return [remark.code for remark in answer.remarks]


def others(answer):
    """The due dates of the other readings by the number of their open point."""
    return {other.point.number: other.due_on for other in answer.alternatives}


def test_an_unconfirmed_electronic_application_cannot_hold_off_the_clock():
    friday = at(date(2026, 2, 13), 22, 30)
    answer = count_reply(ReplyFacts(Channel.INTERNET, submitted_at=friday), LAW, CALENDAR)
    assert answer.received_on == date(2026, 2, 14)
    assert codes(answer) == ["confirmation_assumed"]
    assert "2026-02-14" in str(answer.remarks[0])


def test_plain_mail_waits_for_the_applicant():
    facts = ReplyFacts(
        Channel.MAIL_PLAIN, arrived_at=at(RECEIVED), confirmed_at=at(date(2025, 11, 20))
    )
    assert count_reply(facts, LAW, CALENDAR).received_on == date(2025, 11, 20)


def test_while_the_applicant_has_to_correct_the_answer_says_so():
    waiting = count(CorrectionRequested(day(2), day(3), 10))
    assert (waiting.waiting_for, waiting.waiting_until) == ("correction", date(2025, 11, 20))
    corrected = count(CorrectionRequested(day(2), day(3)), CorrectionReceived(day(9)))
    assert (corrected.waiting_for, corrected.waiting_until) == ("", None)


def test_while_the_applicant_has_to_pay_the_answer_says_so():
    waiting = count(FeeNotice(day(2), day(3)))
    assert (waiting.waiting_for, waiting.waiting_until) == ("fee", waiting.pay_by)


def test_an_unpaid_fee_ends_the_application():
    answer = count(FeeNotice(day(2), day(3)), FeeLapsed())
    assert answer.due_on is None
    assert answer.pay_by == date(2025, 12, 8)
    assert answer.abandoned_from == date(2025, 12, 9)
    assert answer.trace[-1].date == answer.pay_by


def test_a_lapsed_correction_shows_the_days_the_applicant_had():
    answer = count(CorrectionRequested(day(2), day(3), 5), CorrectionLapsed())
    assert sum(shown.counted for shown in answer.trace) == 5
    assert answer.trace[-1].date == answer.correction_period_ends_on == date(2025, 11, 13)


def test_a_late_notice_restarts_and_is_remarked_with_the_other_reading():
    answer = count(
        CorrectionRequested(date(2026, 3, 20), date(2026, 3, 20)),
        CorrectionReceived(date(2026, 3, 30)),
        on=date(2026, 3, 9),
    )
    assert answer.correction_notice_in_time is False
    assert codes(answer) == ["correction_notice_late"]
    assert answer.due_on == date(2026, 4, 28)
    assert others(answer) == {"3": date(2026, 4, 7)}


def test_a_notice_on_the_seventh_day_is_in_time_and_on_the_eighth_is_not():
    last = CALENDAR.add_working_days(RECEIVED, 7)
    on_time = count(CorrectionRequested(last, day(20)))
    late = count(CorrectionRequested(CALENDAR.next_working_day(last), day(20)))
    assert (on_time.correction_notice_in_time, codes(on_time)) == (True, [])
    assert (late.correction_notice_in_time, codes(late)) == (False, ["correction_notice_late"])


def test_a_correction_after_its_period_counts_and_is_remarked():
    answer = count(CorrectionRequested(day(1), day(1), 3), CorrectionReceived(day(30)))
    assert codes(answer) == ["correction_late"]
    assert answer.started_on == day(30)


def test_the_sending_day_counts_and_the_other_reading_is_shown():
    answer = count(
        Consultation(Consulted.THIRD_PARTY, date(2025, 11, 10), day(9), date(2025, 11, 24))
    )
    assert answer.due_on == date(2025, 12, 15)
    assert others(answer) == {"4": date(2025, 12, 16)}
    (other,) = answer.alternatives
    assert other.point.article == "条例第三十三条第三款"


def test_an_opinion_after_its_period_no_longer_pauses():
    in_time = count(Consultation(Consulted.JOINT_AGENCY, day(7), day(9)))
    late = count(Consultation(Consulted.JOINT_AGENCY, day(7), day(9), day(45)))
    assert late.due_on == in_time.due_on == date(2025, 12, 24)
    assert codes(late) == ["opinion_late"]
    assert others(late)["5"] > late.due_on


def test_an_opinion_on_its_last_day_is_in_time():
    last = CALENDAR.add_working_days(day(9), 15)
    answer = count(Consultation(Consulted.THIRD_PARTY, day(7), day(9), last))
    assert codes(answer) == []
    assert answer.pauses[0].end == answer.opinions_due_on[0] == last


def test_a_letter_whose_delivery_is_unknown_ends_as_early_as_it_could():
    unknown = count(Consultation(Consulted.THIRD_PARTY, day(7)))
    assert codes(unknown) == ["delivery_assumed"]
    assert unknown.due_on == count(Consultation(Consulted.THIRD_PARTY, day(7), day(7))).due_on


def test_another_agency_gets_the_period_its_letter_sets():
    def asked(period_wd=None):
        return count(
            Consultation(Consulted.OTHER_AGENCY, day(7), day(7), period_wd=period_wd)
        ).opinions_due_on

    assert asked(5) == (date(2025, 11, 17),)
    assert asked() == (date(2025, 12, 1),)


def test_a_restart_drops_earlier_pauses_and_extensions():
    answer = count(
        Extension(day(1), 10),
        CorrectionRequested(day(2), day(2)),
        Consultation(Consulted.THIRD_PARTY, day(3), day(4), day(20)),
        CorrectionReceived(day(10)),
    )
    plain = CALENDAR.add_working_days(day(10), 20)
    assert answer.due_on == plain
    assert answer.pauses == ()
    assert "extension_dropped" in codes(answer)
    both = [other.due_on for other in answer.alternatives if other.point.number == "2"]
    assert both == [
        CALENDAR.add_working_days(day(10), 20 + CALENDAR.working_days_between(day(10), day(20))),
        CALENDAR.add_working_days(day(10), 30),
    ]


def test_an_extension_counts_once_and_only_up_to_the_last_day():
    last = CALENDAR.add_working_days(RECEIVED, 20)
    once = count(Extension(last, 20))
    assert once.extension_valid
    twice = count(Extension(day(1), 5), Extension(day(2), 5))
    assert twice.due_on == CALENDAR.add_working_days(RECEIVED, 25)
    assert (twice.extension_valid, codes(twice)) == (False, ["extension_twice"])
    late = count(Extension(CALENDAR.next_working_day(last), 5))
    assert (late.due_on, late.extension_valid, codes(late)) == (last, False, ["extension_late"])
    long = count(Extension(day(1), 21))
    assert (long.due_on, codes(long)) == (last, ["extension_too_long"])


def test_an_extension_cannot_be_had_again_after_a_restart():
    answer = count(
        Extension(day(1), 10),
        FeeNotice(day(2), day(2)),
        FeePaid(day(10)),
        Extension(day(11), 10),
    )
    assert answer.due_on == CALENDAR.add_working_days(day(10), 20)
    assert codes(answer) == ["extension_dropped", "extension_twice"]


def test_a_letter_sent_after_the_last_day_pauses_nothing():
    answer = count(Consultation(Consulted.THIRD_PARTY, day(40), day(41), day(50)))
    assert answer.due_on == CALENDAR.add_working_days(RECEIVED, 20)
    assert "pause_after_due" in codes(answer)


def test_the_website_s_submission_is_shown_as_the_other_reading_of_receipt():
    facts = ReplyFacts(
        Channel.INTERNET,
        submitted_at=at(date(2025, 11, 3), 23, 59),
        confirmed_at=at(date(2025, 11, 4), 0, 0),
    )
    answer = count_reply(facts, LAW, CALENDAR)
    assert answer.received_on == date(2025, 11, 4)
    assert others(answer) == {"6": date(2025, 12, 1)}


def test_mail_to_the_wrong_office_counts_from_the_agency_s_signature():
    facts = ReplyFacts(
        Channel.MAIL_SIGNED, signed_at=at(RECEIVED), confirmed_at=at(date(2025, 11, 10))
    )
    answer = count_reply(facts, LAW, CALENDAR)
    assert answer.received_on == RECEIVED
    assert others(answer) == {"8": CALENDAR.add_working_days(date(2025, 11, 10), 20)}


def test_a_reading_the_facts_contradict_is_no_reading():
    """Asked for a correction before the office confirmed: received then, it could not have."""
    facts = ReplyFacts(
        Channel.MAIL_SIGNED,
        signed_at=at(RECEIVED),
        confirmed_at=at(day(10)),
        events=(CorrectionRequested(day(3), day(3)),),
    )
    assert others(count_reply(facts, LAW, CALENDAR)) == {}


def test_a_local_target_is_counted_beside_the_statute():
    target = rule_set("source-002")
    facts = ReplyFacts(Channel.COUNTER, submitted_at=at(RECEIVED))
    warning = count_reply(facts, target, CALENDAR).due_on
    violation = count_reply(facts, rule_set(target.statute), CALENDAR).due_on
    assert (warning, violation) == (date(2025, 11, 24), date(2025, 12, 1))


@pytest.mark.parametrize(
    ("rules", "due"),
    [("cn-2019", "2026-03-17"), ("source-004", "2026-02-25"), ("source-003", "2026-02-11")],
)
def test_publication_keeps_to_the_strictest_figure_a_body_bound_itself_to(rules, due):
    answer = count_proactive(date(2026, 2, 11), rule_set(rules), CALENDAR)
    assert answer.due_on == date.fromisoformat(due)


@pytest.mark.parametrize(
    ("rules", "key", "start", "due"),
    [
        ("cn-2019", "consult.min_days", date(2026, 1, 20), "2026-02-24"),
        ("cn-2019", "remedy.reconsideration", date(2025, 8, 5), "2025-10-09"),
        ("cn-2019", "remedy.litigation", date(2025, 8, 31), "2026-02-28"),
        ("cn-2019", "petition.finish", date(2025, 8, 5), "2025-10-09"),
        ("cn-2019", "hearing.material", date(2026, 3, 20), "2026-03-13"),
        ("cn-2019", "normdoc.validity", date(2024, 2, 29), "2029-02-28"),
        ("cn-2019", "newmedia.veto", date(2026, 2, 6), "2026-02-20"),
        ("source-004", "pub.opinion_feedback", date(2026, 1, 31), "2026-02-28"),
        ("source-001", "pub.service_change", at(date(2026, 2, 14), 20), "2026-02-24"),
    ],
)
def test_any_rule_counts_by_its_unit(rules, key, start, due):
    answer = count_rule(rule_set(rules)[key], start, CALENDAR)
    assert answer.due_on == date.fromisoformat(due)
    assert answer.trace[-1].date == answer.due_on


def test_hours_run_through_nights_and_holidays():
    rule = rule_set("cn-2019")["opinion.general"]
    answer = count_rule(rule, at(date(2025, 10, 1), 9, 30), CALENDAR)
    assert answer.due_at == at(date(2025, 10, 3), 9, 30)
    with pytest.raises(ClockError, match="须有起算时刻"):
        count_rule(rule, date(2025, 10, 1), CALENDAR)


def test_what_is_no_period_is_not_counted():
    with pytest.raises(ClockError, match="不是期限"):
        count_rule(rule_set("source-001")["interpret.rate"], RECEIVED, CALENDAR)
    with pytest.raises(RuleError, match="未启用"):
        count_rule(rule_set("source-001")["message.reply"], RECEIVED, CALENDAR)


def test_fixed_days_of_a_year():
    monthly = rule_days(rule_set("source-004")["supervise.monthly"], 2026)
    assert len(monthly) == 12
    assert (monthly[0], monthly[1]) == (date(2026, 1, 29), date(2026, 2, 28))
    assert rule_days(rule_set("cn-2019")["report.government"], 2027) == (date(2027, 3, 31),)
    assert rule_days(rule_set("source-001")["plan.filing"], 2020) == (date(2020, 10, 20),)
    assert rule_days(rule_set("source-001")["plan.filing"], 2026) == ()
    assert rule_days(rule_set("source-001")["decision.catalogue"], 2026) == ()
    with pytest.raises(ClockError, match="不是固定日期"):
        rule_days(LAW["foi.reply"], 2026)


def test_a_reply_by_post_is_made_on_the_posting_day():
    by_post = judge_reply(
        due_on=RECEIVED, service=Service.MAIL, posted_on=RECEIVED, signed_on=day(4)
    )
    by_hand = judge_reply(due_on=RECEIVED, service=Service.DIRECT, posted_on=None, signed_on=day(1))
    assert (by_post.reply_made_on, by_post.in_time) == (RECEIVED, True)
    assert (by_hand.reply_made_on, by_hand.in_time) == (day(1), False)
