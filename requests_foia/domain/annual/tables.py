"""Tables two, three and four as data: rows and columns by their keys, every cell a count.

A request stands in table three in the column of its applicant's class: once in row 1 or 2
(came in the period, or before it), and once in a row of 3 (its result) or in 4 (still open
at the end). The four counts are taken one by one, so that the identities prove something.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from requests_foia.domain.vocabulary import ApplicantClass

TOTAL = "total"
CLASSES = tuple(str(kind) for kind in ApplicantClass)
COLUMNS = (*CLASSES, TOTAL)

NEW, CARRIED, RESULTS, CARRIED_ON = "1", "2", "3.7", "4"
DETAIL_ROWS = (
    "3.1",
    "3.2",
    *(f"3.3.{n}" for n in range(1, 9)),
    *(f"3.4.{n}" for n in range(1, 4)),
    *(f"3.5.{n}" for n in range(1, 6)),
    *(f"3.6.{n}" for n in range(1, 4)),
)
ROWS = (NEW, CARRIED, *DETAIL_ROWS, RESULTS, CARRIED_ON)

TableThree = Mapping[str, Mapping[str, int]]
"""Row, then column, then the number of requests."""


class RemedyKind(StrEnum):
    """The three blocks of table four."""

    RECONSIDERATION = "reconsideration"
    DIRECT_LAWSUIT = "direct_lawsuit"
    LAWSUIT_AFTER = "lawsuit_after"


class Outcome(StrEnum):
    """How a remedy ended."""

    UPHELD = "upheld"
    CORRECTED = "corrected"
    OTHER = "other"


PENDING = "pending"
REMEDY_KINDS = tuple(str(kind) for kind in RemedyKind)
OUTCOMES = (*(str(outcome) for outcome in Outcome), PENDING)

TableFour = Mapping[str, Mapping[str, int]]
"""Block, then outcome (``pending`` and ``total`` among them), then the number of cases."""


@dataclass(frozen=True, slots=True)
class Texts:
    """规章 or 行政规范性文件: made and repealed in the year, in force at its end."""

    issued: int
    repealed: int
    in_force: int


@dataclass(frozen=True, slots=True)
class TableTwo:
    """What art. 20 (一), (五), (六) and (八) ask for. ``fee_amount`` in 10,000 yuan."""

    rules: Texts
    normative: Texts
    licences: int
    penalties: int
    coercions: int
    fee_amount: Decimal


@dataclass(frozen=True, slots=True)
class Group:
    """Requests of one class that share their fate: the row of their result in the period,
    empty for those without one, and how many of them fall under each count."""

    applicant_class: str
    row: str
    new: int
    carried: int
    ended: int
    still_open: int


@dataclass(frozen=True, slots=True)
class Figures:
    """The three tables of one body and year."""

    two: TableTwo
    three: TableThree
    four: TableFour


def table_three(groups: Iterable[Group]) -> TableThree:
    """Lay the groups out in 25 rows and 7 columns.

    >>> table = table_three([Group("citizen", "3.1", 2, 1, 3, 0)])
    >>> table["1"]["citizen"], table["2"]["total"], table["3.1"]["total"], table["4"]["total"]
    (2, 1, 3, 0)
    """
    cells = {row: dict.fromkeys(COLUMNS, 0) for row in ROWS}

    def add(row: str, column: str, count: int) -> None:
        # A class nobody knows still counts in the total, where identity (c) shows it.
        for name in (column, TOTAL):
            if row in cells and name in cells[row]:
                cells[row][name] += count

    for group in groups:
        add(NEW, group.applicant_class, group.new)
        add(CARRIED, group.applicant_class, group.carried)
        add(RESULTS, group.applicant_class, group.ended)
        add(CARRIED_ON, group.applicant_class, group.still_open)
        add(group.row, group.applicant_class, group.ended)
    return cells


def table_four(counted: Iterable[tuple[str, str, int]]) -> TableFour:
    """15 cells from (block, outcome, number); the totals are counted along.

    >>> table_four([("direct_lawsuit", "upheld", 2)])["direct_lawsuit"]["total"]
    2
    """
    cells = {kind: dict.fromkeys((*OUTCOMES, TOTAL), 0) for kind in REMEDY_KINDS}
    for kind, outcome, count in counted:
        cells[kind][outcome] += count
        cells[kind][TOTAL] += count
    return cells
