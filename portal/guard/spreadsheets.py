"""Cells that a spreadsheet program must not take for formulas, and workbooks of such cells."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from typing import IO

from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.utils.exceptions import IllegalCharacterError

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
# A spreadsheet program takes a CSV file for UTF-8 only with this mark.
BYTE_ORDER_MARK = "\ufeff"
# What a cell of a workbook holds at most; the program itself cuts what is longer.
LONGEST_CELL = 32_767


def is_like_formula(value: object) -> bool:
    """Whether a program could calculate the value instead of showing it."""
    return isinstance(value, str) and value.lstrip(" \u3000\ufeff").startswith(_FORMULA_STARTS)


def safe_cell(value: object) -> object:
    """The value, or its text behind an apostrophe when a program would calculate it.

    >>> safe_cell("=1+1"), safe_cell(-5), safe_cell("公开")
    ("'=1+1", -5, '公开')
    """
    return f"'{value}" if is_like_formula(value) else value


class _Echo:
    """A file that gives back what is written to it."""

    def write(self, text: str) -> str:
        return text


def csv_lines(names: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    """CSV for spreadsheets, line by line: UTF-8 with BOM, no cell taken for a formula."""
    writer = csv.writer(_Echo())
    yield BYTE_ORDER_MARK + writer.writerow([safe_cell(name) for name in names])
    for row in rows:
        yield writer.writerow([safe_cell(cell) for cell in row])


def write_workbook(
    file: IO[bytes], *, title: str, names: Sequence[str], rows: Iterable[Sequence[object]]
) -> None:
    """An .xlsx file of one sheet, written row by row: memory does not grow with the rows.

    Whatever is no number becomes a string cell, never a formula, a date or an error value.
    """
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title[:31])
    sheet.freeze_panes = "A2"
    sheet.append([_cell(sheet, name) for name in names])
    for row in rows:
        sheet.append([_cell(sheet, value) for value in row])
    book.save(file)


def _cell(sheet: object, value: object) -> Cell | None:
    if value is None or value == "":
        return None
    if isinstance(value, int | float) and not isinstance(value, bool):
        return WriteOnlyCell(sheet, value)
    text = str(value)[:LONGEST_CELL]
    try:
        cell = WriteOnlyCell(sheet, text)
    except IllegalCharacterError:
        text = "".join(one for one in text if one.isprintable() or one in "\t\n\r")
        cell = WriteOnlyCell(sheet, text)
    cell.data_type = "s"
    # What the program itself keeps as text, also when somebody edits the cell.
    cell.quotePrefix = is_like_formula(text)
    return cell
