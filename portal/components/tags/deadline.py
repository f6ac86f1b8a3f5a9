"""The drawn deadline: a clock's answer as small calendars and as a list of the same days."""

from collections.abc import Iterator
from typing import Any

from django import template
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from portal.components.legal_words import in_words
from portal.domain.clock.trace import CALENDAR_DAY_WHY, Mark, TraceDay
from portal.domain.drawing import DayCell, Drawing, Month

register = template.Library()


@register.inclusion_tag("components/deadline.html")
def deadline(drawing: Drawing | None, *, title: object = "") -> dict[str, Any]:
    """Months side by side with every day's number, the captions and the days as a list.

    Draws nothing without a drawing: no clock runs yet.
    """
    if drawing is None:
        return {}
    has_days_off = any(day.mark == Mark.OFF for day in drawing.days)
    by_calendar = any(day.why == CALENDAR_DAY_WHY for day in drawing.days)
    return {
        "drawing": drawing,
        "by_working_days": has_days_off and not by_calendar,
        "title": title,
        "weekdays": [_("一"), _("二"), _("三"), _("四"), _("五"), _("六"), _("日")],
        "months": [
            {"first": month.first, "weeks": list(_weeks(month))} for month in drawing.months
        ],
        "holidays": list(_spans(drawing, Mark.OFF)),
        "pauses": list(_spans(drawing, Mark.PAUSED)),
        "days": [_line(day, drawing) for day in drawing.days],
        "has_days_off": has_days_off,
        "has_makeup": any(cell.is_makeup for cell in _cells(drawing)),
        "has_earlier": any(day.mark == Mark.EARLIER for day in drawing.days),
    }


def _spans(drawing: Drawing, mark: Mark) -> Iterator[dict[str, Any]]:
    for span in drawing.spans:
        if span.mark == mark:
            yield {"name": in_words(span.name), "first": span.first, "last": span.last}


def _cells(drawing: Drawing) -> Iterator[DayCell]:
    for month in drawing.months:
        for week in month.weeks:
            yield from week


def _weeks(month: Month) -> Iterator[list[dict[str, Any]]]:
    """The weeks with the word that stands in each cell.

    The name of a holiday stands once per run and week, so that it reads as one label.
    """
    for week in month.weeks:
        row: list[dict[str, Any]] = []
        before = ""
        for cell in week:
            row.append({"cell": cell, "word": _word(cell, before)})
            before = cell.name if cell.mark == Mark.OFF else ""
        yield row


def _word(cell: DayCell, name_before: str) -> str:
    if cell.mark == Mark.START:
        return _("起")
    if cell.mark == Mark.PAUSED:
        return _("停")
    if cell.is_makeup:
        return _("班")
    if cell.mark == Mark.OFF and cell.name != name_before:
        return in_words(cell.name)
    return ""


def _line(day: TraceDay, drawing: Drawing) -> dict[str, Any]:
    return {
        "date": day.date,
        "ordinal": day.ordinal,
        "why": _reason(day),
        "is_due": day.date == drawing.due_on,
        "mark": str(day.mark),
    }


def _reason(day: TraceDay) -> str:
    """Why the day counts or not. The clock words it in Chinese, with the notice's number."""
    if (get_language() or "").startswith("zh"):
        return day.why
    words = {
        Mark.START: _("起算之日，不计入"),
        Mark.COUNTED: _("计入"),
        Mark.OFF: in_words(day.name) or _("周末"),
        Mark.PAUSED: in_words(day.name),
        Mark.EARLIER: _("重新起算之前，不计入"),
    }
    return words.get(day.mark, "")
