"""Editing the working calendar: shown with all it moves, then applied as it was shown."""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from portal.agencies.models import Organisation, User
from portal.audit.actions import record
from portal.calendar.actions import change_calendar
from portal.calendar.edits import DayEdit, Edit, edit_as_json
from portal.calendar.models import CalendarChange
from portal.calendar.queries import calendar_version
from portal.desk import queries
from portal.domain.moments import local_day
from portal.obligations.actions import Shift, begin_recount, preview_recount, recount_open
from portal.obligations.queries import count_to_recount, recount_under_way

# More open limits than this are counted anew after the request, set by set.
AT_ONCE = 1000


class CalendarEditRefused(Exception):
    """The edit may not be made; ``reasons`` lists all of it in words for staff."""

    def __init__(self, reasons: list[str]) -> None:
        super().__init__("；".join(reasons))
        self.reasons = reasons


@dataclass(frozen=True, slots=True)
class DayChange:
    """One day before and after, each ``{"day", "is_working", "name", "notice"}`` or None."""

    day: date
    before: dict[str, object] | None
    after: dict[str, object] | None


@dataclass(frozen=True, slots=True)
class EditPreview:
    """All that an edit would change. ``token`` stands for exactly this."""

    edit: Edit
    days: list[DayChange]
    shifts: list[Shift]
    token: str


class PreviewOutdated(Exception):
    """Something has changed since the edit was shown; ``preview`` is how it looks now."""

    def __init__(self, preview: EditPreview) -> None:
        super().__init__(preview.token)
        self.preview = preview


def preview_edit(*, edit: Edit, actor: User, at: datetime) -> EditPreview:
    """Make the edit, look at what it moves, and take it back.

    Raises ``CalendarEditRefused`` or ``HolidayFileError``.
    """
    _refuse(edit, actor, local_day(at))
    with transaction.atomic():
        version = calendar_version()
        change = change_calendar(edit=edit, at=at)
        preview = _preview(edit, version, change, preview_recount())
        transaction.set_rollback(True)
    return preview


def apply_edit(*, edit: Edit, token: str, reason: str, actor: User, at: datetime) -> EditPreview:
    """Change the calendar and recount every open limit, if that does just what was shown.

    Many limits are recounted afterwards; until then pages say so and sweeps wait.
    Raises ``PreviewOutdated`` when it would do anything else, and what ``preview_edit``
    raises; then nothing is changed.
    """
    _refuse(edit, actor, local_day(at))
    try:
        with transaction.atomic():
            version = calendar_version()
            change = change_calendar(
                edit=edit, at=at, actor_label=actor.get_username(), reason=reason
            )
            shifts = _recount(change, actor, at)
            applied = _preview(edit, version, change, shifts)
            if applied.token != token:
                raise PreviewOutdated(applied)
            _record(change, len(shifts), actor, at)
    except PreviewOutdated:
        raise PreviewOutdated(preview_edit(edit=edit, actor=actor, at=at)) from None
    return applied


def _recount(change: CalendarChange, actor: User, at: datetime) -> list[Shift]:
    """At once where that takes a moment, else as work for afterwards, as it was shown."""
    if under_way := recount_under_way():
        facts = {"counted": under_way.counted, "all": under_way.to_count}
        words = _("上一次变更还在重新计算期限（已核对 %(counted)s / %(all)s 件），请完成后再变更。")
        raise CalendarEditRefused([words % facts])
    reason = _recount_reason(change)
    if count_to_recount() <= AT_ONCE:
        return recount_open(subject=change, reason=reason, at=at, actor=actor)
    begin_recount(change=change, reason=reason, at=at, actor=actor)
    return preview_recount()


def _refuse(edit: Edit, actor: User, on: date) -> None:
    reasons = []
    code = edit.organisation_code
    if code and not Organisation.objects.filter(code=code).exists():
        reasons.append(_("没有代码为 %(code)s 的机构。") % {"code": code})
    elif not queries.may_edit_calendar(actor, code, on):
        reasons.append(_("您不能变更这一范围的工作日历。"))
    if isinstance(edit, DayEdit) and code and edit.becomes and edit.becomes.is_working:
        reasons.append(_("单位只能增加放假日，不能把放假日改为上班日。"))
    if reasons:
        raise CalendarEditRefused(reasons)


def _preview(edit: Edit, version: str, change: CalendarChange, shifts: list[Shift]) -> EditPreview:
    facts = f"{version}|{edit_as_json(edit)}|{shifts}"
    token = hashlib.sha256(facts.encode()).hexdigest()
    return EditPreview(edit, _day_changes(change), shifts, token)


def _day_changes(change: CalendarChange) -> list[DayChange]:
    before = {row["day"]: row for row in change.before}
    after = {row["day"]: row for row in change.after}
    return [
        DayChange(date.fromisoformat(day), before.get(day), after.get(day))
        for day in sorted({*before, *after})
        if before.get(day) != after.get(day)
    ]


def _recount_reason(change: CalendarChange) -> str:
    if change.notice:
        return _("工作日历变更（%(notice)s）") % {"notice": change.notice}
    return _("工作日历变更")


def _record(change: CalendarChange, moved: int, actor: User, at: datetime) -> None:
    """``before`` and ``after`` hold the days that differ only."""
    days = _day_changes(change)
    record(
        action="calendar.change",
        subject=change,
        actor=actor,
        at=at,
        organisation=Organisation.objects.filter(code=change.organisation_code).first(),
        before={str(day.day): _word(day.before) for day in days},
        after={**{str(day.day): _word(day.after) for day in days}, "moved": moved},
        reason=change.reason,
    )


def _word(day: dict[str, object] | None) -> str:
    if day is None:
        return ""
    return f"{_('上班') if day['is_working'] else _('放假')} {day['name']}"
