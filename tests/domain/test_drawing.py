"""The drawn deadline: every day in its place, with its number and its reason."""

from datetime import date

from portal.domain.clock import (
    Consultation,
    Consulted,
    CorrectionReceived,
    CorrectionRequested,
    count_calendar_days,
    fixed_day,
)
from portal.domain.drawing import draw
from tests.domain.facts import CALENDAR, count


def cells(drawing):
    return {
        cell.date: cell for m in drawing.months for week in m.weeks for cell in week if cell.date
    }


def test_a_month_is_weeks_from_monday_with_blank_places():
    drawing = draw(count(on=date(2025, 9, 22)))
    september, october = drawing.months
    assert (september.year, september.month, september.first) == (2025, 9, date(2025, 9, 1))
    assert [cell.date for cell in september.weeks[-1]][:3] == [
        date(2025, 9, 29),
        date(2025, 9, 30),
        None,
    ]
    assert [cell.date for cell in october.weeks[0]][:3] == [None, None, date(2025, 10, 1)]


def test_days_carry_their_number_name_and_reason():
    drawing = draw(count(on=date(2025, 9, 22)))
    day = cells(drawing)
    assert day[date(2025, 9, 21)].mark == ""
    assert day[date(2025, 9, 22)].mark == "start"
    assert (day[date(2025, 9, 23)].mark, day[date(2025, 9, 23)].ordinal) == ("counted", 1)
    sunday = day[date(2025, 9, 28)]
    assert (sunday.ordinal, sunday.is_makeup) == (5, True)
    holiday = day[date(2025, 10, 1)]
    assert (holiday.mark, holiday.name) == ("off", "国庆节、中秋节")
    assert "国办发明电〔2024〕12号" in holiday.why
    due = [cell for cell in day.values() if cell.is_due]
    assert [(cell.date, cell.ordinal) for cell in due] == [(date(2025, 10, 24), 20)]
    assert drawing.counted == 20


def test_pauses_carry_their_letter_and_make_a_span():
    letter = "云溪公开〔2025〕第3号征求意见书"
    asked = Consultation(
        Consulted.THIRD_PARTY,
        date(2025, 11, 10),
        date(2025, 11, 12),
        date(2025, 11, 24),
        None,
        letter,
    )
    drawing = draw(count(asked))
    paused = cells(drawing)[date(2025, 11, 17)]
    assert (paused.mark, paused.name, paused.ordinal) == ("paused", letter, None)
    (span,) = drawing.spans
    assert (span.mark, span.name) == ("paused", letter)
    assert (span.first, span.last) == (date(2025, 11, 11), date(2025, 11, 24))


def test_a_day_two_letters_hold_names_both():
    first = Consultation(Consulted.THIRD_PARTY, date(2025, 11, 5), date(2025, 11, 5), None)
    second = Consultation(Consulted.JOINT_AGENCY, date(2025, 11, 7), date(2025, 11, 7), None)
    day = cells(draw(count(first, second)))
    assert day[date(2025, 11, 6)].name == "征求第三方意见"
    assert day[date(2025, 11, 10)].name == "征求第三方意见、征求共同制作机关意见"


def test_days_before_a_restart_are_shown_as_void():
    drawing = draw(
        count(
            CorrectionRequested(date(2025, 11, 5), date(2025, 11, 5)),
            CorrectionReceived(date(2025, 11, 12)),
        )
    )
    day = cells(drawing)
    assert day[date(2025, 11, 3)].mark == "start"
    assert day[date(2025, 11, 4)].mark == "earlier"
    assert day[date(2025, 11, 12)].mark == "start"
    assert day[date(2025, 11, 13)].ordinal == 1


def test_a_rolled_last_day_rings_the_working_day():
    drawing = draw(count_calendar_days(date(2025, 8, 5), 60, CALENDAR))
    due = cells(drawing)[date(2025, 10, 9)]
    assert (due.is_due, due.ordinal) == (True, None)
    assert cells(drawing)[date(2025, 10, 4)].ordinal == 60
    assert not cells(drawing)[date(2025, 9, 28)].is_makeup


def test_a_fixed_date_is_one_ringed_day():
    drawing = draw(fixed_day(date(2026, 1, 31)))
    assert [m.month for m in drawing.months] == [1]
    assert [cell.date for cell in cells(drawing).values() if cell.mark] == [date(2026, 1, 31)]


def test_a_date_in_an_unpublished_year_is_marked_provisional():
    assert draw(count(on=date(2026, 12, 15))).provisional
    assert not draw(count(on=date(2026, 12, 1))).provisional
