"""The calendar as the database has it: filled, per agency, and never a stale one."""

from datetime import date
from types import SimpleNamespace

import pytest
from django.core.management import call_command
from django.db import connection, transaction

from portal.calendar.models import CalendarDay, CalendarVersion, CalendarYear
from portal.calendar.queries import calendar_for, calendar_version, calendars_for
from portal.calendar.shipped import shipped_calendar, shipped_years

pytestmark = pytest.mark.django_db

WORKDAY = date(2026, 7, 23)


def free(day=WORKDAY, **more):
    return CalendarDay.objects.create(day=day, is_working=False, name="火把节", **more)


def test_migrating_fills_the_calendar_with_the_shipped_years():
    assert CalendarYear.objects.count() == 20
    calendar, shipped = calendar_for(), shipped_calendar()
    assert calendar.published_years == shipped.published_years
    day = date(2006, 12, 1)
    while day < date(2027, 2, 1):
        assert calendar.reason(day) == shipped.reason(day)
        day = date.fromordinal(day.toordinal() + 1)


def test_the_calendar_is_read_once_and_then_costs_one_query(django_assert_num_queries):
    first = calendar_for()
    with django_assert_num_queries(1):
        assert calendar_for() is first
    with django_assert_num_queries(1):
        assert calendar_for("330400") is first


@pytest.mark.parametrize(
    "edit",
    [
        lambda: free(),
        lambda: CalendarDay.objects.filter(day="2026-10-01").update(is_working=True),
        lambda: CalendarDay.objects.filter(day="2026-10-01").delete(),
        lambda: CalendarDay.objects.bulk_create(
            [CalendarDay(day=WORKDAY, is_working=False, name="节")]
        ),
        lambda: CalendarYear.objects.create(year=2027),
        lambda: CalendarYear.objects.filter(year=2026).delete(),
        lambda: connection.cursor().execute(
            "UPDATE calendar_calendarday SET name = '改' WHERE day = '2026-10-01'"
        ),
    ],
)
def test_every_way_to_edit_the_calendar_changes_its_version(edit):
    before, calendar = calendar_version(), calendar_for()
    edit()
    assert calendar_version() != before
    assert calendar_for() is not calendar


def test_another_process_s_edit_is_seen_at_once():
    """What another process does looks like SQL that passes by this one's code."""
    assert calendar_for().is_working(WORKDAY)
    connection.cursor().execute(
        "INSERT INTO calendar_calendarday"
        " (day, is_working, name, notice, confirmed, organisation_code)"
        " VALUES ('2026-07-23', %s, '火把节', '', %s, '')",
        [False, True],
    )
    assert not calendar_for().is_working(WORKDAY)


def test_an_edit_rolled_back_leaves_no_trace_in_the_process():
    assert calendar_for().is_working(WORKDAY)
    savepoint = transaction.savepoint()
    free()
    assert not calendar_for().is_working(WORKDAY)
    transaction.savepoint_rollback(savepoint)
    assert calendar_for().is_working(WORKDAY)
    free(day=date(2026, 7, 24))
    assert calendar_for().is_working(WORKDAY)
    assert not calendar_for().is_working(date(2026, 7, 24))


def test_without_a_version_nothing_is_kept():
    CalendarVersion.objects.all().delete()
    assert calendar_for() is not calendar_for()


def test_an_agency_s_own_days_off_count_for_it_alone():
    free(organisation_code="513400")
    assert not calendar_for("513400").is_working(WORKDAY)
    assert not calendar_for(SimpleNamespace(code="513400")).is_working(WORKDAY)
    assert calendar_for().is_working(WORKDAY)
    assert calendar_for("110000").is_working(WORKDAY)


def test_an_agency_s_own_day_overrules_the_country_s():
    CalendarDay.objects.create(
        day=date(2026, 10, 1), is_working=True, name="值班", organisation_code="110000"
    )
    assert calendar_for("110000").is_working(date(2026, 10, 1))
    assert not calendar_for().is_working(date(2026, 10, 1))


def test_many_agencies_cost_one_query_and_one_for_each_that_differs(django_assert_num_queries):
    free(organisation_code="513400")
    calendar_for()
    codes = ["513400", *(str(n) for n in range(50))]
    with django_assert_num_queries(3):
        calendars = calendars_for(codes)
    with django_assert_num_queries(1):
        assert calendars_for(codes) == calendars
    assert not calendars["513400"].is_working(WORKDAY)
    assert calendars["7"] is calendar_for()


def test_unconfirmed_days_do_not_count():
    free(confirmed=False)
    assert calendar_for().is_working(WORKDAY)


def test_a_day_stands_once_per_agency():
    free()
    free(organisation_code="513400")
    with pytest.raises(Exception, match=r"(?i)unique"), transaction.atomic():
        free()


def test_an_emptied_calendar_fills_itself_again():
    """What a flush leaves behind; it ends with the same signal as migrating."""
    CalendarYear.objects.all().delete()
    CalendarVersion.objects.all().delete()
    call_command("migrate", verbosity=0)
    assert CalendarYear.objects.count() == 20
    assert CalendarDay.objects.count() == sum(len(year.days) for year in shipped_years())
    assert calendar_version()


def test_what_somebody_loaded_is_left_alone():
    CalendarYear.objects.exclude(year=2026).delete()
    call_command("migrate", verbosity=0)
    assert [year.year for year in CalendarYear.objects.all()] == [2026]
