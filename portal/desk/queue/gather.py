"""The user's day: what is due and what waits for them, the most urgent first."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any

from django.apps import apps
from django.contrib.admin import AdminSite
from django.db.models import Model, Q
from django.http import HttpRequest
from django.utils.translation import gettext as _

from portal.desk.clock import rule_of
from portal.domain.moments import local_day
from portal.obligations.domain.duties import INNER_RULES
from portal.obligations.models import Obligation
from portal.obligations.queries import calendars_of_bodies, days_left, queue_for, with_urgency

from .lines import CORRECTION, GROUP_NAMES, REVIEW, RUNNING, Also, Group, Line, group_of

# A longer queue is worked from its top; the lists hold the rest.
SHOWN_LIMIT = 200

Key = tuple[str, str]
_CALM = (REVIEW, CORRECTION, RUNNING)


@dataclass(frozen=True)
class Subject:
    """A record and the page of the desk that shows it."""

    page: Any
    record: Model
    # Whether the record is among those its list calls the user's own.
    is_waiting: bool


def queue_of(request: HttpRequest, site: AdminSite, *, at: datetime) -> list[Group]:
    """The queue in groups, the most urgent first; groups without lines are left out.

    It joins what the ledger gives the user with what the lists call theirs. The number
    of queries depends on the kinds of records, never on how many there are.
    """
    waiting = _waiting(request, site)
    due = list(queue_for(request.user, local_day(at), at=at)[:SHOWN_LIMIT])
    rows = _with_limits_of(due, waiting, at)
    subjects = waiting | subjects_of(request, site, rows, known=waiting)
    grouped = defaultdict(list)
    for line in _lines(request, rows, subjects, at):
        grouped[line.group].append(line)
    return [Group(key, grouped[key]) for key in GROUP_NAMES if grouped[key]]


def _waiting(request: HttpRequest, site: AdminSite) -> dict[Key, Subject]:
    """The records that the lists open on for this user."""
    found = {}
    for model in [model for model in apps.get_models() if site.is_registered(model)]:
        page: Any = site.get_model_admin(model)
        if not page.has_view_or_change_permission(request):
            continue
        mine = page.mine(request, page.get_queryset(request))
        for record in mine[:SHOWN_LIMIT] if mine is not None else ():
            found[model._meta.label_lower, str(record.pk)] = Subject(page, record, True)
    return found


def _with_limits_of(
    due: list[Obligation], waiting: Mapping[Key, Subject], at: datetime
) -> list[Obligation]:
    """``due`` and the open limits of what waits besides, each once, by urgency."""
    ids = defaultdict(list)
    for subject_type, subject_id in waiting:
        ids[subject_type].append(subject_id)
    of_waiting = Q(pk__in=[])
    for subject_type, subject_ids in ids.items():
        of_waiting |= Q(subject_type=subject_type, subject_id__in=subject_ids)
    wanted = Obligation.objects.filter(
        Q(pk__in=[row.pk for row in due]) | of_waiting, state=Obligation.State.OPEN
    ).select_related("organisation", "responsible")
    return list(with_urgency(wanted, at).order_by("late_from", "pk"))


def subjects_of(
    request: HttpRequest,
    site: AdminSite,
    rows: Iterable[Obligation],
    known: Mapping[Key, Subject] = MappingProxyType({}),
) -> dict[Key, Subject]:
    """The records behind the rows, as far as the user may see them."""
    wanted = defaultdict(set)
    for row in rows:
        if (row.subject_type, row.subject_id) not in known:
            wanted[row.subject_type].add(row.subject_id)
    found = {}
    for subject_type, ids in wanted.items():
        model = apps.get_model(subject_type)
        page = site.get_model_admin(model) if site.is_registered(model) else None
        if page is not None and page.has_view_or_change_permission(request):
            for record in page.get_queryset(request).filter(pk__in=ids):
                found[subject_type, str(record.pk)] = Subject(page, record, False)
    return found


def _lines(
    request: HttpRequest,
    rows: Iterable[Obligation],
    subjects: Mapping[Key, Subject],
    at: datetime,
) -> Iterator[Line]:
    rows = list(rows)
    calendars = calendars_of_bodies()
    limited = set()
    inner: dict[Key, Line] = {}
    for row in rows:
        key = (row.subject_type, row.subject_id)
        limited.add(key)
        left = days_left(row, local_day(at), calendars.of(row.organisation_id))
        line = _line_of(request, row, subjects.get(key), left, at)
        if row.rule_key in INNER_RULES:
            first = inner.setdefault(key, line)
            # The inner steps of one record stand in one line, unless one is more pressing.
            if first is not line and line.group in (first.group, *_CALM):
                first.also.append(Also(rule=line.rule, due_on=row.due_day))
                continue
        yield line
    for key, subject in subjects.items():
        if key not in limited:
            yield Line(
                group=group_of("", subject.page.queue_group(subject.record)),
                title=str(subject.record),
                organisation=getattr(subject.record, "organisation", None),
                **_ways_on(request, subject),
            )


def _line_of(
    request: HttpRequest, row: Any, subject: Subject | None, left: int, at: datetime
) -> Line:
    rule = rule_of(row)
    kind = subject.page.queue_group(subject.record) if subject else ""
    return Line(
        group=group_of(row.urgency, kind),
        title=row.label,
        organisation=row.organisation,
        responsible=row.responsible,
        rule=rule.title if rule else row.rule_key,
        article=rule.article if rule else "",
        due_on=row.due_day,
        due_at=row.due_at,
        working_days_left=left,
        provisional=row.provisional,
        target_on=row.target_on,
        is_target_passed=row.target_from is not None and row.target_from <= at,
        **(_ways_on(request, subject) if subject else {}),
    )


def _ways_on(request: HttpRequest, subject: Subject) -> dict[str, Any]:
    """To the step that waits for this user, or else to a look at the record."""
    page, record = subject.page, subject.record
    label, event = page.next_step(request, record) if subject.is_waiting else ("", "")
    return {
        "state": page.queue_state(record),
        "about": page.queue_about(record),
        "url": page.change_url(record),
        "next_label": label or _("查看"),
        "is_mine": bool(label),
        "next_url": page.step_url(record, event),
    }
