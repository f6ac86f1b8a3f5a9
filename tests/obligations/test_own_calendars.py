"""A body with days off of its own is warned, ranked and told by its own working days."""

from datetime import date, datetime

import pytest

from portal.agencies.domain.roles import Role
from portal.agencies.models import Organisation
from portal.calendar.models import CalendarDay
from portal.domain.moments import SHANGHAI
from portal.obligations import actions
from portal.obligations.models import Obligation, ObligationEvent
from portal.obligations.queries import calendars_of_bodies, with_urgency
from portal.outbox.models import OutboxMessage
from tests.factories.agencies import OrganisationFactory, staff
from tests.factories.obligations import obligation

pytestmark = pytest.mark.django_db

# Due on Friday, 20 March 2026. Tuesday to Thursday are a festival of one body.
DUE = date(2026, 3, 20)
FESTIVAL = (17, 18, 19)


def on(day, hour=9):
    return datetime(2026, 3, day, hour, tzinfo=SHANGHAI)


def festival(body, days=FESTIVAL):
    CalendarDay.objects.bulk_create(
        CalendarDay(
            day=date(2026, 3, day), is_working=False, name="火把节", organisation_code=body.code
        )
        for day in days
    )


@pytest.fixture
def celebrating():
    body = OrganisationFactory()
    festival(body)
    return body


def told(row):
    return list(row.events.filter(kind="told").order_by("pk").values_list("rank", flat=True))


def urgency(row, at):
    return with_urgency(Obligation.objects.filter(pk=row.pk), at).get().urgency


def test_each_body_climbs_by_its_own_days(celebrating):
    own, plain = obligation(organisation=celebrating), obligation()
    actions.sweep(at=on(16))
    # Monday: one working day left for the one, four for the other.
    assert (told(own), told(plain)) == ([98], [94])
    actions.sweep(at=on(19))
    assert (told(own), told(plain)) == ([98], [94, 98])


def test_urging_waits_for_the_bodys_own_working_days(celebrating):
    friday = date(2026, 3, 13)
    own, plain = obligation(organisation=celebrating, due_on=friday), obligation(due_on=friday)
    for day in range(14, 25):
        actions.sweep(at=on(day))
    days = ObligationEvent.objects.filter(kind="told", rank__gt=100).order_by("pk")
    assert [e.at.astimezone(SHANGHAI).day for e in days.filter(obligation=plain)] == [17, 19]
    assert [e.at.astimezone(SHANGHAI).day for e in days.filter(obligation=own)] == [17, 24]


def test_hours_are_urged_by_the_bodys_own_days_too(celebrating):
    facts = {"due_at": on(16, 8), "started_at": on(13)}
    own, plain = obligation(organisation=celebrating, **facts), obligation(**facts)
    actions.sweep(at=on(18))
    assert (told(own), told(plain)) == ([100], [101])


def test_the_message_counts_the_bodys_own_days(celebrating):
    clerk = staff(Role.DRAFTER, celebrating)
    obligation(organisation=celebrating, responsible=clerk, due_on=date(2026, 3, 23))
    actions.sweep(at=on(16))
    letter = OutboxMessage.objects.get(kind="site")
    assert "还有 2 个工作日" in letter.body


def test_urgency_is_that_of_the_bodys_own_days(celebrating):
    due = date(2026, 3, 25)  # seven working days after Monday, four of the festive body
    own, plain = obligation(organisation=celebrating, due_on=due), obligation(due_on=due)
    assert (urgency(own, on(16)), urgency(plain, on(16))) == ("soon", "normal")


def test_a_unit_works_when_its_body_works_unless_it_has_days_of_its_own(celebrating):
    kind = Organisation.Kind.UNIT
    unit = OrganisationFactory(parent=celebrating, kind=kind)
    apart = OrganisationFactory(parent=unit, kind=kind)
    below = OrganisationFactory(parent=celebrating)
    festival(apart, days=[17])
    calendars = calendars_of_bodies()
    assert calendars.of(unit.pk) is calendars.of(celebrating.pk)
    assert calendars.of(below.pk) is calendars.national
    assert [calendars.of(apart.pk).is_working(date(2026, 3, day)) for day in (17, 18)] == [
        False,
        True,
    ]
    row = obligation(organisation=unit)
    actions.sweep(at=on(16))
    assert told(row) == [98]


def test_queries_grow_with_answers_not_with_rows_or_bodies(
    django_assert_max_num_queries, django_assert_num_queries
):
    def queries_at(bodies, rows):
        made = OrganisationFactory.create_batch(bodies)
        for body in made:
            festival(body)
        for body in made * rows:
            obligation(organisation=body)
        calendars_of_bodies()  # an edit is read once, by whoever comes first
        with django_assert_max_num_queries(19) as captured:
            assert actions.sweep(at=on(16)) == bodies * rows
        with django_assert_num_queries(3):
            list(with_urgency(Obligation.objects.all(), on(16)))
        return len(captured)

    assert queries_at(1, 1) == queries_at(5, 6)


def test_days_off_far_away_cost_a_sweep_nothing(django_assert_max_num_queries):
    for body in OrganisationFactory.create_batch(3):
        CalendarDay.objects.create(
            day=date(2026, 9, 1), is_working=False, name="节", organisation_code=body.code
        )
    obligation()
    usual, others = calendars_of_bodies().where_differing(
        lambda calendar: calendar.add_working_days(date(2026, 3, 16), 5)
    )
    assert (usual, others) == (date(2026, 3, 23), {})
    with django_assert_max_num_queries(16):
        assert actions.sweep(at=on(16)) == 1
