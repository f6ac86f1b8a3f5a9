"""What must hold in the tables: named checks that say which hold, which not, and by how much."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from .tables import (
    CARRIED,
    CARRIED_ON,
    CLASSES,
    COLUMNS,
    DETAIL_ROWS,
    NEW,
    OUTCOMES,
    REMEDY_KINDS,
    RESULTS,
    ROWS,
    TOTAL,
    Figures,
    TableThree,
    Texts,
)


@dataclass(frozen=True, slots=True)
class Line:
    """One comparison: at ``where`` (a key of a row, column or block) both sides in numbers."""

    where: str
    left: int
    right: int

    @property
    def holds(self) -> bool:
        return self.left == self.right


@dataclass(frozen=True, slots=True)
class Check:
    """One identity. ``is_soft``: a difference has to be explained, it is no fault by itself."""

    name: str
    lines: tuple[Line, ...]
    is_soft: bool = False

    @property
    def can_be_checked(self) -> bool:
        """False when there is nothing to compare with: no report of the year before."""
        return bool(self.lines)

    @property
    def holds(self) -> bool:
        return all(line.holds for line in self.lines)

    @property
    def faults(self) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if not line.holds)


def check_all(figures: Figures, before: Figures | None, closed: int) -> list[Check]:
    """Every identity of the tables; ``before``: the year before, ``closed``: the requests
    that ended in the period, each counted once."""
    three = figures.three
    return [
        Check("a", tuple(_by_column(three, _come, _gone))),
        Check("b", tuple(_by_column(three, _results, _details))),
        Check("c", tuple(_totals(three))),
        Check("d", tuple(_remedy_totals(figures))),
        Check("e", tuple(_chain(three, before)), is_soft=True),
        Check("f", tuple(_in_force(figures, before)), is_soft=True),
        Check("g", (Line(RESULTS, closed, _details(three, TOTAL)),)),
        Check("h", tuple(_never_negative(figures))),
    ]


Side = Callable[[TableThree, str], int]


def _by_column(three: TableThree, left: Side, right: Side) -> Iterator[Line]:
    for column in COLUMNS:
        yield Line(column, left(three, column), right(three, column))


def _come(three: TableThree, column: str) -> int:
    return three[NEW][column] + three[CARRIED][column]


def _gone(three: TableThree, column: str) -> int:
    return three[RESULTS][column] + three[CARRIED_ON][column]


def _results(three: TableThree, column: str) -> int:
    return three[RESULTS][column]


def _details(three: TableThree, column: str) -> int:
    return sum(three[row][column] for row in DETAIL_ROWS)


def _totals(three: TableThree) -> Iterator[Line]:
    for row in ROWS:
        yield Line(row, three[row][TOTAL], sum(three[row][column] for column in CLASSES))


def _remedy_totals(figures: Figures) -> Iterator[Line]:
    for kind in REMEDY_KINDS:
        block = figures.four[kind]
        yield Line(kind, block[TOTAL], sum(block[outcome] for outcome in OUTCOMES))


def _chain(three: TableThree, before: Figures | None) -> Iterator[Line]:
    if before is not None:
        for column in COLUMNS:
            yield Line(column, three[CARRIED][column], before.three[CARRIED_ON][column])


def _in_force(figures: Figures, before: Figures | None) -> Iterator[Line]:
    if before is not None:
        now, then = _texts(figures), _texts(before)
        for name, texts in now.items():
            expected = then[name].in_force + texts.issued - texts.repealed
            yield Line(name, texts.in_force, expected)


def _texts(figures: Figures) -> Mapping[str, Texts]:
    return {"rules": figures.two.rules, "normative": figures.two.normative}


def _never_negative(figures: Figures) -> Iterator[Line]:
    """Each table with the number of its cells below zero, which must be none."""
    two = figures.two
    texts = [n for t in _texts(figures).values() for n in (t.issued, t.repealed, t.in_force)]
    cells: dict[str, list[Any]] = {
        "two": [*texts, two.licences, two.penalties, two.coercions, two.fee_amount],
        "three": [count for row in figures.three.values() for count in row.values()],
        "four": [count for block in figures.four.values() for count in block.values()],
    }
    for table, counts in cells.items():
        yield Line(table, sum(count < 0 for count in counts), 0)
