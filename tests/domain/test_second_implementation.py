"""The clock against a naive second one: every start day of 2019-2026, every rule set, each story.

About 200,000 comparisons in some seconds; a difference of one day anywhere fails.
"""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest

from portal.calendar.shipped import shipped_calendar
from portal.domain.clock import (
    Channel,
    Consultation,
    Consulted,
    CorrectionReceived,
    CorrectionRequested,
    Delay,
    Event,
    Extension,
    FeeNotice,
    FeePaid,
    ReplyFacts,
    count_reply,
)
from portal.domain.moments import SHANGHAI
from portal.domain.rulesets import rule_set
from tests.domain import naive

# Written out here a second time on purpose: the figures of the law, not those of the product.
NOW = {
    "reply": 20,
    "ext": 20,
    "delay": 60,
    "correction_notice": 7,
    "correction_period": 15,
    "third_party": 15,
    "joint_agency": 15,
    "fee_pay_days": 30,
}
BEFORE_2019 = NOW | {
    "reply": 15,
    "ext": 15,
    "delay": None,
    "correction_notice": None,
    "third_party": None,
    "joint_agency": None,
    "fee_pay_days": None,
}
LIMITS = {
    "cn-2019": NOW,
    "cn-2007": BEFORE_2019,
    "source-000": NOW,
    "source-001": NOW,
    "source-002": NOW | {"reply": 15, "ext": 15},
    "source-003": NOW,
    "source-004": NOW,
}
START_DAYS = [
    date(2019, 1, 1) + timedelta(days=n) for n in range((date(2027, 1, 1) - date(2019, 1, 1)).days)
]
Story = Callable[[Callable[[int], date]], list[dict]]

STORIES: dict[str, Story] = {
    "plain": lambda day: [],
    "corrected": lambda day: [
        {"type": "correction_requested", "date": day(4), "delivered": day(5)},
        {"type": "correction_received", "date": day(13)},
    ],
    "corrected, noticed late": lambda day: [
        {"type": "correction_requested", "date": day(15), "delivered": day(16)},
        {"type": "correction_received", "date": day(20)},
    ],
    "third party answers": lambda day: [
        {"type": "third_party", "sent": day(6), "delivered": day(8), "answered": day(17)},
    ],
    "third party answers late": lambda day: [
        {"type": "third_party", "sent": day(6), "delivered": day(8), "answered": day(60)},
    ],
    "overlapping opinions": lambda day: [
        {"type": "third_party", "sent": day(3), "delivered": day(4), "answered": day(15)},
        {"type": "joint_agency", "sent": day(9), "delivered": day(10), "answered": day(22)},
        {"type": "third_party", "sent": day(30), "delivered": day(31), "answered": day(33)},
    ],
    "extended": lambda day: [{"type": "extension", "date": day(12), "wd": 10}],
    "extended too late": lambda day: [{"type": "extension", "date": day(50), "wd": 10}],
    "opinion, then extended": lambda day: [
        {"type": "joint_agency", "sent": day(0), "delivered": day(0), "answered": day(12)},
        {"type": "extension", "date": day(18), "wd": 15},
    ],
    "delayed after very many requests": lambda day: [{"type": "delay", "date": day(12), "wd": 30}],
    "extended, then delayed": lambda day: [
        {"type": "extension", "date": day(9), "wd": 10},
        {"type": "delay", "date": day(20), "wd": 12},
    ],
    "delayed too late": lambda day: [{"type": "delay", "date": day(50), "wd": 10}],
    "fee paid": lambda day: [
        {"type": "fee_notice", "date": day(5), "delivered": day(6)},
        {"type": "fee_paid", "date": day(19)},
    ],
    "everything": lambda day: [
        {"type": "correction_requested", "date": day(2), "delivered": day(3)},
        {"type": "correction_received", "date": day(9)},
        {"type": "third_party", "sent": day(11), "delivered": day(12), "answered": day(24)},
        {"type": "extension", "date": day(26), "wd": 5},
    ],
}


def as_event(row: dict) -> Event:
    kind, on = row["type"], row.get("date")
    if kind in ("third_party", "joint_agency"):
        return Consultation(Consulted(kind), row["sent"], row["delivered"], row.get("answered"))
    return {
        "correction_requested": lambda: CorrectionRequested(on, row["delivered"]),
        "correction_received": lambda: CorrectionReceived(on),
        "fee_notice": lambda: FeeNotice(on, row["delivered"]),
        "fee_paid": lambda: FeePaid(on),
        "extension": lambda: Extension(on, row["wd"]),
        "delay": lambda: Delay(on, row["wd"]),
    }[kind]()


def told_by_product(answer) -> dict[str, object]:
    told = {
        "correction_notice_due": answer.correction_notice_due_on,
        "correction_period_end": answer.correction_period_ends_on,
        "pay_by": answer.pay_by,
        "opinion_due": list(answer.opinions_due_on) or None,
        "due_before_extension": answer.due_before_extension_on,
        "due_before_delay": answer.due_before_delay_on,
        "extension_valid": False if answer.extension_valid is False else None,
        "due_date": answer.due_on,
        "first_counted_day": answer.first_counted_on,
    }
    return {key: value for key, value in told.items() if value is not None}


@pytest.mark.parametrize("story", STORIES)
def test_both_clocks_agree_for_every_start_day(story):
    calendar = shipped_calendar()
    naively: dict[tuple, dict] = {}
    differences, compared = [], 0
    for start in START_DAYS:
        rows = STORIES[story](lambda n, start=start: start + timedelta(days=n))
        facts = ReplyFacts(
            Channel.COUNTER,
            submitted_at=datetime(start.year, start.month, start.day, 9, tzinfo=SHANGHAI),
            events=tuple(map(as_event, rows)),
        )
        for set_id, limits in LIMITS.items():
            key = (start, *limits.values())
            if key not in naively:
                naively[key] = naive.reply(start, limits, rows)
            answered = told_by_product(count_reply(facts, rule_set(set_id), calendar))
            compared += 1
            if answered != naively[key]:
                differences.append((set_id, start, answered, naively[key]))
    assert not differences, differences[:3]
    assert compared == len(START_DAYS) * len(LIMITS)


def test_enough_was_compared():
    assert len(START_DAYS) * len(LIMITS) * len(STORIES) > 200_000
    assert START_DAYS[-1] == date(2026, 12, 31)


def test_the_naive_clock_can_disagree():
    """A control: with make-up days forgotten, the naive clock no longer agrees."""
    start = date(2025, 9, 22)
    right = naive.nth(start, 20)
    naive._is_working[date(2025, 9, 28)] = False
    try:
        assert naive.nth(start, 20) != right
    finally:
        del naive._is_working[date(2025, 9, 28)]
