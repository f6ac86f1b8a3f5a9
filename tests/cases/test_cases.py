"""Every worked case comes out as written, to the day, and the cases cover the rules."""

import json
from pathlib import Path

import pytest

from portal.domain.clock import answer_case
from portal.domain.rulesets import rule_sets
from tests.domain.facts import CALENDAR

HERE = Path(__file__).resolve().parent
# Where the cases are handed out beside the repository, they must come out too.
HANDED_OUT = HERE.parents[2] / "shared" / "data" / "cases" / "deadlines.json"
SHIPPED = [
    case
    for file in sorted(HERE.glob("*.json"))
    for case in json.loads(file.read_text("utf-8"))["cases"]
]
BY_ID = {case["id"]: case for case in SHIPPED}
FACTS_ONLY = {"title", "note", "proves", "expected", "counted_days"}


def ids(case):
    return case["id"]


@pytest.mark.parametrize("case", SHIPPED, ids=ids)
def test_a_case_comes_out_as_written(case):
    answer = answer_case(case, CALENDAR)
    assert answer.expected == case["expected"]
    assert answer.trace
    if "counted_days" in case:
        counted = [day.date.strftime("%m-%d") for day in answer.trace if day.counted]
        assert counted == case["counted_days"]


@pytest.mark.parametrize("case", [c for c in SHIPPED if "alt_due_date" in c], ids=ids)
def test_the_other_reading_of_a_late_notice(case):
    others = answer_case(case, CALENDAR).answer.alternatives
    assert case["alt_due_date"] in [str(o.due_on) for o in others if o.point.number == "3"]


@pytest.mark.parametrize(
    "case", [c for c in SHIPPED if "alt_due_date_sent_day_excluded" in c], ids=ids
)
def test_the_other_reading_of_the_sending_day(case):
    others = answer_case(case, CALENDAR).answer.alternatives
    expected = case["alt_due_date_sent_day_excluded"]
    assert expected in [str(o.due_on) for o in others if o.point.number == "4"]


def test_ids_stand_once_and_every_case_proves_known_rules():
    assert len(BY_ID) == len(SHIPPED)
    for case in SHIPPED:
        assert case["proves"], case["id"]
        known = rule_sets()[case["rule_set"]].rules
        assert set(case["proves"]) <= set(known), case["id"]


def test_every_period_the_clock_of_an_application_uses_has_a_case():
    proven = {key for case in SHIPPED for key in case["proves"]}
    rules = rule_sets()["cn-2019"].rules.values()
    counted = {rule.key for rule in rules if rule.function == "clock.count_reply"}
    assert counted <= proven


def test_every_kind_has_a_case():
    assert {case["kind"] for case in SHIPPED} == {
        *("reply", "proactive", "wd", "calendar_days", "months", "hours"),
        *("fixed_date", "monthly", "timely"),
    }


def test_the_cases_handed_out_beside_the_repository_come_out_and_are_shipped():
    """Without the hand-out the shipped copy stands for it; it is never skipped."""
    if HANDED_OUT.exists():
        cases = json.loads(HANDED_OUT.read_text("utf-8"))["cases"]
    else:
        cases = [case for case in SHIPPED if case["id"].startswith("G")]
    assert len(cases) >= 34
    for case in cases:
        assert answer_case(case, CALENDAR).expected == case["expected"], case["id"]
        mine = BY_ID[case["id"]]
        assert mine["expected"] == case["expected"], case["id"]
        facts = case.keys() - FACTS_ONLY
        assert {key: mine[key] for key in facts} == {key: case[key] for key in facts}, case["id"]


def test_an_unlike_answer_would_be_noticed():
    """A control: one day's difference in the facts changes the answer."""
    case = BY_ID["G01"] | {"submitted_at": "2025-09-23T10:00"}
    assert answer_case(case, CALENDAR).expected != BY_ID["G01"]["expected"]
