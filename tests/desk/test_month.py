"""The month of what falls due: its days, its rows, and nobody else's."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.agencies.domain.roles import Role
from portal.calendar.models import CalendarDay
from portal.obligations import actions
from portal.obligations.models import Obligation
from portal.obligations.queries import DueCount, due_between, due_counts
from tests.factories.agencies import OrganisationFactory, staff
from tests.factories.obligations import obligation

pytestmark = pytest.mark.django_db
MONTH = "/admin/obligations/obligation/month/"
NOW = datetime(2026, 3, 18, 2, 0, tzinfo=UTC)  # Wednesday; 20 March is two working days off


@pytest.fixture(autouse=True)
def _in_march():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def bureau():
    return OrganisationFactory(name="云溪区教育局")


@pytest.fixture
def office(client, bureau):
    client.force_login(staff(Role.OPENNESS_OFFICE, bureau))
    return client


def days(response):
    return {day.date: day for week in response.context["month"].weeks for day in week}


def test_each_day_lists_what_falls_due_with_its_word_and_light(office, bureau):
    obligation(organisation=bureau, due_on=date(2026, 3, 10), label="甲号")
    obligation(organisation=bureau, due_on=date(2026, 3, 20), label="乙号")
    obligation(organisation=bureau, due_on=date(2026, 3, 31), label="丙号")
    response = office.get(MONTH)
    found = days(response)
    shown = {
        day: [(item.title, str(item.word), item.tone) for item in found[day].items]
        for day in (date(2026, 3, 10), date(2026, 3, 20), date(2026, 3, 31))
    }
    assert shown == {
        date(2026, 3, 10): [("甲号", "逾期", "red")],
        date(2026, 3, 20): [("乙号", "临期", "amber")],
        date(2026, 3, 31): [("丙号", "办理中", "blue")],
    }
    assert found[date(2026, 3, 18)].is_today
    html = response.content.decode()
    for words in ("甲号", "逾期", "2026年3月", 'href="#d2026-03-10"', 'id="d2026-03-10"'):
        assert words in html


def test_hours_count_on_their_shanghai_day_and_what_is_done_stays_visible(office, bureau):
    """17:30 UTC on the 11th is 01:30 on the 12th in Shanghai."""
    met, voided = OrganisationFactory(), OrganisationFactory()
    at = datetime(2026, 3, 9, 2, 0, tzinfo=UTC)
    due_at = datetime(2026, 3, 11, 17, 30, tzinfo=UTC)
    obligation(met, organisation=bureau, rule_key="op.first", due_at=due_at, at=at)
    obligation(voided, organisation=bureau, due_on=date(2026, 3, 12))
    actions.meet_obligation(subject=met, rule_key="op.first", met_at=at, at=at)
    actions.void_obligation(subject=voided, rule_key="foi.reply", reason="申请人撤回", at=at)
    rows = due_between(Obligation.objects.all(), date(2026, 3, 1), date(2026, 3, 31))
    assert due_counts(rows, NOW) == {date(2026, 3, 12): DueCount(0, 0, 1)}
    assert days(office.get(MONTH))[date(2026, 3, 12)].items[0].word == "按时办结"


def test_the_edges_of_the_month(office, bureau):
    for day in (date(2026, 2, 28), date(2026, 3, 1), date(2026, 3, 31), date(2026, 4, 1)):
        obligation(organisation=bureau, due_on=day)
    month = office.get(f"{MONTH}?month=2026-03").context["month"]
    assert [day.date for day in month.due_days] == [date(2026, 3, 1), date(2026, 3, 31)]
    response = office.get(f"{MONTH}?month=2026-12")
    assert (response.context["previous"], response.context["next"]) == (
        date(2026, 11, 30),
        date(2027, 1, 1),
    )


def test_days_off_carry_their_name_and_the_bodys_own_days_count_for_it(office, bureau):
    CalendarDay.objects.create(
        day=date(2026, 3, 24),
        is_working=False,
        name="校庆",
        organisation_code=bureau.code,
        confirmed=True,
    )
    obligation(organisation=bureau, due_on=date(2026, 3, 20))
    found = days(office.get(f"{MONTH}?month=2026-10"))
    assert (found[date(2026, 10, 1)].is_working, found[date(2026, 10, 1)].name) == (False, "国庆节")
    assert days(office.get(MONTH))[date(2026, 3, 24)].is_working
    own = days(office.get(f"{MONTH}?body={bureau.pk}"))[date(2026, 3, 24)]
    assert (own.is_working, own.off_word) == (False, "校庆")


def test_other_bodies_rows_are_nowhere(client, office, bureau):
    other = OrganisationFactory(name="远山区教育局")
    obligation(organisation=other, due_on=date(2026, 3, 20), label="远山甲号")
    for query in ("", "?day=2026-03-20"):
        html = office.get(MONTH + query).content.decode()
        assert "远山" not in html
    assert office.get(f"{MONTH}?body={other.pk}").status_code == 404


def test_who_may_not_read_the_ledger_finds_it_shut(client, bureau):
    client.force_login(staff(Role.ADMINISTRATOR, bureau))
    assert client.get(MONTH).status_code == 403
    assert MONTH not in client.get("/admin/").content.decode()
    client.force_login(staff(Role.DRAFTER, bureau))
    assert MONTH in client.get("/admin/").content.decode()


@pytest.mark.parametrize(
    "query",
    ["month=2026-13", "month=0001-01", "month=x", "day=2026-02-30", "day=9999-12-31", "body=x"],
)
def test_a_page_that_cannot_be_is_not_found(office, query):
    assert office.get(f"{MONTH}?{query}").status_code == 404


@pytest.mark.parametrize("month", ["1990-01", "2099-12"])
def test_the_calendar_ends_without_an_error(office, month):
    assert office.get(f"{MONTH}?month={month}").status_code == 200


def test_a_full_day_is_cut_and_leads_to_its_own_page(office, bureau):
    for number in range(60):
        obligation(organisation=bureau, due_on=date(2026, 3, 20), label=f"第{number:02}号")
    day = days(office.get(MONTH))[date(2026, 3, 20)]
    assert (day.total, len(day.items), day.beyond_cell, day.beyond_list) == (60, 20, 57, 40)
    address = f"{MONTH}?day=2026-03-20"
    assert address.removeprefix(MONTH) in office.get(MONTH).content.decode()
    first, second = office.get(address), office.get(f"{address}&page=2")
    titles = [item.title for page in (first, second) for item in page.context["items"]]
    assert titles == [f"第{number:02}号" for number in range(60)]


def test_many_rows_cost_no_more_queries(office, bureau):
    def cost():
        office.get(MONTH)
        with CaptureQueriesContext(connection) as asked:
            office.get(MONTH)
        return len(asked)

    obligation(organisation=bureau, due_on=date(2026, 3, 20))
    few = cost()
    for day in range(2, 28):
        obligation(organisation=bureau, due_on=date(2026, 3, day))
    assert cost() == few
