"""The drawn deadline: every counted day carries its number, and the list says the same."""

from datetime import date

from portal.domain.calendar import DayNotice, WorkingCalendar
from portal.domain.clock import count_working_days
from portal.domain.drawing import draw as lay_out
from tests.components.drawing import draw, text

HOLIDAY = [DayNotice(date(2026, 10, day), False, "国庆节", "通知") for day in range(1, 8)]
MAKEUP = [DayNotice(date(2026, 9, 20), True, "国庆节", "通知")]
DRAWING = lay_out(
    count_working_days(date(2026, 9, 16), 10, WorkingCalendar(HOLIDAY + MAKEUP, {2026}))
)


def test_counted_days_carry_their_number() -> None:
    soup = draw("{% deadline d %}", d=DRAWING)
    numbers = [int(text(tag)) for tag in soup.select(".deadline-ordinal")]
    assert numbers == list(range(1, 11))
    assert text(soup.select_one("td.is-due .deadline-ordinal")) == "10"


def test_the_list_tells_the_same_days() -> None:
    soup = draw("{% deadline d %}", d=DRAWING)
    rows = soup.select(".deadline-list li")
    assert [row.time["datetime"] for row in rows] == [str(day.date) for day in DRAWING.days]
    counted = [row for row in rows if "is-counted" in row["class"]]
    assert [text(row.select_one(".deadline-nth")) for row in counted] == [
        f"第 {n} 天" for n in range(1, 11)
    ]
    assert "最后一天" in text(rows[-1])


def test_a_holiday_is_named_once_a_week() -> None:
    soup = draw("{% deadline d %}", d=DRAWING)
    words = [text(tag) for tag in soup.select("td.is-off .deadline-word")]
    assert words.count("国庆节") <= len(soup.select("tr:has(td.is-off)"))
    assert "班" in [text(tag) for tag in soup.select("td.is-counted .deadline-word")]


def test_no_drawing_draws_nothing() -> None:
    assert text(draw("{% deadline d %}", d=None)) == ""


def test_a_date_that_may_change_says_so() -> None:
    unpublished = count_working_days(date(2026, 12, 21), 20, WorkingCalendar([], {2026}))
    assert "暂定日期" in text(draw("{% deadline d %}", d=lay_out(unpublished)))
    assert "暂定日期" not in text(draw("{% deadline d %}", d=DRAWING))
