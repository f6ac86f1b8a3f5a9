"""The dated rule sets: complete, sourced, and never looser than the law."""

import tomllib
from datetime import date
from types import SimpleNamespace

import pytest

from portal.domain import rulesets
from portal.domain.clock import by_rule
from portal.domain.rulesets import (
    RULES_DIRECTORY,
    Certainty,
    RuleError,
    SetKind,
    Stricter,
    Unit,
    rule_set,
    rule_set_in_force,
    rule_sets,
)

SETS = rule_sets()
OWN_RULES = [
    (set_id, rule)
    for set_id, rules in SETS.items()
    for rule in rules.rules.values()
    if rule.rule_set == set_id
]
REGISTER = {
    "PUB_STATUTORY",
    "PUB_INTERNAL",
    "PUB_URGENT",
    "PUB_ISSUE_DAY",
    "GUIDE_CHANGE",
    "NORM_CLEANUP",
    "NORM_CENTRAL",
    "CATALOGUE_DONE",
    "DOCDB_START",
    "RETRO_START",
    "FOI_REPLY",
    "FOI_EXTENSION",
    "INTERP_RATE",
    "INTERP_GRAPHIC",
    "INTERP_DIVERSE",
    "INTERP_KEY_LIVELIHOOD",
    "CONSULT_FEEDBACK",
    "CONSULT_AFTER_ISSUE",
    "DECISION_CATALOGUE",
    "MEETING_INVITES",
    "MSG_REPLY",
    "MSG_SIMPLE",
    "MSG_PETITION",
    "SENTIMENT_GENERAL",
    "SENTIMENT_MAJOR_PRESS",
    "MEDIA_WEEKLY",
    "SITE_MONITOR",
    "SITE_SAMPLE",
    "MONTHLY_INSPECTION",
    "HALF_YEAR_REPORT",
    "PLAN_FILING",
    "COMPLETION",
    "ANNUAL_REPORT",
    "ASSESSMENT_PUBLISH",
    "ASSESSMENT_WEIGHT",
    "PENALTY_PROVINCIAL",
    "BULLETIN",
    "LEADER_HEARING",
    "TRAINING_CYCLE",
    "FOI_SELF_CHECK",
    "RESPONSIBLE_LEADER",
    "FISCAL_TARGETS",
    "OPEN_MONTH",
    "REALESTATE_QUARTERLY",
}


def test_every_shipped_set_is_there():
    assert list(SETS) == ["cn-2007", "cn-2019", "cn-other", *(f"source-00{n}" for n in range(5))]


def test_every_number_of_the_register_is_a_rule():
    named = {code for _, rule in OWN_RULES for code in rule.codes}
    assert named == REGISTER


@pytest.mark.parametrize(
    ("set_id", "rule"), OWN_RULES, ids=lambda value: getattr(value, "key", value)
)
def test_every_rule_says_where_it_comes_from(set_id, rule):
    assert rule.article
    assert rule.title
    assert rule.rule_set == set_id
    if rule.unit in (Unit.WORKING_DAYS, Unit.CALENDAR_DAYS, Unit.HOURS, Unit.MONTHS, Unit.YEARS):
        assert rule.starts_from, "a period needs the event it starts from"
    if "本平台" in rule.article:
        assert rule.certainty == Certainty.DEFAULT


@pytest.mark.parametrize(
    "key",
    [
        "pub.retroactive_since",
        "interpret.diverse_rate",
        "consult.feedback_after_issue",
        "decision.catalogue",
        "meeting.invitations",
        "message.reply",
        "message.simple",
        "openmonth",
        "fiscal.targets",
        "kpi.points",
    ],
)
def test_what_the_sources_leave_blank_is_off_until_set(key):
    rule = SETS["source-001"][key]
    assert rule.is_off
    with pytest.raises(RuleError, match="没有设定数值，未启用"):
        _ = rule.limit
    if rule.stricter != Stricter.FIXED:
        assert SETS["source-001"].with_overrides({key: 5})[key].limit == 5


@pytest.mark.parametrize(
    ("day", "set_id"),
    [
        ("2008-05-01", "cn-2007"),
        ("2019-05-14", "cn-2007"),
        ("2019-05-15", "cn-2019"),
        ("2030-01-01", "cn-2019"),
    ],
)
def test_the_statute_in_force_on_a_day(day, set_id):
    assert rule_set_in_force(date.fromisoformat(day)).id == set_id


