"""Table three against a table taken by hand, and the identities that must always hold."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.moments import SHANGHAI
from requests_foia.domain.annual import COLUMNS, ROWS, Figures, check_all, table_four, table_three
from requests_foia.domain.annual.tables import Group, TableTwo, Texts
from requests_foia.queries import tables
from requests_foia.queries.figures import figures_data, read_figures
from tests.factories.agencies import OrganisationFactory

from .register import CLASSES, DETAILS, ORDER, Known, by_hand, noon, random_register, write

NOTHING = TableTwo(Texts(0, 0, 0), Texts(0, 0, 0), 0, 0, 0, 0)
PERIODS = [
    (date(2024, 1, 1), date(2024, 12, 31)),
    (date(2023, 1, 1), date(2023, 12, 31)),
    (date(2024, 4, 1), date(2024, 6, 30)),
    (date(2024, 2, 29), date(2024, 2, 29)),
]
MOMENTS = [
    datetime(2030, 1, 1, tzinfo=SHANGHAI),
    datetime(2025, 1, 5, tzinfo=SHANGHAI),
    datetime(2024, 6, 1, tzinfo=SHANGHAI),
]


def test_the_table_has_the_official_shape() -> None:
    assert list(ROWS) == ORDER
    assert len(ROWS) == 25
    assert len(COLUMNS) == 7


@pytest.mark.django_db
def test_any_period_and_past_day_equals_the_table_by_hand() -> None:
    above = OrganisationFactory()
    below = OrganisationFactory(parent=above)
    apart = OrganisationFactory()
    register = random_register(20260101, [above, below, apart], 400)
    write(register)
    for (first, last), before in [(p, m) for p in PERIODS for m in MOMENTS]:
        for body, with_subordinates, pks in (
            (above, True, {above.pk, below.pk}),
            (above, False, {above.pk}),
        ):
            scope = tables.Scope(body, with_subordinates, first, last, before)
            hand = by_hand(register, pks, first, last, before)
            assert tables.three(scope) == hand, (first, last, before)
            for row, column in (("1", "total"), ("2", "citizen"), ("3.3.4", "other")):
                assert tables.cell(scope, row, column).count() == hand[row][column]


@pytest.mark.django_db
def test_the_year_begins_with_what_the_last_one_left() -> None:
    body = OrganisationFactory()
    register = random_register(7, [body], 300)
    write(register)
    late = MOMENTS[0]
    years = [
        tables.three(tables.Scope(body, False, date(y, 1, 1), date(y, 12, 31), late))
        for y in (2023, 2024, 2025)
    ]
    assert years[0]["2"]["total"] == 0
    assert years[1]["2"] == years[0]["4"]
    assert years[2]["2"] == years[1]["4"]


@pytest.mark.django_db
def test_one_statement_however_many_cases() -> None:
    body = OrganisationFactory()
    scope = tables.Scope(body, True, *PERIODS[0], MOMENTS[0])
    counts = []
    for size in (5, 60):
        write(random_register(size, [body], size), prefix=f"{size}-")
        with CaptureQueriesContext(connection) as captured:
            tables.three(scope)
        counts.append(len(captured))
    assert counts == [1, 1]


# The identities -----------------------------------------------------------------------

days = st.dates(date(2023, 1, 1), date(2025, 12, 31))
cases = st.lists(
    st.builds(
        lambda kind, day, length, row: Known(
            1,
            kind,
            day,
            noon(day),
            None if length is None else day + timedelta(days=length),
            None if length is None else noon(day + timedelta(days=length)),
            "" if length is None else row,
        ),
        st.sampled_from(CLASSES),
        days,
        st.none() | st.integers(0, 500),
        st.sampled_from(DETAILS),
    ),
    max_size=30,
)


def _figures(three) -> Figures:
    return Figures(NOTHING, three, table_four([]))


@given(cases)
def test_random_cases_always_balance(register: list[Known]) -> None:
    late = datetime(2040, 1, 1, tzinfo=SHANGHAI)
    first, last = PERIODS[0]
    before = by_hand(register, {1}, date(2023, 1, 1), date(2023, 12, 31), late)
    three = table_three(_groups(register, first, last))
    closed = sum(1 for k in register if k.ended_on and first <= k.ended_on <= last)
    checks = check_all(_figures(three), _figures(before), closed)
    assert [check.name for check in checks if not check.holds] == []
    assert three == by_hand(register, {1}, first, last, late)


def _groups(register: list[Known], first: date, last: date) -> list[Group]:
    """Each case as a group of its own."""
    groups = []
    for k in register:
        ended = k.ended_on or date.max
        if k.entered_on > last or ended < first:
            continue
        within = ended <= last
        groups.append(
            Group(
                k.applicant_class,
                k.row if within else "",
                int(k.entered_on >= first),
                int(k.entered_on < first),
                int(within),
                int(not within),
            )
        )
    return groups


BALANCED = [Group("citizen", "3.1", 3, 1, 4, 0), Group("business", "", 2, 0, 0, 2)]


@pytest.mark.parametrize(
    ("spoil", "name"),
    [
        (lambda t: t["4"].update(citizen=1, total=3), "a"),
        (lambda t: t["3.7"].update(citizen=5, total=5), "b"),
        (lambda t: t["1"].update(total=9), "c"),
        (lambda t: t["3.1"].update(citizen=-1), "h"),
    ],
)
def test_a_wrong_cell_is_named_with_its_numbers(spoil, name: str) -> None:
    three = table_three(BALANCED)
    assert all(check.holds for check in check_all(_figures(three), None, 4))
    spoil(three)
    checks = {check.name: check for check in check_all(_figures(three), None, 4)}
    assert not checks[name].holds
    assert all(line.left != line.right for line in checks[name].faults)


def test_chain_stock_and_single_row() -> None:
    figures = _figures(table_three(BALANCED))
    assert not {c.name: c for c in check_all(figures, None, 4)}["e"].can_be_checked
    checks = {c.name: c for c in check_all(figures, figures, 5)}
    chain = checks["e"].faults
    assert [(line.where, line.left, line.right) for line in chain] == [
        ("citizen", 1, 0),
        ("business", 0, 2),
        ("total", 1, 2),
    ]
    assert checks["e"].is_soft
    assert [(line.left, line.right) for line in checks["g"].faults] == [(5, 4)]
    two = TableTwo(Texts(0, 0, 0), Texts(2, 1, 6), 0, 0, 0, 0)
    before = TableTwo(Texts(0, 0, 0), Texts(0, 0, 4), 0, 0, 0, 0)
    empty = table_three([])
    stock = check_all(
        Figures(two, empty, table_four([])), Figures(before, empty, table_four([])), 0
    )
    (fault,) = {c.name: c for c in stock}["f"].faults
    assert (fault.where, fault.left, fault.right) == ("normative", 6, 5)


def test_a_class_nobody_knows_breaks_the_totals() -> None:
    three = table_three([Group("stranger", "3.1", 1, 0, 1, 0)])
    broken = [c.name for c in check_all(_figures(three), None, 1) if not c.holds]
    assert "c" in broken


def test_table_four_counts_its_totals() -> None:
    four = table_four([("reconsideration", "upheld", 2), ("reconsideration", "pending", 1)])
    assert four["reconsideration"]["total"] == 3
    assert sum(len(block) for block in four.values()) == 15


def test_figures_survive_as_data() -> None:
    figures = _figures(table_three(BALANCED))
    assert read_figures(figures_data(figures)) == figures
