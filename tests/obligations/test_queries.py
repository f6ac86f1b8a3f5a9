"""Whose limits, how urgent, and what the figures say for ever."""

from datetime import UTC, date, datetime, timedelta

import pytest

from portal.agencies.domain.roles import Role
from portal.calendar.queries import calendar_for
from portal.obligations import actions, queries
from portal.obligations.models import Urgency
from portal.obligations.queries import Figures
from tests.factories.agencies import OrganisationFactory, UserFactory, staff
from tests.factories.obligations import AT, obligation

ON = AT.date()  # Monday, 2 March 2026
DUE = date(2026, 3, 20)
LATE = datetime(2026, 3, 25, 1, 0, tzinfo=UTC)
FOREVER = datetime(2027, 6, 1, 1, 0, tzinfo=UTC)

pytestmark = pytest.mark.django_db


@pytest.fixture
def bodies():
    """A district, a bureau below it, and another district."""
    district = OrganisationFactory()
    return district, OrganisationFactory(parent=district), OrganisationFactory()


def meet(row_subject, met_at):
    return actions.meet_obligation(
        subject=row_subject, rule_key="foi.reply", met_at=met_at, at=FOREVER
    )


def test_who_sees_which_rows(bodies):
    district, bureau, other = bodies
    rows = {body: obligation(organisation=body) for body in bodies}
    lent = UserFactory()
    own = obligation(organisation=other, responsible=lent)

    def seen_by(user):
        return set(queries.visible_to(user, ON))

    assert seen_by(staff(Role.OPENNESS_OFFICE, district)) == {rows[district], rows[bureau]}
    assert seen_by(staff(Role.AUDITOR, district)) == {rows[district], rows[bureau]}
    assert seen_by(staff(Role.DRAFTER, district)) == {rows[district]}
    assert seen_by(staff(Role.DRAFTER, bureau)) == {rows[bureau]}
    assert seen_by(staff(Role.SOCIAL_SUPERVISOR, district)) == set()
    assert seen_by(lent) == {own}
    assert seen_by(UserFactory()) == set()


def test_what_one_has_to_deal_with(bodies):
    district, bureau, other = bodies
    clerk = staff(Role.DRAFTER, bureau)
    mine = obligation(organisation=bureau, responsible=clerk)
    free = obligation(organisation=bureau)
    colleagues = obligation(organisation=bureau, responsible=UserFactory())
    late = obligation(organisation=bureau, due_on=date(2026, 2, 27), responsible=UserFactory())
    obligation(organisation=other)

    def queue(user):
        return set(queries.queue_for(user, ON))

    assert queue(clerk) == {mine, free}
    assert queue(staff(Role.OPENNESS_OFFICE, district)) == {mine, free, colleagues, late}
    assert queue(staff(Role.DEPUTY_LEADER, district)) == {late}
    assert queue(staff(Role.AUDITOR, district)) == set()


def test_what_is_done_leaves_the_queue():
    subject, body = OrganisationFactory(), OrganisationFactory()
    obligation(subject, organisation=body)
    office = staff(Role.OPENNESS_OFFICE, body)
    assert queries.queue_for(office, ON).count() == 1
    meet(subject, AT)
    assert queries.queue_for(office, ON).count() == 0


def test_urgency_in_words_the_most_urgent_first():
    body = OrganisationFactory()
    expected = [
        (date(2026, 2, 27), False, "逾期", -2),  # Saturday the 28th is worked
        (date(2026, 3, 2), False, "临期", 0),
        (date(2026, 3, 9), True, "临期", 5),
        (date(2026, 3, 10), False, "正常", 6),
        (date(2026, 3, 20), True, "暂定", 14),
    ]
    for due_on, provisional, _word, _left in reversed(expected):
        obligation(organisation=body, due_on=due_on, provisional=provisional)
    rows = queries.queue_for(staff(Role.OPENNESS_OFFICE, body), ON)
    calendar = calendar_for()
    assert [
        (
            row.due_on,
            row.provisional,
            Urgency(row.urgency).label,
            queries.days_left(row, ON, calendar),
        )
        for row in rows
    ] == expected


def test_a_limit_in_hours_is_overdue_within_the_day():
    row = obligation(due_at=AT + timedelta(hours=1), started_at=AT)
    rows = type(row).objects.filter(pk=row.pk)
    assert queries.with_urgency(rows, AT).get().urgency == Urgency.SOON
    assert queries.with_urgency(rows, AT + timedelta(hours=1)).get().urgency == Urgency.OVERDUE


