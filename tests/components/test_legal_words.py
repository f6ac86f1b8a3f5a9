"""Words that reach the public from rule sets and calendars are known to the catalogue."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from django.utils import translation

from portal.components import legal_words
from portal.components.tags.deadline import deadline
from portal.domain.calendar import WorkingCalendar
from portal.domain.clock import count_working_days
from portal.domain.clock.sentences import PAUSE_NAMES
from portal.domain.drawing import draw
from portal.domain.rulesets import rule_set_in_force
from portal.pages.views.guide import REMEDY_LIMITS, TIME_LIMITS

DATA = Path(__file__).resolve().parents[2] / "portal" / "calendar" / "data"


def holiday_names() -> set[str]:
    years = [json.loads(path.read_text()) for path in DATA.glob("*.json")]
    return {day["name"] for year in years for day in year["days"]}


def test_every_holiday_is_known() -> None:
    assert holiday_names() == set(legal_words.HOLIDAYS)


def test_every_pause_is_known() -> None:
    assert {str(name) for name in PAUSE_NAMES.values()} == set(legal_words.LETTERS)


@pytest.mark.parametrize("key", [*TIME_LIMITS, *REMEDY_LIMITS])
def test_every_rule_of_the_guide_is_known(key: str) -> None:
    rule = rule_set_in_force(date(2026, 1, 5))[key]
    assert {rule.title, rule.starts_from, rule.article} <= set(legal_words.RULES)


def test_english_readers_get_english_reasons() -> None:
    calendar = WorkingCalendar([], {2026})
    drawing = draw(count_working_days(date(2026, 4, 30), 2, calendar))
    with translation.override("en"):
        words = [line["why"] for line in deadline(drawing)["days"]]
    assert words
    assert not any("一" <= letter <= "鿿" for why in words for letter in why), words
