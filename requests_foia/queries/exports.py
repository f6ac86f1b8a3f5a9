"""The tables and their identities in words and as files."""

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from portal.guard.spreadsheets import safe_cell
from requests_foia.domain.annual import COLUMNS, OUTCOMES, REMEDY_KINDS, ROWS, TOTAL, Check
from requests_foia.domain.annual.tables import PENDING
from requests_foia.models import annual_labels as labels

# Excel takes a CSV file for UTF-8 only with this mark.
BYTE_ORDER_MARK = "\ufeff"


@dataclass(frozen=True, slots=True)
class CheckLine:
    """One identity on a page: its words, its verdict as a word and a tone, and each fault."""

    name: str
    words: str | Promise
    verdict: str
    tone: str
    faults: tuple[str, ...]


def check_lines(checks: Iterable[Check]) -> list[CheckLine]:
    """The identities as people read them."""
    return [_check_line(check) for check in checks]


def _check_line(check: Check) -> CheckLine:
    if not check.can_be_checked:
        verdict, tone = _("没有上年数据"), "neutral"
    elif check.holds:
        verdict, tone = _("平"), "green"
    elif check.is_soft:
        verdict, tone = _("不一致，须说明"), "amber"
    else:
        verdict, tone = _("不平"), "red"
    sentence = _("%(where)s：%(left)s ≠ %(right)s")
    faults = tuple(
        sentence % {"where": _where(line.where), "left": line.left, "right": line.right}
        for line in check.faults
    )
    return CheckLine(check.name, labels.CHECKS[check.name], verdict, tone, faults)


def _where(key: str) -> object:
    tables = {"two": _("表二"), "three": _("表三"), "four": _("表四")}
    texts = {"rules": _("规章"), "normative": _("行政规范性文件")}
    kinds = {str(kind): word for kind, word in labels.REMEDY_KINDS.items()}
    return {**labels.ROWS, **labels.COLUMNS, **kinds, **tables, **texts}.get(key, key)


def csv_text(data: Mapping[str, Any]) -> str:
    """All tables, one figure per line: table, row and column by key and by name, figure."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow([_("表"), _("行"), _("行名"), _("列"), _("列名"), _("数")])
    for line in _lines(data):
        writer.writerow([safe_cell(cell) for cell in line])
    return BYTE_ORDER_MARK + buffer.getvalue()


def _lines(data: Mapping[str, Any]) -> Iterable[list[object]]:
    for name, value in data["table_two"].items():
        if isinstance(value, Mapping):
            for part, count in value.items():
                yield ["2", name, str(_where(name)), part, part, count]
        else:
            yield ["2", name, name, "", "", value]
    for row in ROWS:
        for column in COLUMNS:
            names = [str(labels.ROWS[row]), column, str(labels.COLUMNS[column])]
            yield ["3", row, *names, data["table_three"][row][column]]
    outcomes = {
        **{str(key): str(word) for key, word in labels.OUTCOMES.items()},
        PENDING: str(labels.PENDING),
        TOTAL: str(labels.TOTAL),
    }
    for kind in REMEDY_KINDS:
        for outcome in (*OUTCOMES, TOTAL):
            names = [str(_where(kind)), outcome, outcomes[outcome]]
            yield ["4", kind, *names, data["table_four"][kind][outcome]]


def difference_lines(differing: Iterable[tuple[str, str, int, int]]) -> list[str]:
    """Where a recount differs from the signed table, in words."""
    sentence = _("%(row)s，%(column)s：现为%(now)s，签发时为%(then)s")
    return [
        sentence
        % {
            "row": labels.ROWS[row],
            "column": labels.COLUMNS[column],
            "now": now,
            "then": then,
        }
        for row, column, now, then in differing
    ]
