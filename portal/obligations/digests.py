"""One message per person and sweep: what has become urgent, the longest overdue first."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from portal.agencies.domain.roles import Role
from portal.domain.calendar import WorkingCalendar
from portal.domain.moments import local, local_day
from portal.obligations.domain.duties import AWAITED_RULES
from portal.obligations.domain.steps import (
    FINAL_RANK,
    OVERDUE_RANK,
    TARGET_PASSED_RANK,
    last_day_before,
)
from portal.obligations.models import Sweep
from portal.obligations.queries import (
    BodyCalendars,
    Contacts,
    Group,
    Told,
    details_of,
    rule_title,
    told_in,
)
from portal.outbox.actions import Letter

# The rest is counted and waits in the queue.
SHOWN_LINES = 10

TARGET, SOON, OVERDUE, URGE, ESCALATION = range(5)
WORDS = {
    ESCALATION: gettext_lazy("升级督办"),
    URGE: gettext_lazy("催办"),
    OVERDUE: gettext_lazy("逾期"),
    SOON: gettext_lazy("临期"),
    TARGET: gettext_lazy("内部目标"),
}


@dataclass(slots=True)
class _Digest:
    """What one person is told: how many of each kind, and some of them by name."""

    counts: Counter[int] = field(default_factory=Counter)
    rows: list[Told] = field(default_factory=list)

    def first(self) -> list[Told]:
        return sorted(self.rows, key=lambda row: (row.late_from, row.pk))[:SHOWN_LINES]


def digests(run: Sweep, contacts: Contacts, calendars: BodyCalendars) -> Iterator[Letter]:
    """The messages of a sweep: a site notice for everyone, a mail for whoever has an address."""
    wording = _Wording(local_day(run.at), contacts, calendars)
    for person, digest in sorted(_collected(run, contacts).items()):
        lines = [wording.line(row) for row in digest.first()]
        title = _title(digest)
        body = wording.body(lines, digest.counts.total() - len(lines))
        yield Letter("site", f"sweep:{run.pk}:{person}:site", str(person), title, body)
        if email := contacts.emails.get(person):
            yield Letter("mail", f"sweep:{run.pk}:{person}:mail", email, title, body)


def _collected(run: Sweep, contacts: Contacts) -> dict[int, _Digest]:
    groups = told_in(run, SHOWN_LINES)
    details = details_of([key for lot in groups.values() for key in lot.first])
    by_person: dict[int, _Digest] = defaultdict(_Digest)
    for group, lot in groups.items():
        word = _word_of(group.told_rank)
        for person in recipients(group, contacts):
            by_person[person].counts[word] += lot.count
            by_person[person].rows += [details[key] for key in lot.first]
    return by_person


def recipients(group: Group, contacts: Contacts) -> list[int]:
    """Who is told: the responsible; when urged also the office; at last also the leader.

    Each step includes the people of the steps below. Where a post is vacant the next one
    up is told, in the end the administrators, so that no time limit warns nobody.
    """
    told = [group.responsible_id] if group.responsible_id in contacts.emails else []
    ranks = [(OVERDUE, Role.DRAFTER)] if not told else []
    chain = [*ranks, (URGE, Role.OPENNESS_OFFICE), (ESCALATION, Role.DEPUTY_LEADER)]
    for needed_from, role in chain:
        if _word_of(group.told_rank) >= needed_from or not told:
            told += contacts.nearest(role, group.organisation_id)
    told = told or contacts.nearest(Role.ADMINISTRATOR, group.organisation_id)
    return [person for person in dict.fromkeys(told) if person is not None]


def _word_of(rank: int) -> int:
    if rank <= TARGET_PASSED_RANK:
        return TARGET
    if rank < OVERDUE_RANK:
        return SOON
    if rank == FINAL_RANK:
        return ESCALATION
    return OVERDUE if rank == OVERDUE_RANK else URGE


def _title(digest: _Digest) -> str:
    parts = [
        _("%(word)s %(count)s 件") % {"word": WORDS[word], "count": digest.counts[word]}
        for word in WORDS
        if digest.counts[word]
    ]
    return _("【时限提醒】%(parts)s") % {"parts": "，".join(parts)}


class _Wording:
    """The lines of one sweep. What limits of one rule and day share is worded once."""

    def __init__(self, day: date, contacts: Contacts, calendars: BodyCalendars) -> None:
        self.day, self.contacts, self.calendars = day, contacts, calendars
        self.address = settings.PORTAL_BASE_URL + reverse("admin:index")
        self._lines: dict[tuple[object, ...], str] = {}

    def line(self, row: Told) -> str:
        shared = row._replace(pk=0, label="")
        if shared not in self._lines:
            self._lines[shared] = self._worded(row)
        return self._lines[shared] % {"label": row.label}

    def body(self, lines: list[str], hidden: int) -> str:
        parts = list(lines)
        if hidden:
            parts.append(ngettext("另有 %(n)s 件。", "另有 %(n)s 件。", hidden) % {"n": hidden})
        parts.append(_("请登录工作台办理：%(address)s") % {"address": self.address})
        return "\n".join(parts)

    def _worded(self, row: Told) -> str:
        """The line with a place left for the label."""
        words = {
            "unit": self.contacts.names.get(row.organisation_id, ""),
            "rule": rule_title(row.rule_key, row.rule_set),
            "due": _due(row),
            "left": _left(row, self.day, self.calendars.of(row.organisation_id)),
            "target": _target(row, self.day),
        }
        words = {name: word.replace("%", "%%") for name, word in words.items()}
        line = _("%(label)s（%(unit)s）：%(rule)s，%(due)s到期，%(left)s。")
        return line % {"label": "%(label)s", **words} + words["target"]


def _target(row: Told, day: date) -> str:
    """The body's own target, which never stands in place of the last day."""
    if row.target_from is None:
        return ""
    own = local_day(row.target_from) if row.due_at else last_day_before(row.target_from)
    passed = day > own
    words = _("单位内部目标%(target)s，已超过。") if passed else _("单位内部目标%(target)s。")
    return words % {"target": _day_words(own)}


def _due(row: Told) -> str:
    date_words = _day_words(row.due_day)
    return date_words if row.due_at is None else f"{date_words}{local(row.due_at):%H:%M}"


def _day_words(day: date) -> str:
    words = _("%(year)s年%(month)s月%(day)s日")
    return words % {"year": day.year, "month": day.month, "day": day.day}


def _left(row: Told, day: date, calendar: WorkingCalendar) -> str:
    if row.due_at is not None and row.told_rank < OVERDUE_RANK:
        return _("请在期限前办结")
    days = calendar.working_days_between(day, row.due_day)
    if row.told_rank >= OVERDUE_RANK and row.rule_key in AWAITED_RULES:
        return _("对方的期限已届满，请处理")
    if row.told_rank >= OVERDUE_RANK:
        return _("已逾期 %(days)s 个工作日") % {"days": -days} if days else _("已逾期")
    if days == 0:
        return _("今天是最后一天")
    return _("还有 %(days)s 个工作日") % {"days": days}
