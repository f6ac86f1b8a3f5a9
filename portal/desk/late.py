"""The register of what is or was overdue: how late, whose, and why."""

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from portal.agencies.models import User
from portal.desk.clock import rule_of
from portal.domain.calendar import WorkingCalendar
from portal.domain.moments import local, local_day
from portal.guard.spreadsheets import safe_cell
from portal.obligations.models import Obligation
from portal.obligations.permissions import bodies_answered_for
from portal.obligations.queries import calendars_of_bodies

# Excel takes a CSV file for UTF-8 only with this mark.
BYTE_ORDER_MARK = "\ufeff"
CHUNK = 500


@dataclass(frozen=True, kw_only=True)
class LateRow:
    """One limit that is or was overdue. ``working_days`` is 0 when no working day passed."""

    obligation: Obligation
    word: str
    tone: str
    rule: str
    article: str
    working_days: int
    may_explain: bool


class Explaining:
    """Which rows this user may explain, with one query for all of them."""

    def __init__(self, user: User | AnonymousUser, on: date) -> None:
        self.user_id = user.pk
        is_entitled = user.has_perm("obligations.change_obligation")
        bodies = bodies_answered_for(user, on).order_by().values_list("pk", flat=True)
        self.bodies = set(bodies) if is_entitled else set()
        self.is_entitled = is_entitled

    def __call__(self, row: Obligation) -> bool:
        is_own = row.responsible_id is not None and row.responsible_id == self.user_id
        answers = is_own or row.organisation_id in self.bodies
        return self.is_entitled and answers and not row.delay_reason


def late_rows(
    rows: Iterable[Obligation], user: User | AnonymousUser, at: datetime
) -> list[LateRow]:
    """The rows of a page; ``rows`` come with their organisation and responsible person."""
    rows = list(rows)
    calendars = calendars_of_bodies()
    explains = Explaining(user, local_day(at))
    return [_row(row, calendars.of(row.organisation_id), explains(row), at) for row in rows]


def _row(row: Obligation, calendar: WorkingCalendar, may_explain: bool, at: datetime) -> LateRow:
    rule = rule_of(row)
    is_open = row.state == Obligation.State.OPEN
    return LateRow(
        obligation=row,
        word=_("逾期") if is_open else str(row.get_state_display()),
        tone="red" if row.state != Obligation.State.VOID else "neutral",
        rule=rule.title if rule else row.rule_key,
        article=rule.article if rule else "",
        working_days=calendar.working_days_between(row.due_day, local_day(row.closed_at or at)),
        may_explain=may_explain,
    )


def csv_lines(
    rows: QuerySet[Obligation], user: User | AnonymousUser, at: datetime
) -> Iterator[str]:
    """The whole register as CSV, a piece at a time; no cell is taken for a formula."""
    yield BYTE_ORDER_MARK + _line(_headings())
    piece: list[Obligation] = []
    for row in rows.iterator(chunk_size=CHUNK):
        piece.append(row)
        if len(piece) == CHUNK:
            yield _lines(piece, user, at)
            piece = []
    if piece:
        yield _lines(piece, user, at)


def _lines(piece: list[Obligation], user: User | AnonymousUser, at: datetime) -> str:
    return "".join(_line(_cells(row)) for row in late_rows(piece, user, at))


def _cells(late: LateRow) -> list[object]:
    row = late.obligation
    return [
        late.word,
        row.label,
        late.rule,
        late.article,
        f"{local(row.due_at):%Y-%m-%d %H:%M}" if row.due_at else row.due_day.isoformat(),
        f"{local(row.closed_at):%Y-%m-%d %H:%M}" if row.closed_at else "",
        late.working_days,
        row.organisation.name,
        str(row.responsible or ""),
        row.delay_reason,
    ]


def _line(cells: list[Any]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer).writerow([safe_cell(cell) for cell in cells])
    return buffer.getvalue()


def _headings() -> list[str]:
    return [
        _("状态"),
        _("事项"),
        _("时限"),
        _("依据"),
        _("到期"),
        _("办结"),
        _("逾期工作日"),
        _("责任单位"),
        _("责任人"),
        _("逾期原因"),
    ]
