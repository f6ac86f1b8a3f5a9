"""“What if” on the page of a case: the steps that move the reply date, were they taken today."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.calendar.queries import calendar_for
from portal.components.templatetags.portal_dates import long_date
from portal.domain.clock.supposing import Supposed, Supposing
from requests_foia import queries
from requests_foia.models import Application

from .readings import ReadingRow, remarks_in_words, rows_of


@dataclass(frozen=True, kw_only=True)
class SupposedRow:
    """One line: the step, the date it would lead to or why it can't, what staff should know.

    ``shift`` is how many working days the reply date would move.
    """

    step: str
    assumed: str
    due_on: date | None
    shift: int | None
    provisional: bool
    refusals: list[str]
    remarks: list[str]
    readings: list[ReadingRow]


def supposed_rows(case: Application, on: date) -> list[SupposedRow]:
    """A line for each supposition; none where no reply is owed."""
    return [_row(case, one) for one in queries.supposed(case, on)]


def _row(case: Application, one: Supposed) -> SupposedRow:
    return SupposedRow(
        step=_step(one),
        assumed=_assumed(one),
        due_on=one.due_on,
        shift=_shift(case, one.due_on),
        provisional=one.provisional,
        refusals=[said.translated(_) for said in one.refusals],
        remarks=remarks_in_words(one.remarks),
        readings=_readings(case, one),
    )


def _step(one: Supposed) -> str:
    if one.what is Supposing.CORRECTION:
        return _("今天告知补正")
    if one.what is Supposing.THIRD_PARTY:
        return _("今天征求第三方意见")
    if one.days is None:
        return _("今天批准延期")
    return ngettext("今天批准延期 %(n)d 个工作日", "今天批准延期 %(n)d 个工作日", one.days) % {
        "n": one.days
    }


def _assumed(one: Supposed) -> str:
    """What else is taken for granted, besides that the letter arrives today."""
    if one.until is None:
        return _("并于今天告知申请人") if one.due_on else ""
    said: dict[Supposing, Any] = {
        Supposing.CORRECTION: _("今天送达，申请人于最后一天（%(day)s）补正"),
        Supposing.THIRD_PARTY: _("今天送达，第三方于最后一天（%(day)s）答复"),
    }
    return said[one.what] % {"day": long_date(one.until)}


def _readings(case: Application, one: Supposed) -> list[ReadingRow]:
    if one.due_on is None or case.received_on is None:
        return []
    calendar = calendar_for(case.organisation.code)
    return rows_of(one.alternatives, one.due_on, case.received_on, calendar)


def _shift(case: Application, due_on: date | None) -> int | None:
    if due_on is None or case.due_on is None:
        return None
    return calendar_for(case.organisation.code).working_days_between(case.due_on, due_on)
