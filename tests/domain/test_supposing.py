"""What would follow if a step were taken today; compared with the cases lawyers worked."""

import json
from datetime import date
from pathlib import Path

import pytest

from portal.domain.clock import (
    Consultation,
    Consulted,
    CorrectionLapsed,
    CorrectionReceived,
    CorrectionRequested,
    Extension,
    answer_case,
    count_reply,
)
from portal.domain.clock.supposing import Supposing, suppose_each
from portal.domain.rulesets import rule_set
from tests.domain.facts import CALENDAR, LAW, RECEIVED, day, handed_in

CASES = json.loads((Path(__file__).parents[1] / "cases" / "replies.json").read_text())["cases"]


def suppose(*events, on, received=RECEIVED, rules=LAW):
    found = suppose_each(handed_in(*events, on=received), rules, CALENDAR, on)
    return {one.what: one for one in found}


def codes(supposed):
    return [said.code for said in supposed.refusals]


def ends_with_an_extension(case):
    events = case.get("events") or [{}]
    law = rule_set(case["rule_set"]) if "rule_set" in case else None
    last = events[-1]
    return last.get("type") == "extension" and last["wd"] == law["foi.extend"].limit


@pytest.mark.parametrize(
    "case", [c for c in CASES if ends_with_an_extension(c)], ids=lambda case: case["id"]
)
def test_an_extension_supposed_is_the_extension_of_the_worked_case(case):
    """Take the extension out of the case, then suppose it on its day."""
    *before, extension = case["events"]
    facts = answer_case({**case, "events": before}, CALENDAR).answer.facts
    on = date.fromisoformat(extension["date"])
    found = suppose_each(facts, rule_set(case["rule_set"]), CALENDAR, on)
    supposed = next(one for one in found if one.what is Supposing.EXTENSION)
    if case["expected"].get("extension_valid") is False:
        assert supposed.due_on is None
        assert codes(supposed) == ["extension_late"]
    else:
        assert supposed.due_on == date.fromisoformat(case["expected"]["due_date"])
        assert not supposed.refusals


def test_there_are_worked_extensions_of_both_kinds():
    verdicts = [
        case["expected"].get("extension_valid", True)
        for case in CASES
        if ends_with_an_extension(case)
    ]
    assert {True, False} <= set(verdicts)


def test_each_supposition_counted_by_hand():
    """Received Monday 3 November 2025, due 1 December; no day off until New Year's Day."""
    found = suppose(on=date(2025, 11, 5))
    third_party = found[Supposing.THIRD_PARTY]
    assert third_party.until == date(2025, 11, 26)  # 15 working days after the 5th
    # Two days had run (4 and 5 November), 18 are left after the pause.
    assert third_party.due_on == date(2025, 12, 22)
    extension = found[Supposing.EXTENSION]
    assert (extension.days, extension.due_on) == (20, date(2025, 12, 29))
    correction = found[Supposing.CORRECTION]
    assert correction.until == date(2025, 11, 26)
    assert correction.due_on == date(2025, 12, 24)  # 20 working days after the 26th
    assert not any(one.refusals or one.provisional for one in found.values())


def test_supposing_equals_recording():
    on = day(9)
    found = suppose(on=on)
    recorded = {
        Supposing.THIRD_PARTY: [
            Consultation(Consulted.THIRD_PARTY, on, delivered=on, answered=date(2025, 12, 3))
        ],
        Supposing.EXTENSION: [Extension(on, 20)],
        Supposing.CORRECTION: [CorrectionRequested(on, on), CorrectionReceived(date(2025, 12, 3))],
    }
    for what, events in recorded.items():
        assert found[what].due_on == count_reply(handed_in(*events), LAW, CALENDAR).due_on, what


def test_a_dates_year_without_a_calendar_makes_it_provisional():
    found = suppose(on=date(2026, 12, 14), received=date(2026, 12, 10))
    assert found[Supposing.EXTENSION].provisional


def test_what_happened_once_cannot_happen_again():
    found = suppose(
        CorrectionRequested(day(1), day(1)),
        CorrectionReceived(day(4)),
        Extension(day(8), 20),
        on=day(9),
    )
    assert codes(found[Supposing.CORRECTION]) == ["twice"]
    assert codes(found[Supposing.EXTENSION]) == ["extension_twice"]
    assert found[Supposing.THIRD_PARTY].due_on


def test_after_the_last_day_nothing_helps_but_a_late_correction_notice():
    found = suppose(on=date(2025, 12, 2))
    assert codes(found[Supposing.EXTENSION]) == ["extension_late"]
    assert codes(found[Supposing.THIRD_PARTY]) == ["pause_after_due"]
    late = found[Supposing.CORRECTION]
    assert late.due_on
    assert [said.code for said in late.remarks] == ["correction_notice_late"]


def test_old_remarks_are_not_told_again():
    late = Consultation(Consulted.THIRD_PARTY, day(1), delivered=None, answered=day(3))
    found = suppose(late, on=day(4))
    assert not found[Supposing.EXTENSION].remarks


def test_while_a_correction_is_awaited_there_is_no_date():
    found = suppose(CorrectionRequested(day(1), day(1)), on=day(3))
    assert {code for one in found.values() for code in codes(one)} == {"waiting"}
    assert not any(one.due_on for one in found.values())


def test_an_abandoned_application_has_no_date():
    found = suppose(CorrectionRequested(day(1), day(1)), CorrectionLapsed(), on=day(60))
    assert {code for one in found.values() for code in codes(one)} == {"ended"}


def test_a_day_before_the_recorded_facts_is_refused():
    found = suppose(Extension(day(8), 10), on=day(2))
    assert codes(found[Supposing.THIRD_PARTY]) == ["out_of_order"]


def test_the_recorded_facts_stay_as_they_are():
    facts = handed_in(Extension(day(8), 10))
    suppose_each(facts, LAW, CALENDAR, day(9))
    assert facts.events == (Extension(day(8), 10),)
