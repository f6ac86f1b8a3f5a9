"""Files of cases: one case, a list of cases, or NDJSON; every line on its own."""

import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import NamedTuple

from portal.domain.messages import DomainError, Sentence, gettext_noop

NOT_JSON = Sentence("not_json", gettext_noop("不是 JSON（第 %(line)s 行第 %(column)s 列）"))
NOT_READABLE = Sentence("not_readable", gettext_noop("不能读取：字段重复、数字过长或嵌套过深"))
NOT_UTF8 = Sentence("not_utf8", gettext_noop("不是 UTF-8 文字"))
NOT_CASE = Sentence("not_case", gettext_noop("案例应为 JSON 对象"))
EMPTY = Sentence("empty", gettext_noop("没有案例"))
WHOLE = "输入"


class CaseFileError(DomainError):
    """A line or file that holds no case."""


class CaseLine(NamedTuple):
    """One case and where it stood; or `error` instead of a case."""

    place: str
    case: dict[str, object]
    error: CaseFileError | None = None


class _Row(NamedTuple):
    """A line that holds something."""

    number: int
    text: str


def read_cases(lines: Iterable[bytes]) -> Iterator[CaseLine]:
    """Every case of a file, in order; what cannot be read comes as a line with its error.

    `lines` is any stream of lines, such as an open binary file. NDJSON is answered line by
    line in constant memory; only a document laid out over several lines is read as a whole.
    """
    filled = _filled(lines)
    first = next(filled, None)
    if first is None:
        yield CaseLine(WHOLE, {}, CaseFileError(EMPTY.about()))
        return
    second = next(filled, None)
    rest = chain([first], [second] if second else [], filled)
    if second and not _is_unfinished(first.text):
        yield from (_read_line(row) for row in rest)
    else:
        yield from _read_document(list(rest))


def _filled(lines: Iterable[bytes]) -> Iterator[_Row]:
    """The lines that are not blank, with their numbers and as text."""
    for number, line in enumerate(lines, start=1):
        text = line.decode("utf-8-sig" if number == 1 else "utf-8", errors="surrogateescape")
        if text.strip():
            yield _Row(number, text)


def _is_unfinished(text: str) -> bool:
    """Whether a line is the beginning of a document: nothing is wrong but that it ends."""
    try:
        json.loads(text)
    except json.JSONDecodeError as error:
        return error.pos >= len(text.rstrip())
    except (ValueError, RecursionError):
        return False
    return False


def _read_document(rows: list[_Row]) -> Iterator[CaseLine]:
    """One case, a list of cases, or an object that holds them under “cases”."""
    try:
        whole = _parse("".join(row.text for row in rows), rows)
    except CaseFileError as error:
        yield from _read_lines(rows, error)
        return
    found = whole.get("cases", [whole]) if isinstance(whole, dict) else whole
    for number, row in enumerate(found if isinstance(found, list) else [found], start=1):
        yield _line(f"第 {number} 个案例", row)


def _read_lines(rows: list[_Row], error: CaseFileError) -> Iterator[CaseLine]:
    """NDJSON. Where not a single line is JSON, the file was meant as one: one error for it."""
    answers = [_read_line(row) for row in rows]
    if len(answers) > 1 and all(answer.error for answer in answers):
        yield CaseLine(WHOLE, {}, error)
    else:
        yield from answers


def _read_line(row: _Row) -> CaseLine:
    place = f"第 {row.number} 行"
    try:
        return _line(place, _parse(row.text))
    except CaseFileError as error:
        return CaseLine(place, {}, error)


def _line(place: str, row: object) -> CaseLine:
    if not isinstance(row, dict):
        return CaseLine(place, {}, CaseFileError(NOT_CASE.about()))
    name = row.get("id")
    return CaseLine(f"{place}（{name}）" if isinstance(name, str) else place, row)


def _parse(text: str, rows: Sequence[_Row] = ()) -> object:
    if any("\udc80" <= character <= "\udcff" for character in text):
        raise CaseFileError(NOT_UTF8.about())
    try:
        return json.loads(text, object_pairs_hook=_without_doubles)
    except json.JSONDecodeError as error:
        # Blank lines were left out: the line of the file, not that of the joined text.
        line = rows[min(error.lineno, len(rows)) - 1].number if rows else error.lineno
        raise CaseFileError(NOT_JSON.about(line=line, column=error.colno)) from error
    except (ValueError, RecursionError) as error:
        raise CaseFileError(NOT_READABLE.about()) from error


def _without_doubles(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """A field given twice says two things: refuse it rather than believe the last."""
    fields = dict(pairs)
    if len(fields) != len(pairs):
        raise ValueError("a field stands twice")
    return fields
