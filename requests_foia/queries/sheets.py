"""The annual tables as sheets: heads that span rows and columns, then cells.

The page, the desk and the Word file draw from the same sheets, so they cannot differ.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from requests_foia.domain.annual import COLUMNS, OUTCOMES, REMEDY_KINDS, ROWS, TOTAL
from requests_foia.domain.annual.tables import DETAIL_ROWS, PENDING
from requests_foia.models import annual_labels as labels

Words = str | Promise
Link = Callable[[str, str], str]

HEAD_COLUMNS = 3
"""Chapter, group and row of table three."""


@dataclass(frozen=True, slots=True)
class Head:
    """A heading cell and how far it reaches."""

    text: Words
    columns: int = 1
    rows: int = 1


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure, and where its cases are listed; ``about`` says both in words."""

    text: str
    url: str = ""
    about: str = ""


@dataclass(frozen=True, slots=True)
class SheetRow:
    heads: tuple[Head, ...]
    cells: tuple[Cell, ...]
    key: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A whole table: the rows of its head, then its rows."""

    title: Words
    head: tuple[tuple[Head, ...], ...]
    rows: tuple[SheetRow, ...] = field(default=())
    note: Words = ""


def sheet_three(table: Mapping[str, Mapping[str, int]], link: Link | None = None) -> Sheet:
    """Table three; ``link`` gives the address of a cell's cases."""
    classes = [column for column in COLUMNS if column not in ("citizen", TOTAL)]
    head = (
        (
            Head(labels.CORNER, columns=HEAD_COLUMNS, rows=3),
            Head(_("申请人情况"), columns=len(COLUMNS)),
        ),
        (
            Head(labels.COLUMNS["citizen"], rows=2),
            Head(labels.ORGANISATIONS, columns=len(classes)),
            Head(labels.COLUMNS[TOTAL], rows=2),
        ),
        tuple(Head(labels.COLUMNS[column]) for column in classes),
    )
    rows = tuple(
        SheetRow(_heads(row), tuple(_cell(table, row, column, link) for column in COLUMNS), row)
        for row in ROWS
    )
    return Sheet(labels.PARTS["requests"], head, rows)


def _heads(row: str) -> tuple[Head, ...]:
    """The headings that begin in this row; what spans down from above is not repeated."""
    if "." not in row:
        return (Head(labels.ROWS[row], columns=HEAD_COLUMNS),)
    results = [key for key in ROWS if key.startswith("3.")]
    chapter = (Head(labels.RESULTS, rows=len(results)),) if row == results[0] else ()
    group = row.rpartition(".")[0]
    if group not in labels.GROUPS:
        return (*chapter, Head(labels.ROWS[row], columns=2))
    members = [key for key in DETAIL_ROWS if key.startswith(f"{group}.")]
    above = (Head(labels.GROUPS[group], rows=len(members)),) if row == members[0] else ()
    return (*above, Head(labels.ROWS[row]))


def _cell(table: Mapping[str, Mapping[str, int]], row: str, column: str, link: Link | None) -> Cell:
    count = table[row][column]
    if link is None or count == 0:
        return Cell(str(count))
    about = f"{labels.ROWS[row]}：{labels.COLUMNS[column]}"
    return Cell(str(count), link(row, column), about)


def sheet_four(table: Mapping[str, Mapping[str, int]], link: Link | None = None) -> Sheet:
    """Table four: 15 cells in one row, as the form prints them."""
    names: dict[str, Words] = {str(key): word for key, word in labels.OUTCOMES.items()}
    outcomes = {**names, PENDING: labels.PENDING, TOTAL: labels.TOTAL}
    reconsideration, direct, after = REMEDY_KINDS
    head = (
        (
            Head(_("行政复议"), columns=5, rows=2),
            Head(_("行政诉讼"), columns=10),
        ),
        (Head(_("未经复议直接起诉"), columns=5), Head(_("复议后起诉"), columns=5)),
        tuple(Head(outcomes[outcome]) for _kind in REMEDY_KINDS for outcome in (*OUTCOMES, TOTAL)),
    )
    cells = []
    for kind in (reconsideration, direct, after):
        for outcome in (*OUTCOMES, TOTAL):
            count = table[kind][outcome]
            linked = link is not None and count > 0
            about = f"{labels.REMEDY_KINDS[_kind_of(kind)]}：{outcomes[outcome]}" if linked else ""
            url = link(kind, outcome) if link is not None and count > 0 else ""
            cells.append(Cell(str(count), url, about))
    return Sheet(labels.PARTS["remedies"], head, (SheetRow((), tuple(cells)),))


def _kind_of(kind: str) -> Any:
    return next(known for known in labels.REMEDY_KINDS if known == kind)


def sheets_two(table: Mapping[str, Any]) -> list[Sheet]:
    """Table two: one sheet for each item of 条例 art. 20 it asks for."""
    texts = {"rules": _("规章"), "normative": _("行政规范性文件")}
    columns = (_("信息内容"), _("本年制发件数"), _("本年废止件数"), _("现行有效件数"))
    decisions = (_("信息内容"), _("本年处理决定数量"))
    return [
        _block(
            _("第二十条第（一）项"),
            columns,
            [
                (name, [table[key][part] for part in ("issued", "repealed", "in_force")])
                for key, name in texts.items()
            ],
        ),
        _block(_("第二十条第（五）项"), decisions, [(_("行政许可"), [table["licences"]])]),
        _block(
            _("第二十条第（六）项"),
            decisions,
            [(_("行政处罚"), [table["penalties"]]), (_("行政强制"), [table["coercions"]])],
        ),
        _block(
            _("第二十条第（八）项"),
            (_("信息内容"), _("本年收费金额（单位：万元）")),
            [(_("行政事业性收费"), [table["fee_amount"]])],
        ),
    ]


def _block(title: str, columns: tuple[str, ...], rows: list[tuple[str, list[object]]]) -> Sheet:
    return Sheet(
        title,
        (tuple(Head(column) for column in columns),),
        tuple(
            SheetRow((Head(name),), tuple(Cell(str(value)) for value in values))
            for name, values in rows
        ),
    )


def parts_of(content: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The six parts of a report: heading, text, and the tables that follow it."""
    tables = content["figures"]
    around = {
        "proactive": [{"sheet": s, "kind": "two"} for s in sheets_two(tables["table_two"])],
        "requests": [{"sheet": sheet_three(tables["table_three"]), "kind": "three"}],
        "remedies": [{"sheet": sheet_four(tables["table_four"]), "kind": "four"}],
    }
    return [
        {"title": title, "text": content["parts"][part], "tables": around.get(part, [])}
        for part, title in labels.PARTS.items()
    ]
