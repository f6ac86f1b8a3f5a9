"""Whole lists, row by row: memory stays flat however many rows there are."""

import csv
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from django.db.models import QuerySet
from django.http import StreamingHttpResponse

from portal.guard.spreadsheets import safe_cell

from .encoding import as_json, plain
from .serializers import Row

CHUNK_ROWS = 2000
_BOM = "\ufeff"  # Excel reads UTF-8 only after it

Prepare = Callable[[list[Row]], Iterable[dict[str, Any]]]


class _Echo:
    """A file that gives back what is written to it."""

    def write(self, text: str) -> str:
        return text


def stream_csv(
    queryset: QuerySet, prepare: Prepare, names: Sequence[str], filename: str
) -> StreamingHttpResponse:
    """CSV for spreadsheets: UTF-8 with BOM, no cell taken for a formula."""

    def lines() -> Iterator[str]:
        writer = csv.writer(_Echo())
        yield _BOM + writer.writerow(names)
        for row in _prepared(queryset, prepare):
            yield writer.writerow([_cell(row.get(name)) for name in names])

    return _response(lines(), "text/csv; charset=utf-8", f"{filename}.csv")


def stream_ndjson(queryset: QuerySet, prepare: Prepare, filename: str) -> StreamingHttpResponse:
    """One JSON object per line."""
    lines = (f"{as_json(row)}\n" for row in _prepared(queryset, prepare))
    return _response(lines, "application/x-ndjson; charset=utf-8", f"{filename}.ndjson")


def _prepared(queryset: QuerySet, prepare: Prepare) -> Iterator[dict[str, Any]]:
    rows = queryset.iterator(chunk_size=CHUNK_ROWS)
    while chunk := list(islice(rows, CHUNK_ROWS)):
        yield from prepare(chunk)


def _cell(value: Any) -> object:
    if value is None or isinstance(value, str | int | float):
        return safe_cell(value)
    if hasattr(value, "tzinfo"):
        return plain(value)
    return safe_cell(as_json(value) if isinstance(value, list | dict | tuple) else str(value))


def _response(lines: Iterator[str], content_type: str, filename: str) -> StreamingHttpResponse:
    response = StreamingHttpResponse(lines, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{filename}"'
    return response
