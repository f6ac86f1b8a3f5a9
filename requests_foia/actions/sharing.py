"""Several units on one case: claimed, worked on in parallel, conferred about."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from portal.agencies.domain.roles import Role
from portal.agencies.models import Organisation, User
from portal.agencies.queries import subtree_of
from portal.domain.moments import local_day
from portal.domain.workflow import Refusal
from requests_foia.models import Application, Deliberation, DeliberationView, UnitTask
from requests_foia.permissions import units
from requests_foia.permissions.words import NOTE_LIMIT, TEXT_LIMIT, text_faults

from .messages import tell_role, tell_staff, tell_unit
from .recount import hand_over
from .stepping import begin, finish

RESULT_LIMIT = 5000


def claim(
    *, application: Application, actor: User, at: datetime, version: int | None = None
) -> Application:
    """Take a case that lies with one's unit; of two who claim at once one gets it."""
    with transaction.atomic():
        step = begin(application=application, event="claim", actor=actor, at=at, version=version)
        hand_over(step.application, to=actor, at=at)
        return finish(step, changed={"officer": actor}, after={"officer": actor.get_username()})


def give_task(
    *,
    application: Application,
    unit: Organisation,
    task: str,
    actor: User,
    at: datetime,
    version: int | None = None,
) -> UnitTask:
    """Give another unit of the body its own part of the work; the lead stays where it is."""

    def faults(case: Application) -> Iterator[Refusal]:
        yield from _units_faults(case, [unit])
        if case.assigned_unit_id == unit.pk:
            yield Refusal("unit", _("该机构是本件的承办机构，不需要另派协办任务。"))
        if units.open_tasks(case).filter(unit=unit).exists():
            yield Refusal("unit", _("该机构在本件已有未办结的协办任务。"))
        yield from text_faults("task", task, _("请写明协办事项。"), limit=NOTE_LIMIT)

    with transaction.atomic():
        step = begin(
            application=application,
            event="give_task",
            actor=actor,
            at=at,
            version=version,
            faults=faults,
        )
        given = UnitTask.objects.create(
            application=step.application, unit=unit, task=task.strip(), given_by=actor, given_at=at
        )
        tell_unit("task_given", step.application, unit, at=at)
        finish(step, after={"unit": unit.code})
        return given


def claim_task(
    *,
    application: Application,
    task: UnitTask,
    actor: User,
    at: datetime,
    version: int | None = None,
) -> UnitTask:
    """Take a task that lies with one's unit; of two who claim at once one gets it."""
    with transaction.atomic():
        step = begin(
            application=application,
            event="claim_task",
            actor=actor,
            at=at,
            version=version,
            faults=lambda case: _own_task_faults(case, task, actor, at, is_free=True),
        )
        kept = units.open_tasks(step.application).get(pk=task.pk)
        kept.officer = actor
        kept.save(update_fields=["officer"])
        finish(step, after={"unit": kept.unit.code, "officer": actor.get_username()})
        return kept


def finish_task(
    *,
    application: Application,
    task: UnitTask,
    result: str,
    actor: User,
    at: datetime,
    version: int | None = None,
) -> UnitTask:
    """Hand in what the unit found; whoever does so has the task."""

    def faults(case: Application) -> Iterator[Refusal]:
        yield from _own_task_faults(case, task, actor, at)
        yield from text_faults("result", result, _("请填写协办结果。"), limit=RESULT_LIMIT)

    with transaction.atomic():
        step = begin(
            application=application,
            event="finish_task",
            actor=actor,
            at=at,
            version=version,
            faults=faults,
        )
        kept = units.open_tasks(step.application).get(pk=task.pk)
        kept.officer, kept.result, kept.finished_at = actor, result.strip(), at
        kept.save(update_fields=["officer", "result", "finished_at"])
        if step.application.officer:
            tell_staff("task_finished", step.application, step.application.officer, at=at)
        finish(step, after={"unit": kept.unit.code})
        return kept


def call_off_task(
    *,
    application: Application,
    task: UnitTask,
    note: str,
    actor: User,
    at: datetime,
    version: int | None = None,
) -> Application:
    """The part is not needed any more."""

    def faults(case: Application) -> Iterator[Refusal]:
        if not units.open_tasks(case).filter(pk=task.pk).exists():
            yield Refusal("task", _("这项协办任务已经结束。"))
        yield from text_faults("note", note, _("请写明取消的理由。"))

    with transaction.atomic():
        step = begin(
            application=application,
            event="call_off_task",
            actor=actor,
            at=at,
            version=version,
            faults=faults,
        )
        units.open_tasks(step.application).filter(pk=task.pk).update(called_off_at=at)
        return finish(step, after={"unit": task.unit.code}, note=note.strip())


