"""Changing the calendar: a year or a day as one step, and its history."""

from datetime import date, datetime

from django.db import transaction

from portal.calendar.edits import DayEdit, Edit, YearEdit, day_as_json
from portal.calendar.models import CalendarChange, CalendarDay, CalendarVersion, CalendarYear
from portal.domain.calendar import DayNotice
from portal.domain.holidays import HolidayFileError, PublishedYear
from portal.domain.messages import Sentence, gettext_noop, raise_any

ALREADY_LOADED = Sentence(
    "already_loaded",
    gettext_noop("%(year)s 年的放假安排已载入（%(notice)s）；要替换请明确说明"),
)
CONTRADICTS = Sentence("contradicts", gettext_noop("%(day)s 与已载入的 %(year)s 年安排不一致"))
NOTHING_CHANGES = Sentence("nothing_changes", gettext_noop("与现行日历相同，没有需要变更的内容"))


@transaction.atomic
def load_year(*, published: PublishedYear, at: datetime, replace: bool = False) -> CalendarYear:
    """Load the arrangement of one year; with `replace` the year's former days give way.

    Raises `HolidayFileError` when the year is loaded already or a day contradicts the
    arrangement of a neighbouring year.
    """
    former = CalendarYear.objects.select_for_update().filter(year=published.year).first()
    if former and not replace:
        notice = former.notice or former.url
        raise HolidayFileError(ALREADY_LOADED.about(year=former.year, notice=notice))
    if former:
        former.delete()
    settled = _settled_days(published)
    return CalendarYear.objects.add(published, loaded_at=at, settled=settled)


@transaction.atomic
def change_calendar(
    *,
    edit: Edit,
    at: datetime,
    actor_label: str = "",
    reason: str = "",
    replace: bool = True,
) -> CalendarChange:
    """Apply one edit to the rows and append it to the history.

    Editors come one after the other: the calendar's version stays locked until the commit.
    Recounting what was counted by the former calendar is the caller's, in this transaction.
    Raises `HolidayFileError` when nothing would change or other arrangements contradict, and
    without `replace` for a year that is loaded already.
    """
    list(CalendarVersion.objects.select_for_update())
    before = _days_of(edit)
    is_news = isinstance(edit, YearEdit) and not _is_published(edit.year)
    if isinstance(edit, YearEdit):
        load_year(published=edit.published, at=at, replace=replace)
    else:
        _set_day(edit)
    after = _days_of(edit)
    if before == after and not is_news:
        raise HolidayFileError(NOTHING_CHANGES.about())
    return CalendarChange.objects.create(
        at=at,
        actor_label=actor_label,
        kind=CalendarChange.Kind.YEAR if isinstance(edit, YearEdit) else CalendarChange.Kind.DAY,
        year=edit.year,
        organisation_code=edit.organisation_code,
        notice=edit.notice,
        reason=reason,
        before=[day_as_json(day) for day in before],
        after=[day_as_json(day) for day in after],
    )


def _set_day(edit: DayEdit) -> None:
    """A day of the country goes with its year's arrangement, unless another spoke about it."""
    key = {"day": edit.day, "organisation_code": edit.organisation_code}
    if edit.becomes is None:
        CalendarDay.objects.filter(**key).delete()
        return
    day = edit.becomes
    facts = {
        "is_working": day.is_working,
        "name": day.name,
        "notice": day.notice,
        "confirmed": True,
    }
    is_of_year = not edit.organisation_code and _is_published(edit.year)
    origin = {"arrangement_id": edit.year if is_of_year else None}
    CalendarDay.objects.update_or_create(**key, defaults=facts, create_defaults={**facts, **origin})


def _days_of(edit: Edit) -> list[DayNotice]:
    """The confirmed days the edit is about, as they stand now."""
    rows = CalendarDay.objects.filter(confirmed=True, organisation_code=edit.organisation_code)
    if isinstance(edit, YearEdit):
        of_year = rows.filter(arrangement=edit.year)
        rows = of_year | rows.filter(day__in=[day.day for day in edit.published.days])
    else:
        rows = rows.filter(day=edit.day)
    values = rows.order_by("day").values_list("day", "is_working", "name", "notice")
    return list(map(DayNotice._make, values))


def _is_published(year: int) -> bool:
    return CalendarYear.objects.filter(year=year).exists()


def _settled_days(published: PublishedYear) -> set[date]:
    """The days other arrangements have settled the same way; raises when one differs."""
    days = {day.day: day for day in published.days}
    settled = CalendarDay.objects.filter(day__in=days, organisation_code="")
    contradicting = (row for row in settled if row.is_working != days[row.day].is_working)
    problems = (
        CONTRADICTS.about(day=r.day, year=r.arrangement_id or r.day.year) for r in contradicting
    )
    raise_any(problems, HolidayFileError)
    return {row.day for row in settled}