def test_the_queue_is_one_query_however_many_rows(django_assert_max_num_queries):
    body = OrganisationFactory()
    office = staff(Role.OPENNESS_OFFICE, body)
    for _ in range(30):
        obligation(organisation=body)
    calendar_for()
    with django_assert_max_num_queries(2):
        assert len(queries.queue_for(office, ON)) == 30


# Figures ----------------------------------------------------------------------------------


@pytest.fixture
def case():
    """Opens a limit due on 20 March and does something with it."""
    body = OrganisationFactory()

    def case(met_at=None, void_at=None, **facts):
        subject = OrganisationFactory()
        row = obligation(subject, organisation=body, **facts)
        if met_at:
            meet(subject, met_at)
        if void_at:
            actions.void_obligation(
                subject=subject, rule_key="foi.reply", reason="撤回", at=void_at
            )
        return row

    case.body = body
    return case


def figures(case, at=LATE, **which):
    return queries.on_time_figures(organisation=case.body, at=at, **which)


def test_what_counts_as_what(case):
    case(met_at=AT)
    case(met_at=LATE)
    case()
    case(due_on=date(2026, 4, 20))
    case(void_at=AT)
    case(void_at=LATE)
    result = figures(case)
    assert result == Figures(in_time=1, late=3, late_now=1, running=1)
    assert (result.fell_due, result.rate) == (4, 25.0)


def test_a_late_answer_never_leaves_the_figures(case):
    case(met_at=AT)
    row = case()
    assert figures(case, at=LATE).late == 1
    subject = type(case.body).objects.get(pk=row.subject_id)
    meet(subject, LATE)
    for at in (LATE, FOREVER):
        assert figures(case, at=at, month=DUE) == Figures(in_time=1, late=1)


def test_a_rate_of_a_hundred_means_that_not_one_was_late():
    assert Figures(in_time=99999, late=1).rate == 99.9
    assert Figures(in_time=1).rate == 100.0
    assert Figures(running=3).rate is None


@pytest.mark.parametrize(
    ("due", "month"),
    [
        ({"due_on": date(2026, 1, 31)}, 1),
        ({"due_on": date(2026, 2, 1)}, 2),
        ({"due_on": date(2026, 12, 31)}, 12),
        # 00:00 in Shanghai ends the month before; the server may stand anywhere.
        ({"due_at": datetime(2026, 1, 31, 16, 0, tzinfo=UTC)}, 1),
        ({"due_at": datetime(2026, 1, 31, 16, 0, 1, tzinfo=UTC)}, 2),
    ],
)
def test_the_month_is_that_of_the_due_day_in_shanghai(case, due, month):
    case(**due)
    (cell,) = queries.figures_of_year(year=2026, at=FOREVER)
    assert (cell.month, cell.organisation_id, cell.rule_key) == (month, case.body.pk, "foi.reply")
    for other in range(1, 13):
        found = figures(case, at=FOREVER, month=date(2026, other, 15))
        assert found.fell_due == (1 if other == month else 0)


def test_years_do_not_mix(case):
    for due_on in (date(2025, 12, 31), date(2026, 1, 1), date(2027, 1, 1)):
        case(due_on=due_on)
    assert [len(queries.figures_of_year(year=y, at=FOREVER)) for y in (2025, 2026, 2027)] == [
        1,
        1,
        1,
    ]
    assert queries.years_with_figures(FOREVER) == [2027, 2026, 2025]
    assert queries.years_with_figures(datetime(2025, 6, 1, tzinfo=UTC)) == [2025]


def test_the_overdue_register_holds_what_is_and_what_was_late(case):
    overdue, late, ended = case(), case(met_at=LATE), case(void_at=LATE)
    case(met_at=AT)
    case(void_at=AT)
    case(due_on=date(2026, 4, 20))
    rows = type(overdue).objects.all()
    assert set(queries.overdue_register(rows, LATE)) == {overdue, late, ended}
    assert set(queries.overdue_register(rows, AT)) == {late, ended}


def test_a_rule_is_called_by_its_title():
    assert queries.rule_title("foi.reply", "cn-2019") == "答复政府信息公开申请"
    assert queries.rule_title("foi.reply") != "foi.reply"
    assert queries.rule_title("made.up", "cn-2019") == "made.up"
    assert queries.rule_of("made-up", "foi.reply") is None
