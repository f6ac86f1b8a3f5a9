from datetime import UTC, date, datetime

import pytest
from django.utils import translation

from portal.components.templatetags import portal_dates
from portal.components.templatetags.portal_rules import limit_words
from portal.domain.rulesets import rule_set

LATE_IN_LONDON = datetime(2026, 12, 17, 17, 30, tzinfo=UTC)


def test_a_moment_is_told_in_shanghai() -> None:
    assert portal_dates.moment(LATE_IN_LONDON) == "2026-12-18 01:30"
    assert portal_dates.day(LATE_IN_LONDON) == "2026-12-18"
    assert portal_dates.full_date(LATE_IN_LONDON) == "2026年12月18日（星期五）"


def test_a_day_is_told_as_it_stands() -> None:
    assert portal_dates.full_date(date(2026, 1, 5)) == "2026年1月5日（星期一）"
    assert portal_dates.long_date(date(2026, 1, 5)) == "2026年1月5日"
    assert portal_dates.month(date(2026, 1, 5)) == "2026年1月"


@pytest.mark.parametrize("nothing", [None, ""])
def test_no_date_is_no_words(nothing: str | None) -> None:
    assert portal_dates.full_date(nothing) == portal_dates.day(nothing) == ""


def test_limits_come_from_the_rule() -> None:
    law = rule_set("cn-2019")
    assert limit_words(law["foi.reply"]) == "20 个工作日"
    assert limit_words(law["foi.fee_pay"]) == "30 日"
    assert limit_words(None) == ""


def test_dates_follow_the_language() -> None:
    with translation.override("en"):
        assert "2026" in portal_dates.full_date(date(2026, 1, 5))
