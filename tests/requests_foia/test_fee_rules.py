"""The fee standard of 国办函〔2020〕109号: worked examples, and what holds for every number."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.rulesets import rule_set
from requests_foia.domain import fees
from requests_foia.domain.fees import Basis, charge, month_fee, month_of

LAW = rule_set("cn-2019")
items = st.integers(min_value=0, max_value=400)
quantities = st.integers(min_value=1, max_value=400)


@pytest.mark.parametrize(
    ("count", "yuan"),
    [
        *((1, 0), (10, 0), (11, 100), (12, 200), (30, 2000), (31, 2200), (35, 3000)),
        *((40, 4000), (41, 4300), (45, 5500), (65, 13500)),
    ],
)
def test_the_month_by_item(count, yuan):
    assert month_fee(count, LAW) == yuan


@pytest.mark.parametrize(
    ("pages", "yuan"),
    [
        *((30, 0), (31, 10), (68, 380), (70, 400), (100, 700), (101, 720)),
        *((150, 1700), (200, 2700), (201, 2740), (260, 5100)),
    ],
)
def test_one_request_by_page(pages, yuan):
    assert charge(Basis.PAGE, pages, LAW).amount == yuan


@pytest.mark.parametrize(
    ("place", "yuan"), [(10, 0), (11, 100), (30, 100), (31, 200), (40, 200), (41, 300), (65, 500)]
)
def test_a_request_costs_the_rate_of_its_place(place, yuan):
    assert charge(Basis.ITEM, 1, LAW, earlier=place - 1).amount == yuan


@given(earlier=items, quantity=quantities, basis=st.sampled_from(Basis))
def test_every_unit_stands_in_one_line(earlier, quantity, basis):
    lines = charge(basis, quantity, LAW, earlier=earlier).lines
    units = [unit for line in lines for unit in range(line.first, line.last + 1)]
    first = earlier + 1 if basis is Basis.ITEM else 1
    assert units == list(range(first, first + quantity))
    assert [line.price for line in lines] == sorted({line.price for line in lines})


@given(earlier=items, one=quantities, other=quantities)
def test_it_makes_no_difference_how_a_month_is_cut(earlier, one, other):
    together = charge(Basis.ITEM, one + other, LAW, earlier=earlier).amount
    first = charge(Basis.ITEM, one, LAW, earlier=earlier).amount
    assert together == first + charge(Basis.ITEM, other, LAW, earlier=earlier + one).amount


@given(count=quantities)
def test_the_standard_read_unit_by_unit(count):
    def item(k: int) -> int:
        return 0 if k <= 10 else 100 if k <= 30 else 100 * ((k - 31) // 10 + 2)

    def page(k: int) -> int:
        return 0 if k <= 30 else 10 if k <= 100 else 20 if k <= 200 else 40

    assert month_fee(count, LAW) == sum(map(item, range(1, count + 1)))
    assert charge(Basis.PAGE, count, LAW).amount == sum(map(page, range(1, count + 1)))


@given(pages=quantities, earlier=items)
def test_pages_are_never_added_up_over_requests(pages, earlier):
    assert charge(Basis.PAGE, pages, LAW, earlier=earlier) == charge(Basis.PAGE, pages, LAW)


@given(day=st.dates(date(1999, 1, 1), date(2999, 12, 31)))
def test_a_month_holds_its_days(day):
    first, following = month_of(day)
    assert first <= day < following
    assert (first.day, following.day) == (1, 1)


@pytest.mark.parametrize(("quantity", "earlier"), [(0, 0), (-1, 0), (1, -1)])
def test_nonsense_is_not_charged(quantity, earlier):
    with pytest.raises(ValueError, match=str(quantity)):
        charge(Basis.ITEM, quantity, LAW, earlier=earlier)


def test_the_law_of_2007_knows_no_such_fee():
    with pytest.raises(fees.FeeUnknown):
        charge(Basis.ITEM, 11, rule_set("cn-2007"))