def open_deliberation(
    *,
    application: Application,
    topic: str,
    members: Sequence[Organisation],
    actor: User,
    at: datetime,
    version: int | None = None,
) -> Deliberation:
    """Call a consultation group on a complex or doubtful case; the reply waits for it."""

    def faults(case: Application) -> Iterator[Refusal]:
        if not members:
            yield Refusal("members", _("请选择参加会商的机构。"))
        yield from _units_faults(case, members)
        yield from text_faults("topic", topic, _("请写明会商事项。"), limit=TEXT_LIMIT)

    with transaction.atomic():
        step = begin(
            application=application,
            event="open_deliberation",
            actor=actor,
            at=at,
            version=version,
            faults=faults,
        )
        group = Deliberation.objects.create(
            application=step.application, topic=topic.strip(), opened_by=actor, opened_at=at
        )
        DeliberationView.objects.bulk_create(
            DeliberationView(deliberation=group, unit=unit) for unit in members
        )
        for unit in members:
            tell_unit("deliberation_opened", step.application, unit, at=at)
        finish(step, after={"members": [unit.code for unit in members]})
        return group


def give_view(
    *,
    application: Application,
    place: DeliberationView,
    view: str,
    actor: User,
    at: datetime,
    version: int | None = None,
) -> DeliberationView:
    """A unit of the group says what it thinks, once."""

    def faults(case: Application) -> Iterator[Refusal]:
        if not units.views_for(case, actor, local_day(at)).filter(pk=place.pk).exists():
            yield Refusal("place", _("该机构的会商意见已经提出，或者不由您提出。"))
        yield from text_faults("view", view, _("请填写会商意见。"), limit=RESULT_LIMIT)

    with transaction.atomic():
        step = begin(
            application=application,
            event="give_view",
            actor=actor,
            at=at,
            version=version,
            faults=faults,
        )
        kept = DeliberationView.objects.select_related("unit").get(pk=place.pk)
        kept.view, kept.given_by, kept.given_at = view.strip(), actor, at
        kept.save(update_fields=["view", "given_by", "given_at"])
        finish(step, after={"unit": kept.unit.code})
        return kept


def conclude_deliberation(
    *,
    application: Application,
    conclusion: str,
    actor: User,
    at: datetime,
    version: int | None = None,
) -> Deliberation:
    """Record what the group concluded."""
    with transaction.atomic():
        step = begin(
            application=application,
            event="conclude_deliberation",
            actor=actor,
            at=at,
            version=version,
            faults=lambda _case: text_faults(
                "conclusion", conclusion, _("请填写会商结论。"), limit=RESULT_LIMIT
            ),
        )
        group = step.application.deliberations.get(concluded_at__isnull=True)
        group.conclusion, group.concluded_by, group.concluded_at = conclusion.strip(), actor, at
        group.save(update_fields=["conclusion", "concluded_by", "concluded_at"])
        tell_role("deliberation_concluded", step.application, Role.DEPUTY_LEADER, at=at)
        if step.application.officer:
            tell_staff("deliberation_concluded", step.application, step.application.officer, at=at)
        finish(step)
        return group


def _units_faults(case: Application, chosen: Sequence[Organisation]) -> Iterator[Refusal]:
    inside = subtree_of(case.organisation).filter(is_active=True)
    if inside.filter(pk__in=[unit.pk for unit in chosen]).count() != len(set(chosen)):
        yield Refusal("unit", _("只能选择受理机关及其所属机构。"))


def _own_task_faults(
    case: Application, task: UnitTask, actor: User, at: datetime, *, is_free: bool = False
) -> Iterator[Refusal]:
    mine = units.tasks_for(case, actor, local_day(at)).filter(pk=task.pk)
    if not mine.exists():
        yield Refusal("task", _("这项协办任务已由他人领办，或者已经结束。"))
    elif is_free and not mine.filter(officer__isnull=True).exists():
        yield Refusal("task", _("您已经领办这项任务。"))