def test_before_the_first_statute_there_is_none():
    with pytest.raises(RuleError, match="2008-04-30 没有施行中的政府信息公开条例"):
        rule_set_in_force(date(2008, 4, 30))


def test_a_local_target_inherits_the_statute_and_changes_only_what_it_says():
    target, statute = SETS["source-002"], SETS["cn-2019"]
    assert target.kind == SetKind.TARGET
    assert target.statute == "cn-2019"
    assert target["foi.reply"].limit == 15
    assert target["foi.third_party"] is statute["foi.third_party"]


def test_no_local_target_loosens_the_statute():
    for target in SETS.values():
        if target.kind == SetKind.TARGET:
            for key, rule in SETS[target.statute].rules.items():
                mine = target[key]
                if mine.value != rule.value:
                    assert rule.refuses(mine.limit) is None


def test_a_target_file_that_loosens_the_statute_does_not_load(tmp_path, monkeypatch):
    for file in RULES_DIRECTORY.glob("*.toml"):
        text = file.read_text("utf-8")
        if file.stem == "source-002":
            text = text.replace("value = 15", "value = 25", 1)
        (tmp_path / file.name).write_text(text, "utf-8")
    monkeypatch.setattr(rulesets, "RULES_DIRECTORY", tmp_path)
    with pytest.raises(RuleError, match="不得长于法定的 20，不能设为 25"):
        rule_sets.__wrapped__()


@pytest.mark.parametrize(
    ("key", "value", "code"),
    [
        ("foi.reply", 21, "looser"),
        ("foi.reply", -1, "negative"),
        ("consult.min_days", 29, "looser"),
        ("foi.third_party", 15, "fixed_by_law"),
        ("report.government", 20, "fixed_by_law"),
    ],
)
def test_an_agency_cannot_loosen_the_law(key, value, code):
    with pytest.raises(RuleError) as refusal:
        rule_set("cn-2019").with_overrides({key: value})
    assert refusal.value.codes == (code,)


def test_an_agency_may_bind_itself_more_strictly():
    law = rule_set("cn-2019")
    own = law.with_overrides({"foi.reply": 10, "consult.min_days": 45})
    assert (own["foi.reply"].limit, own["consult.min_days"].limit) == (10, 45)
    assert law["foi.reply"].limit == 20


def test_every_refused_override_is_named_at_once():
    with pytest.raises(RuleError) as refusal:
        rule_set("cn-2019").with_overrides({"foi.reply": 30, "foi.extend": 40})
    assert refusal.value.codes == ("looser", "looser")


def test_an_unknown_rule_is_refused_by_name():
    with pytest.raises(RuleError, match=r"规则集 cn-2019 没有规则 foi\.nothing"):
        _ = rule_set("cn-2019")["foi.nothing"]
    assert rule_set("cn-2019").get("foi.nothing") is None


def test_rules_hold_between_their_dates():
    rule = rule_set("cn-2019")["foi.fee_pay"]
    assert not rule.is_in_force(date(2020, 12, 31))
    assert rule.is_in_force(date(2021, 1, 1))
    past = rule_set("source-001")["progress.yearly"]
    assert past.is_in_force(date(2018, 1, 31))
    assert not past.is_in_force(date(2018, 2, 1))


@pytest.mark.parametrize("file", sorted(RULES_DIRECTORY.glob("*.toml")), ids=lambda file: file.stem)
def test_files_hold_no_field_the_reader_overlooks(file):
    known = {
        *("key", "title", "value", "unit", "starts_from", "article", "certainty", "stricter"),
        *("in_force_from", "in_force_to", "rolls", "runs_backwards", "codes", "function", "note"),
    }
    document = tomllib.loads(file.read_text("utf-8"))
    assert document["id"] == file.stem
    assert set(document) <= {
        *("id", "title", "kind", "inherits", "in_force_from", "in_force_to", "rule"),
    }
    for row in document["rule"]:
        assert set(row) <= known, row


def test_the_strictest_publication_rules_share_a_unit():
    for rules in SETS.values():
        for key in by_rule.PROACTIVE_RULES:
            rule = rules.rules.get(key, SimpleNamespace(unit=Unit.WORKING_DAYS))
            assert rule.unit == Unit.WORKING_DAYS
