"""Facts that cannot be: each is refused by name, all of them at once, in Chinese."""

from datetime import date, timedelta

import pytest

from portal.domain.clock import (
    Channel,
    ClockError,
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
    count_hours,
    count_months,
    count_reply,
    count_working_days,
    judge_reply,
    monthly_day,
)
from portal.domain.clock.service import Service
from portal.domain.rulesets import RuleError, rule_set
from tests.domain.facts import CALENDAR, LAW, RECEIVED, at, count, day


def asked(sent, delivered=None, answered=None, **more):
    return Consultation(Consulted.THIRD_PARTY, sent, delivered, answered, **more)


REFUSED = {
    "before receipt": ("before_receipt", [Extension(day(-1), 5)], "早于收到申请之日（2025-11-03）"),
    "out of order": (
        "out_of_order",
        [asked(day(5), day(6), day(9)), Extension(day(4), 5)],
        "排在更晚的事项（2025-11-08）之后",
    ),
    "delivered before sent": ("before_sent", [asked(day(5), day(4))], "早于发出日期"),
    "answered before sent": ("before_sent", [asked(day(5), day(5), day(4))], "早于发出日期"),
    "correction asked twice": (
        "twice",
        [CorrectionRequested(day(1), day(1)), CorrectionRequested(day(2), day(2))],
        "补正告知只能有一次",
    ),
    "corrected twice": (
        "twice",
        [
            CorrectionRequested(day(1), day(1)),
            CorrectionReceived(day(3)),
            CorrectionReceived(day(4)),
        ],
        "收到补正材料只能有一次",
    ),
    "corrected unasked": (
        "without_request",
        [CorrectionReceived(day(3))],
        "没有补正告知，不能登记收到补正材料",
    ),
    "lapsed unasked": ("without_request", [CorrectionLapsed()], "没有补正告知"),
    "paid unasked": ("without_request", [FeePaid(day(3))], "没有收费通知，不能登记缴费"),
    "fee asked twice": (
        "twice",
        [FeeNotice(day(1), day(1)), FeeNotice(day(2), day(2))],
        "收费通知只能有一次",
    ),
    "paid twice": (
        "twice",
        [FeeNotice(day(1), day(1)), FeePaid(day(2)), FeePaid(day(3))],
        "缴费只能有一次",
    ),
    "after the end": (
        "after_lapse",
        [CorrectionRequested(day(1), day(1)), CorrectionLapsed(), Extension(day(40), 5)],
        "申请已视为放弃，不能再登记延期",
    ),
    "no days": ("not_positive", [Extension(day(1), 0)], "工作日数须大于零"),
    "no correction period": (
        "not_positive",
        [CorrectionRequested(day(1), day(1), 0)],
        "工作日数须大于零",
    ),
    "a third party's period is the law's": (
        "period_fixed",
        [asked(day(1), day(1), period_wd=5)],
        "由法规规定，不能另定",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_an_impossible_story_is_refused_by_name(name):
    code, events, words = REFUSED[name]
    with pytest.raises(ClockError) as refusal:
        count(*events)
    assert code in refusal.value.codes
    assert words in str(refusal.value)


def test_every_reason_is_listed_at_once():
    events = [CorrectionReceived(day(3)), Extension(day(2), 0), FeeLapsed()]
    with pytest.raises(ClockError) as refusal:
        count(*events)
    assert refusal.value.codes == ("without_request", "out_of_order", "without_request")
    assert str(refusal.value).count("；") == 2


@pytest.mark.parametrize(
    "events",
    [
        [Extension(day(10), 5)],
        [asked(day(2), day(10))],
        [asked(day(2), day(3), day(10))],
        [CorrectionRequested(day(3), day(10))],
        [FeeNotice(day(3), day(10))],
    ],
)
def test_the_future_is_refused(events):
    assert count(*events, as_of=day(10))
    with pytest.raises(ClockError) as refusal:
        count(*events, as_of=day(9))
    assert refusal.value.codes == ("in_future",)


def test_an_application_from_the_future_is_refused():
    with pytest.raises(ClockError, match="晚于今天"):
        count(as_of=day(-1))


def test_nobody_lapses_before_the_period_is_over():
    events = [CorrectionRequested(day(1), day(1), 5), CorrectionLapsed()]
    last = date(2025, 11, 11)
    assert count(*events, as_of=last + timedelta(days=1)).abandoned_from == date(2025, 11, 12)
    with pytest.raises(ClockError, match="须在期限届满（2025-11-11）之后"):
        count(*events, as_of=last)


def test_a_pause_that_never_ends_is_refused_where_no_law_ends_it():
    with pytest.raises(ClockError, match="无法确定何时结束"):
        count(asked(day(2), day(3)), rules="cn-2007")
    assert count(asked(day(2), day(3), day(9)), rules="cn-2007").due_on


def test_a_fee_cannot_lapse_without_a_limit_to_pay():
    with pytest.raises(ClockError, match="没有规定期限，不能认定逾期不缴费"):
        count(FeeNotice(day(2), day(2)), FeeLapsed(), rules="cn-2007")


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        (ReplyFacts(Channel.COUNTER), "missing_moment"),
        (ReplyFacts(Channel.MAIL_SIGNED, posted_at=at(RECEIVED)), "missing_moment"),
        (ReplyFacts(Channel.MAIL_PLAIN, arrived_at=at(RECEIVED)), "missing_moment"),
        (ReplyFacts(Channel.INTERNET), "missing_moment"),
        (
            ReplyFacts(Channel.INTERNET, submitted_at=at(day(2)), confirmed_at=at(day(1))),
            "moments_out_of_order",
        ),
        (
            ReplyFacts(Channel.MAIL_SIGNED, posted_at=at(day(2)), signed_at=at(day(1))),
            "moments_out_of_order",
        ),
    ],
)
def test_moments_that_are_missing_or_disordered_are_refused(facts, code):
    with pytest.raises(ClockError) as refusal:
        count_reply(facts, LAW, CALENDAR)
    assert code in refusal.value.codes


def test_an_unknown_rule_set_names_those_there_are():
    with pytest.raises(RuleError, match="没有规则集“cn-1999”；可用的有：cn-2007、cn-2019"):
        rule_set("cn-1999")


@pytest.mark.parametrize(
    "ask",
    [
        lambda: count_working_days(RECEIVED, -1, CALENDAR),
        lambda: count_working_days(RECEIVED, 10**12, CALENDAR),
        lambda: count_months(RECEIVED, 10**12, CALENDAR),
        lambda: count_hours(at(RECEIVED), -1),
        lambda: count_hours(at(RECEIVED), 10**12),
        lambda: monthly_day(2026, 13, 1),
        lambda: monthly_day(2026, 2, 0),
        lambda: judge_reply(
            due_on=RECEIVED, service=Service.MAIL, posted_on=None, signed_on=RECEIVED
        ),
        lambda: judge_reply(
            due_on=RECEIVED, service=Service.DIRECT, posted_on=RECEIVED, signed_on=None
        ),
        lambda: judge_reply(
            due_on=RECEIVED, service=Service.MAIL, posted_on=day(1), signed_on=RECEIVED
        ),
    ],
)
def test_periods_without_sense_are_refused(ask):
    with pytest.raises(ValueError, match=r"[\u4e00-\u9fff]"):
        ask()
