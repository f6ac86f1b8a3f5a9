"""The annual report as a Word file, in the layout of 国办公开办函〔2021〕30号."""

import io
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from .sheets import Sheet, parts_of

BODY_FONT, TITLE_FONT = "仿宋", "宋体"
TABLE_POINTS, BODY_POINTS, TITLE_POINTS = 7.5, 14, 20


def title_of(content: Mapping[str, Any]) -> str:
    """The full title of a report."""
    return _("%(body)s%(year)s年政府信息公开工作年度报告") % {
        "body": content["organisation"]["name"],
        "year": content["year"],
    }


def word_file(content: Mapping[str, Any]) -> bytes:
    """The bytes of the file; ``content`` is that of a signed edition."""
    document = _blank()
    title = document.add_paragraph()
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _written(title.add_run(title_of(content)), TITLE_FONT, TITLE_POINTS, bold=True)
    for part in parts_of(content):
        heading = document.add_paragraph().add_run(str(part["title"]))
        _written(heading, TITLE_FONT, BODY_POINTS, bold=True)
        for line in part["text"].splitlines():
            if line.strip():
                paragraph = document.add_paragraph()
                paragraph.paragraph_format.first_line_indent = Pt(2 * BODY_POINTS)
                _written(paragraph.add_run(line.strip()), BODY_FONT, BODY_POINTS)
        for table in part["tables"]:
            _add_table(document, table["sheet"])
    if content["explanation"]:
        note = _("数字说明：%(text)s") % {"text": content["explanation"]}
        _written(document.add_paragraph().add_run(note), BODY_FONT, BODY_POINTS)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _blank() -> Any:
    document = Document()
    section = document.sections[0]
    section.orientation = WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(22)
    section.top_margin = section.bottom_margin = Mm(25)
    return document


def _add_table(document: Any, sheet: Sheet) -> None:
    """The sheet as a ruled table; heads that span are merged."""
    stubs = sum(head.columns for head in sheet.rows[0].heads)
    width = stubs + len(sheet.rows[0].cells)
    grid = _grid(sheet, width)
    table = document.add_table(rows=len(grid), cols=width, style="Table Grid")
    # Asking the library for one cell walks the whole table: read the grid once.
    cells = [list(row.cells) for row in table.rows]
    for y, row in enumerate(grid):
        for x, (text, columns, rows, is_figure) in row.items():
            cell = cells[y][x]
            if columns > 1 or rows > 1:
                cell = cell.merge(cells[y + rows - 1][x + columns - 1])
            paragraph = cell.paragraphs[0]
            paragraph.paragraph_format.space_after = Pt(0)
            if is_figure or y < len(sheet.head):
                paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
            _written(paragraph.add_run(text), TITLE_FONT, TABLE_POINTS)
    document.add_paragraph()


Placed = tuple[str, int, int, bool]


def _grid(sheet: Sheet, width: int) -> list[dict[int, Placed]]:
    """Every cell at its place: where heads span, the next one moves on, as in HTML."""
    taken: set[tuple[int, int]] = set()
    grid: list[dict[int, Placed]] = []
    lines = [[(h.text, h.columns, h.rows, False) for h in head] for head in sheet.head]
    lines += [
        [(h.text, h.columns, h.rows, False) for h in row.heads]
        + [(cell.text, 1, 1, True) for cell in row.cells]
        for row in sheet.rows
    ]
    for y, line in enumerate(lines):
        placed: dict[int, Placed] = {}
        x = 0
        for text, columns, rows, is_figure in line:
            while (x, y) in taken:
                x += 1
            taken |= {(x + i, y + j) for i in range(columns) for j in range(rows)}
            placed[x] = (str(text), columns, rows, is_figure)
            x += columns
        grid.append(placed)
    return grid


def _written(run: Any, font: str, points: float, *, bold: bool = False) -> None:
    run.font.size, run.bold = Pt(points), bold
    run.font.name = font
    # Chinese letters take their face from another attribute than Latin ones.
    run._element.rPr.rFonts.set(qn("w:eastAsia"), font)
