"""The report in rows of words and figures, for the page and for the CSV file."""

import csv
import io
from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from portal.guard.spreadsheets import safe_cell
from portal.obligations.queries import Figures, rule_title

from .queries import YearReport

# Excel takes a CSV file for UTF-8 only with this mark.
BYTE_ORDER_MARK = "\ufeff"


def columns(first: str) -> list[str]:
    """The headings of a table whose first column is ``first``."""
    return [first, _("到期"), _("按时"), _("逾期"), _("现仍逾期"), _("按时率")]


def rows(named: Iterable[tuple[object, Figures]]) -> list[list[object]]:
    """One row per name, in the order of ``columns``."""
    return [[str(name), f.fell_due, f.in_time, f.late, f.late_now, rate(f)] for name, f in named]


def rate(figures: Figures) -> str:
    """The on-time rate in words; a dash while nothing has fallen due."""
    return "—" if figures.rate is None else f"{figures.rate:.1f}%"


def summary(report: YearReport) -> str:
    """The year in one or two sentences."""
    total = report.total
    if not total.fell_due:
        return _("%(year)s年还没有到期的时限。") % {"year": report.year}
    words = _("%(year)s年已经办结或者到期的 %(due)s 件时限中，%(in_time)s 件按时办结。")
    sentences = words % {"year": report.year, "due": total.fell_due, "in_time": total.in_time}
    if total.late:
        words = _("逾期 %(late)s 件，其中 %(late_now)s 件至今未办结。")
        sentences += words % {"late": total.late, "late_now": total.late_now}
    return sentences


def month_rows(report: YearReport) -> list[list[object]]:
    months = ((_("%(month)s月") % {"month": m}, figures) for m, figures in report.by_month())
    return rows(months)


def found_instead_rows(report: YearReport) -> list[list[object]]:
    """How often, by body, somebody about to apply used something public instead."""
    counted = report.found_instead
    return [[body.name, counted[pk]] for pk, body in report.bodies.items() if pk in counted]


def csv_lines(report: YearReport) -> Iterator[str]:
    """The finest table there is: a line per unit, month and kind."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow(
        [
            _("年份"),
            _("月份"),
            _("机构代码"),
            _("机构"),
            _("规则"),
            _("事项"),
            _("到期"),
            _("按时"),
            _("逾期"),
            _("现仍逾期"),
            _("未到期"),
        ]
    )
    for cell in report.cells:
        body, f = report.bodies[cell.organisation_id], cell.figures
        names = [body.code, body.name, cell.rule_key, rule_title(cell.rule_key)]
        counts = [f.fell_due, f.in_time, f.late, f.late_now, f.running]
        writer.writerow([report.year, cell.month, *map(safe_cell, names), *counts])
    yield BYTE_ORDER_MARK + buffer.getvalue()
