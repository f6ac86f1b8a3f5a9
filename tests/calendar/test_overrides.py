"""An agency's own figures: only stricter, only for itself, only while they hold."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from portal.calendar.models import RuleOverride
from portal.calendar.queries import rule_set_for
from portal.domain.rulesets import RuleError

pytestmark = pytest.mark.django_db

DAY = date(2026, 6, 1)


def own(rule_key="foi.reply", value=10, **more):
    facts = {"organisation_code": "110000", "in_force_from": date(2026, 1, 1), "reason": "内部要求"}
    return RuleOverride(rule_key=rule_key, value=value, **(facts | more))


@pytest.mark.parametrize(
    ("rule_key", "value"),
    [("foi.reply", 10), ("consult.min_days", 45), ("message.reply", 5), ("foi.own_record", 15)],
)
def test_a_stricter_or_a_blank_figure_may_be_set(rule_key, value):
    own(rule_key, value).full_clean()


@pytest.mark.parametrize(
    ("rule_key", "value", "words"),
    [
        ("foi.reply", 21, "不得长于法定的 20，不能设为 21"),
        ("consult.min_days", 20, "不得少于法定的 30，不能设为 20"),
        ("foi.third_party", 10, "由法规固定，不能另行设定"),
        ("foi.nothing", 10, "没有这条规则"),
    ],
)
def test_a_figure_that_loosens_the_law_is_refused_in_words(rule_key, value, words):
    with pytest.raises(ValidationError, match=words):
        own(rule_key, value).full_clean()


def test_the_refusal_stands_at_its_field_and_waits_for_the_facts():
    with pytest.raises(ValidationError) as refusal:
        own(value=25).full_clean()
    assert list(refusal.value.message_dict) == ["value"]
    with pytest.raises(ValidationError) as refusal:
        own(value=None, in_force_from=None).full_clean()
    assert set(refusal.value.message_dict) == {"value", "in_force_from"}
    with pytest.raises(ValidationError) as refusal:
        own(reason="长" * 1001).full_clean()
    assert list(refusal.value.message_dict) == ["reason"]


def test_an_own_figure_holds_for_its_agency_between_its_dates():
    own(in_force_to=date(2026, 6, 30)).save()
    own(value=8, in_force_from=date(2026, 5, 1), in_force_to=date(2026, 5, 31)).save()

    def reply(code, on):
        return rule_set_for(code, on, "cn-2019")["foi.reply"].limit

    assert reply("110000", DAY) == 10
    assert reply("110000", date(2026, 5, 15)) == 8
    assert reply("110000", date(2026, 7, 1)) == 20
    assert reply("110000", date(2025, 12, 31)) == 20
    assert reply("120000", DAY) == 20


def test_the_strictest_figure_counts():
    own(value=18).save()
    assert rule_set_for("110000", DAY, "cn-2019")["foi.reply"].limit == 18
    assert rule_set_for("110000", DAY, "source-002")["foi.reply"].limit == 15


def test_a_rule_the_set_does_not_know_stays_out():
    own("message.reply", 5).save()
    assert rule_set_for("110000", DAY, "source-001")["message.reply"].limit == 5
    assert "message.reply" not in rule_set_for("110000", DAY, "cn-2019").rules
    with pytest.raises(RuleError):
        rule_set_for("110000", DAY, "cn-1999")


def test_an_own_figure_cannot_end_before_it_starts():
    with pytest.raises(IntegrityError):
        own(in_force_to=date(2025, 1, 1)).save()
