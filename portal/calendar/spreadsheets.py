"""A year's holiday arrangement as an Excel list: one row per day.

The first row names the columns 日期, 放假/上班 (or 是否工作日) and 名称; 依据 is optional. Files
come from outside: what is no small plain workbook is refused before it is opened.
"""

import zipfile
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import IO, Any

from openpyxl import load_workbook

from portal.domain.holidays import HolidayFileError
from portal.domain.messages import Message, Sentence, gettext_noop, raise_any

MAX_UNPACKED_BYTES = 5_000_000
MAX_PARTS = 200
MAX_ROWS = 400
MAX_COLUMNS = 20

NOT_EXCEL = Sentence("not_excel", gettext_noop("文件不是 Excel 工作簿（.xlsx），或已损坏"))
SUSPICIOUS = Sentence("suspicious", gettext_noop("文件内容过大或含有不允许的内容，不能载入"))
TOO_LONG = Sentence("too_long", gettext_noop("表格超过 %(rows)s 行，不像是一年的放假安排"))
NO_COLUMN = Sentence("no_column", gettext_noop("第一行缺少“%(name)s”一列"))
BAD_DATE = Sentence("bad_date", gettext_noop("第 %(number)s 行：“%(value)s”不是日期"))
BAD_WORD = Sentence(
    "bad_word", gettext_noop("第 %(number)s 行：“%(value)s”应为“放假”或“上班”（或“是”“否”）")
)
NO_NAME = Sentence("no_name", gettext_noop("第 %(number)s 行：没有填写名称"))

_DATE, _WORK, _NAME, _NOTICE = "日期", "放假/上班", "名称", "依据"
_HEADS = {
    "日期": _DATE,
    "放假/上班": _WORK,
    "放假|上班": _WORK,
    "是否工作日": _WORK,
    "名称": _NAME,
    "节日": _NAME,
    "依据": _NOTICE,
}
_WORKING = {"上班": True, "是": True, "放假": False, "否": False}


def read_holiday_sheet(file: IO[bytes], year: int) -> dict[str, Any]:
    """The list in the published JSON form; raises `HolidayFileError` naming every bad row."""
    _refuse_hostile(file)
    rows = _rows(file)
    heads = [_HEADS.get(_text(cell), "") for cell in rows[0]] if rows else []
    missing = (name for name in (_DATE, _WORK, _NAME) if name not in heads)
    raise_any((NO_COLUMN.about(name=name) for name in missing), HolidayFileError)
    days: list[dict[str, Any]] = []
    problems: list[Message] = []
    for number, cells in enumerate(rows[1:], start=2):
        row = dict(zip(heads, cells, strict=False))
        if any(_text(cell) for cell in cells):
            problems += _problems(row, number)
            days.append(row)
    raise_any(problems, HolidayFileError)
    return {"year": year, "days": [_day(row) for row in days]}


def _refuse_hostile(file: IO[bytes]) -> None:
    """A workbook is a zip of XML: neither may unfold into more than it seems."""
    try:
        with zipfile.ZipFile(file) as parts:
            infos = parts.infolist()
            if len(infos) > MAX_PARTS or sum(i.file_size for i in infos) > MAX_UNPACKED_BYTES:
                raise HolidayFileError(SUSPICIOUS.about())
            if any(_has_declarations(parts.read(info)) for info in infos):
                raise HolidayFileError(SUSPICIOUS.about())
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError, EOFError) as error:
        raise HolidayFileError(NOT_EXCEL.about()) from error
    file.seek(0)


def _has_declarations(part: bytes) -> bool:
    """Entities unfold and reach outside; without its NULs no UTF-16 hides them from this look."""
    plain = part.replace(b"\x00", b"").upper()
    return b"<!DOCTYPE" in plain or b"<!ENTITY" in plain


def _rows(file: IO[bytes]) -> list[Sequence[Any]]:
    try:
        book = load_workbook(file, read_only=True, data_only=True, keep_links=False)
        sheet = book.worksheets[0]
        found = sheet.iter_rows(max_row=MAX_ROWS + 1, max_col=MAX_COLUMNS, values_only=True)
        rows = list(found)
    except Exception as error:
        # openpyxl raises whatever the broken part of the file happens to trip over.
        raise HolidayFileError(NOT_EXCEL.about()) from error
    if len(rows) > MAX_ROWS:
        raise HolidayFileError(TOO_LONG.about(rows=MAX_ROWS))
    return rows


def _problems(row: dict[str, Any], number: int) -> Iterable[Message]:
    if _date(row[_DATE]) is None:
        yield BAD_DATE.about(number=number, value=_text(row[_DATE])[:30])
    if _text(row[_WORK]) not in _WORKING:
        yield BAD_WORD.about(number=number, value=_text(row[_WORK])[:30])
    if not _text(row[_NAME]):
        yield NO_NAME.about(number=number)


def _day(row: dict[str, Any]) -> dict[str, Any]:
    day = {
        "date": str(_date(row[_DATE])),
        "name": _text(row[_NAME]),
        "isOffDay": not _WORKING[_text(row[_WORK])],
    }
    return {**day, "notice": _text(row[_NOTICE])} if _text(row.get(_NOTICE)) else day


def _date(value: Any) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(_text(value).replace("/", "-"))
    except ValueError:
        return None


def _text(value: Any) -> str:
    return "" if value is None else str(value).strip()
