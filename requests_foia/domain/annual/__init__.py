"""The tables of the annual report (国办公开办函〔2021〕30号) and what must hold between them."""

from .identities import Check, Line, check_all
from .tables import (
    COLUMNS,
    DETAIL_ROWS,
    OUTCOMES,
    REMEDY_KINDS,
    ROWS,
    TOTAL,
    Figures,
    Outcome,
    RemedyKind,
    TableFour,
    TableThree,
    TableTwo,
    table_four,
    table_three,
)

__all__ = [
    "COLUMNS",
    "DETAIL_ROWS",
    "OUTCOMES",
    "REMEDY_KINDS",
    "ROWS",
    "TOTAL",
    "Check",
    "Figures",
    "Line",
    "Outcome",
    "RemedyKind",
    "TableFour",
    "TableThree",
    "TableTwo",
    "check_all",
    "table_four",
    "table_three",
]
