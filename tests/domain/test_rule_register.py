"""Every row of the law's table of limits and of the sources' numbers register is a rule.

The rows below are those two tables, written out again: the key or code there, the rule set and
key here, the value (None: the source leaves it blank) and its unit.
"""

from datetime import date

import pytest

from portal.domain.rulesets import Certainty, RuleError, Unit, rule_sets

SETS = rule_sets()
LAW = """
foi.reply           cn-2019     foi.reply                     20            working_days
foi.reply.old       cn-2007     foi.reply                     15            working_days
foi.reply.old       source-002  foi.reply                     15            working_days
foi.extend          cn-2019     foi.extend                    20            working_days
foi.extend.old      cn-2007     foi.extend                    15            working_days
foi.extend.old      source-002  foi.extend                    15            working_days
foi.correction_notice cn-2019   foi.correction_notice         7             working_days
foi.correction_period cn-2019   foi.correction_period         15            working_days
foi.third_party     cn-2019     foi.third_party               15            working_days
foi.co_maker        cn-2019     foi.co_maker                  15            working_days
foi.fee_pay         cn-2019     foi.fee_pay                   30            calendar_days
pub.deadline        cn-2019     pub.deadline                  20            working_days
pub.internal_submit source-004  pub.internal_submit           5             working_days
pub.internal_submit source-004  pub.urgent                    0             working_days
pub.document_online source-003  pub.document_online           0             working_days
pub.service_change  source-001  pub.service_change            1             working_days
pub.opinion_feedback source-004 pub.opinion_feedback          1             months
pub.opinion_feedback source-001 consult.feedback_after_issue  -             working_days
consult.min_days    cn-other    consult.min_days              30            calendar_days
hearing.material    cn-other    hearing.material              7             calendar_days
hearing.material    cn-other    hearing.regulation_notice     30            calendar_days
legality.review.min cn-other    legality.decision             7             working_days
legality.review.min cn-other    legality.normative_min        5             working_days
legality.review.min cn-other    legality.normative_max        15            working_days
opinion.general     cn-other    opinion.general               48            hours
opinion.major.press cn-other    opinion.major_press           24            hours
opinion.major.press cn-other    opinion.major_information     5             hours
message.reply       source-001  message.reply                 -             working_days
message.reply       source-001  message.simple                -             working_days
petition.notice     cn-other    petition.notice               15            calendar_days
petition.finish     cn-other    petition.finish               60            calendar_days
petition.finish     cn-other    petition.extend               30            calendar_days
normdoc.cleanup     source-003  normdoc.cleanup               2             years
normdoc.validity    cn-other    normdoc.validity              5             years
newmedia.min_update source-003  newmedia.updates              2             count_per_week
newmedia.min_update cn-other    newmedia.veto                 2             weeks
interpret.rate      source-001  interpret.rate                100           percent
interpret.rate      source-001  interpret.graphic_rate        80            percent
interpret.rate      source-001  interpret.diverse_rate        -             percent
interpret.count     source-003  interpret.livelihood_count    2             count_per_year
interpret.sync      source-000  interpret.sync                同步起草、同步审签、同步发布 text
kpi.weight          source-001  kpi.weight                    4             percent
kpi.weight          source-001  kpi.points                    -             points
kpi.penalty         source-004  kpi.penalty                   1             points
supervise.monthly   source-004  supervise.monthly             29            monthly_day
progress.report     source-003  progress.half_year            06-20,12-20   fixed_date
progress.report     source-001  plan.filing                   2020-10-20    fixed_date
progress.report     source-001  plan.completion               2020-12-25    fixed_date
progress.report     source-001  progress.yearly               2018-01-31    fixed_date
report.department   cn-2019     report.department             01-31         fixed_date
report.government   cn-2019     report.government             03-31         fixed_date
website.check       source-001  website.check                 1             count_per_quarter
training.rotation   source-001  training.rotation             2             years
training.rotation   source-001  training.course_days          1—3天         text
training.rotation   source-001  leader.hearing                1             count_per_year
review.nondisclosed cn-2019     pub.review_withheld           1             count_per_year
project.info.classes source-001 project.classes               8             count
"""
SOURCES = """
PUB_STATUTORY       cn-2019     pub.deadline                  20            working_days
PUB_INTERNAL        source-004  pub.internal_submit           5             working_days
PUB_URGENT          source-004  pub.urgent                    0             working_days
PUB_ISSUE_DAY       source-003  pub.document_online           0             working_days
GUIDE_CHANGE        source-001  pub.service_change            1             working_days
NORM_CLEANUP        source-003  normdoc.cleanup               2             years
NORM_CENTRAL        source-001  normdoc.central               2020-12-31    fixed_date
CATALOGUE_DONE      source-001  catalogue.done                2020-12-31    fixed_date
DOCDB_START         source-003  docdb.since                   2008          year
DOCDB_START         source-003  docdb.built                   2017-12-31    fixed_date
RETRO_START         source-001  pub.retroactive_since         -             year
FOI_REPLY           source-002  foi.reply                     15            working_days
FOI_EXTENSION       source-002  foi.extend                    15            working_days
INTERP_RATE         source-001  interpret.rate                100           percent
INTERP_GRAPHIC      source-001  interpret.graphic_rate        80            percent
INTERP_DIVERSE      source-001  interpret.diverse_rate        -             percent
INTERP_KEY_LIVELIHOOD source-003 interpret.livelihood_count   2             count_per_year
CONSULT_FEEDBACK    source-004  pub.opinion_feedback          1             months
CONSULT_AFTER_ISSUE source-001  consult.feedback_after_issue  -             working_days
DECISION_CATALOGUE  source-001  decision.catalogue            -             fixed_date
MEETING_INVITES     source-001  meeting.invitations           -             count_per_year
MSG_REPLY           source-001  message.reply                 -             working_days
MSG_SIMPLE          source-001  message.simple                -             working_days
MSG_PETITION        cn-other    message.petition              -             calendar_days
SENTIMENT_GENERAL   cn-other    opinion.general               48            hours
SENTIMENT_MAJOR_PRESS cn-other  opinion.major_press           24            hours
MEDIA_WEEKLY        source-003  newmedia.updates              2             count_per_week
SITE_MONITOR        source-000  site.monitor                  1             count_per_day
SITE_SAMPLE         source-001  website.check                 1             count_per_quarter
MONTHLY_INSPECTION  source-004  supervise.monthly             29            monthly_day
HALF_YEAR_REPORT    source-003  progress.half_year            06-20,12-20   fixed_date
PLAN_FILING         source-001  plan.filing                   2020-10-20    fixed_date
COMPLETION          source-001  plan.completion               2020-12-25    fixed_date
ANNUAL_REPORT       cn-2019     report.government             03-31         fixed_date
ASSESSMENT_PUBLISH  source-001  assessment.publish            03-31         fixed_date
ASSESSMENT_WEIGHT   source-001  kpi.points                    -             points
PENALTY_PROVINCIAL  source-004  kpi.penalty                   1             points
BULLETIN            source-001  bulletin.monthly              1             count_per_month
LEADER_HEARING      source-001  leader.hearing                1             count_per_year
TRAINING_CYCLE      source-001  training.rotation             2             years
TRAINING_CYCLE      source-001  training.course_days          1—3天         text
FOI_SELF_CHECK      cn-2019     pub.review_withheld           1             count_per_year
RESPONSIBLE_LEADER  source-001  leader.responsible            1             count
FISCAL_TARGETS      source-001  fiscal.targets                -             count_per_year
OPEN_MONTH          source-001  openmonth                     -             month
REALESTATE_QUARTERLY source-001 realestate.statistics         1             count_per_quarter
REALESTATE_QUARTERLY source-001 traffic.ranking               1             count_per_month
"""
ROWS = [line.split() for table in (LAW, SOURCES) for line in table.strip().splitlines()]
CODED = [line.split() for line in SOURCES.strip().splitlines()]
OWN = [r for s in SETS.values() for r in s.rules.values() if r.rule_set == s.id]


