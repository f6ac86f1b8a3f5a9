"""The fee for processing information (条例 art. 42; 国办函〔2020〕109号).

Free, unless number or frequency clearly exceeds what is reasonable; then one request is charged
either by item or by page, never by both. Figures stand in the rule set, all amounts are whole
yuan. By item, the requests of one applicant to one agency are counted through the calendar
month, whatever becomes of them; by page, each request is counted for itself.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from portal.domain.rulesets import RuleSet

from .replies import ReplyKind


class Basis(StrEnum):
    """What is counted."""

    ITEM = "item"
    PAGE = "page"


class FeeState(StrEnum):
    """Where a charge stands. ``DROPPED``: the leader did not agree. ``WAIVED``: given up."""

    PROPOSED = "proposed"
    NOTICED = "noticed"
    PAID = "paid"
    LAPSED = "lapsed"
    DROPPED = "dropped"
    WAIVED = "waived"


LIVING = (FeeState.PROPOSED, FeeState.NOTICED, FeeState.PAID, FeeState.LAPSED)
"""A request has at most one charge in these states: by item or by page, never both."""

NEVER_BY_PAGE = frozenset({ReplyKind.ALREADY_PUBLIC})
"""Who is pointed to what is public already receives no copy to be counted."""


class FeeUnknown(ValueError):
    """The rule set knows no fee standard: none may be charged."""


@dataclass(frozen=True, slots=True)
class Band:
    """Units ``first`` to ``last`` (None: without end) cost ``price`` yuan each."""

    first: int
    last: int | None
    price: int


@dataclass(frozen=True, slots=True)
class Line:
    """A part of a charge: units ``first`` to ``last`` at ``price`` yuan each."""

    first: int
    last: int
    price: int

    @property
    def units(self) -> int:
        return self.last - self.first + 1

    @property
    def amount(self) -> int:
        """Yuan."""
        return self.units * self.price


@dataclass(frozen=True, slots=True)
class Charge:
    """What one request costs, and from which bands. Every unit stands in exactly one line."""

    basis: Basis
    lines: tuple[Line, ...]

    @property
    def amount(self) -> int:
        """Yuan."""
        return sum(line.amount for line in self.lines)

    @property
    def is_free(self) -> bool:
        return self.amount == 0


def is_in_force(rules: RuleSet, on: date | None = None) -> bool:
    """Whether this rule set has a fee standard (that of 2007 has none), in force on the day."""
    rule = rules.rules.get("foi.fee.item_free")
    return rule is not None and (on is None or rule.is_in_force(on))


def bands(basis: Basis, rules: RuleSet) -> Iterator[Band]:
    """The standard's bands in order; by item they go on without end."""
    if not is_in_force(rules):
        raise FeeUnknown(rules.id)
    return _item_bands(rules) if basis is Basis.ITEM else _page_bands(rules)


def _item_bands(rules: RuleSet) -> Iterator[Band]:
    free, last = rules["foi.fee.item_free"].limit, rules["foi.fee.item_first"].limit
    price, step = rules["foi.fee.item_price"].limit, rules["foi.fee.item_step"].limit
    width = rules["foi.fee.item_band"].limit
    yield Band(1, free, 0)
    yield Band(free + 1, last, price)
    while True:
        price += step
        yield Band(last + 1, last + width, price)
        last += width


def _page_bands(rules: RuleSet) -> Iterator[Band]:
    free = rules["foi.fee.page_free"].limit
    first, second = rules["foi.fee.page_first"].limit, rules["foi.fee.page_second"].limit
    yield Band(1, free, 0)
    yield Band(free + 1, first, rules["foi.fee.page_first_price"].limit)
    yield Band(first + 1, second, rules["foi.fee.page_second_price"].limit)
    yield Band(second + 1, None, rules["foi.fee.page_beyond_price"].limit)


def charge(basis: Basis, quantity: int, rules: RuleSet, *, earlier: int = 0) -> Charge:
    """What ``quantity`` items or pages cost.

    ``earlier`` are the applicant's items of the month before this request; a request costs the
    rate of its own place in the row. Pages start anew with each request, so ``earlier`` does
    not count for them. Raises `ValueError` for a quantity below one and `FeeUnknown` where no
    standard is in force.

    >>> from portal.domain.rulesets import rule_set
    >>> law = rule_set("cn-2019")
    >>> charge(Basis.ITEM, 1, law, earlier=30).amount, charge(Basis.PAGE, 68, law).amount
    (200, 380)
    """
    if quantity < 1 or earlier < 0:
        raise ValueError((quantity, earlier))
    first = earlier + 1 if basis is Basis.ITEM else 1
    return Charge(basis, tuple(_lines(basis, first, first + quantity - 1, rules)))


def _lines(basis: Basis, first: int, last: int, rules: RuleSet) -> Iterator[Line]:
    for band in bands(basis, rules):
        start, end = max(first, band.first), min(last, band.last or last)
        if start <= end:
            yield Line(start, end, band.price)
        if band.last is None or band.last >= last:
            return


def month_fee(items: int, rules: RuleSet) -> int:
    """Yuan for all requests of one applicant in one month, were each of them charged by item."""
    return charge(Basis.ITEM, items, rules).amount if items else 0


def month_of(day: date) -> tuple[date, date]:
    """The first day of a day's calendar month, and the first day of the next.

    >>> [str(day) for day in month_of(date(2025, 12, 31))]
    ['2025-12-01', '2026-01-01']
    """
    first = day.replace(day=1)
    return first, date(first.year + first.month // 12, first.month % 12 + 1, 1)
