"""Which unit may do what on a case that several share."""

from collections.abc import Callable
from datetime import date

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from portal.agencies.domain.roles import Role
from portal.agencies.models import Organisation, User
from portal.agencies.queries import organisations_of
from portal.domain.workflow import Refusal
from requests_foia.models import Application, Deliberation, DeliberationView, UnitTask

from .attempt import Attempt

OPEN_TASK = Q(finished_at__isnull=True, called_off_at__isnull=True)


def open_tasks(application: Application) -> QuerySet[UnitTask]:
    """What other units still owe to this case."""
    return application.tasks.filter(OPEN_TASK).select_related("unit", "officer")


def open_deliberation(application: Application) -> Deliberation | None:
    """The consultation group that has not concluded."""
    return application.deliberations.filter(concluded_at__isnull=True).first()


def tasks_for(application: Application, user: User, on: date) -> QuerySet[UnitTask]:
    """The open tasks that ``user`` may work on: of an own unit, and nobody else's."""
    units = organisations_of(user, on, Role.DRAFTER)
    mine_or_free = Q(officer=user) | Q(officer__isnull=True)
    return open_tasks(application).filter(mine_or_free, unit__in=units.values("pk"))


def views_for(application: Application, user: User, on: date) -> QuerySet[DeliberationView]:
    """The places in the group for which ``user`` may still speak."""
    units = organisations_of(user, on, Role.DRAFTER)
    return DeliberationView.objects.filter(
        deliberation__application=application,
        deliberation__concluded_at__isnull=True,
        given_at__isnull=True,
        unit__in=units.values("pk"),
    ).select_related("unit", "deliberation")


def sharing_units(application: Application, event: str) -> QuerySet[Organisation]:
    """The units besides the one in the lead whose drafters may take this step."""
    if event in ("claim_task", "finish_task"):
        return Organisation.objects.filter(pk__in=open_tasks(application).values("unit"))
    if event == "give_view":
        places = DeliberationView.objects.filter(
            deliberation__application=application, deliberation__concluded_at__isnull=True
        )
        return Organisation.objects.filter(pk__in=places.values("unit"))
    return Organisation.objects.none()


def _own_tasks(attempt: Attempt) -> QuerySet[UnitTask]:
    if attempt.actor is None:
        return UnitTask.objects.none()
    return tasks_for(attempt.application, attempt.actor, attempt.on)


def nobody_has_it(attempt: Attempt) -> list[Refusal]:
    """A case is claimed by one person."""
    officer = attempt.application.officer
    if officer is None:
        return []
    return [Refusal("claimed", _("本件已由%(who)s领办。") % {"who": officer})]


def a_task_is_free(attempt: Attempt) -> list[Refusal]:
    """A task is claimed by one person."""
    if _own_tasks(attempt).filter(officer__isnull=True).exists():
        return []
    return [Refusal("no_free_task", _("没有可以领办的协办任务，可能已由他人领办。"))]


def has_own_task(attempt: Attempt) -> list[Refusal]:
    """Only who has the task finishes it."""
    if _own_tasks(attempt).exists():
        return []
    return [Refusal("no_task", _("您在本件没有正在办理的协办任务。"))]


def has_open_task(attempt: Attempt) -> list[Refusal]:
    """Something must be going on before it can be called off."""
    if open_tasks(attempt.application).exists():
        return []
    return [Refusal("no_task", _("本件没有正在办理的协办任务。"))]


def tasks_finished(attempt: Attempt) -> list[Refusal]:
    """The reply waits for the units that work along."""
    text = _("%(unit)s的协办任务尚未办结。")
    return [
        Refusal("task_open", text % {"unit": task.unit}) for task in open_tasks(attempt.application)
    ]


def no_deliberation_is_open(attempt: Attempt) -> list[Refusal]:
    """One consultation group at a time."""
    if open_deliberation(attempt.application) is None:
        return []
    return [Refusal("deliberation_open", _("会商尚未形成结论，不能另行发起。"))]


def a_deliberation_is_open(attempt: Attempt) -> list[Refusal]:
    """Nothing to conclude where nobody confers."""
    if open_deliberation(attempt.application):
        return []
    return [Refusal("no_deliberation", _("现在没有正在进行的会商。"))]


def own_view_is_due(attempt: Attempt) -> list[Refusal]:
    """A unit of the group speaks once."""
    user = attempt.actor
    if user and views_for(attempt.application, user, attempt.on).exists():
        return []
    return [Refusal("no_view", _("您所在机构没有待提出的会商意见。"))]


def deliberation_concluded(attempt: Attempt) -> list[Refusal]:
    """The reply waits for the group's conclusion."""
    if open_deliberation(attempt.application) is None:
        return []
    return [Refusal("deliberation_open", _("会商尚未形成结论。"))]


UNIT_GUARDS: dict[str, Callable[[Attempt], list[Refusal]]] = {
    "nobody_has_it": nobody_has_it,
    "a_task_is_free": a_task_is_free,
    "has_own_task": has_own_task,
    "a_task_is_open": has_open_task,
    "tasks_finished": tasks_finished,
    "no_deliberation_is_open": no_deliberation_is_open,
    "a_deliberation_is_open": a_deliberation_is_open,
    "own_view_is_due": own_view_is_due,
    "deliberation_concluded": deliberation_concluded,
}