@pytest.mark.parametrize(("row", "set_id", "key", "value", "unit"), ROWS)
def test_a_row_of_the_tables_is_a_rule(row, set_id, key, value, unit):
    rule = SETS[set_id].rules[key]
    assert rule.rule_set == set_id
    assert rule.unit == unit
    parts = rule.value if isinstance(rule.value, tuple) else (rule.value,)
    assert ",".join("-" if part is None else str(part) for part in parts) == value


@pytest.mark.parametrize(("code", "set_id", "key"), [row[:3] for row in CODED])
def test_a_row_of_the_register_is_found_by_its_code(code, set_id, key):
    assert code in SETS[set_id].rules[key].codes


def test_every_rule_says_all_that_a_lawyer_asks():
    for rule in OWN:
        where = (rule.rule_set, rule.key)
        assert rule.title, where
        assert rule.starts_from, where
        assert rule.article, where
        assert isinstance(rule.unit, Unit), where
        assert isinstance(rule.certainty, Certainty), where
        assert isinstance(rule.in_force_from, date), where
        assert rule.in_force_to is None or rule.in_force_to >= rule.in_force_from, where
        assert "本平台默认" not in rule.article or rule.certainty == Certainty.DEFAULT, where
        assert rule.certainty != Certainty.RECALLED or "核对" in rule.note, where


def test_a_day_named_once_lapses_with_it():
    """A date with its year holds for that year; a date without one comes every year."""
    for rule in OWN:
        if rule.unit == Unit.FIXED_DATE and isinstance(rule.value, str) and len(rule.value) > 5:
            assert rule.in_force_to == date.fromisoformat(rule.value), rule.key


@pytest.mark.parametrize(
    ("key", "good", "bad"),
    [
        ("interpret.diverse_rate", 60, 101),
        ("openmonth", 5, 13),
        ("pub.retroactive_since", 2008, 8),
        ("message.reply", 5, 10**6),
        ("kpi.points", 4, 101),
        ("meeting.invitations", 4, 0),
        ("decision.catalogue", 331, 229),
        ("decision.catalogue", 1231, 1300),
    ],
)
def test_a_blank_takes_only_a_figure_that_makes_sense(key, good, bad):
    rules = SETS["source-001"]
    assert not rules.with_overrides({key: good})[key].is_off
    with pytest.raises(RuleError, match="不能设为"):
        rules.with_overrides({key: bad})


def test_a_day_an_agency_sets_is_a_day_of_every_year():
    rules = SETS["source-001"].with_overrides({"decision.catalogue": 331})
    assert rules["decision.catalogue"].value == "03-31"
