"""Taking one step: lock, judge, change, write down. Every step of a case goes through here."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import cast

from portal.agencies.models import User
from portal.audit.actions import record
from portal.domain.moments import local_day
from portal.domain.workflow import Refusal, Transition, TransitionRefused
from requests_foia import permissions
from requests_foia.models import Application, ApplicationStep

from .conflict import Conflict
from .counting import count_end

Faults = Callable[[Application], Iterable[Refusal]]


@dataclass(frozen=True, slots=True)
class Step:
    """A step that may be taken; ``application`` is locked until the transaction ends."""

    application: Application
    from_state: str
    transition: Transition
    actor: User | None
    role: str
    at: datetime

    @property
    def day(self) -> date:
        """The Shanghai day of the step."""
        return local_day(self.at)


def begin(
    *,
    application: Application,
    event: str,
    actor: User | None,
    at: datetime,
    role: str = "",
    version: int | None = None,
    faults: Faults | None = None,
) -> Step:
    """Lock the case and judge the step on what the row says now.

    ``role`` names the portal or the applicant when there is no ``actor``; ``version`` is the
    one the caller had read; ``faults`` judges what was given with the step. Raises
    ``Conflict`` or ``TransitionRefused`` with every reason.
    """
    locked = _locked(application)
    if version is not None and version != locked.version:
        raise Conflict(version, locked.version)
    if actor is not None:
        role = permissions.role_for(actor, locked, event, local_day(at))
    attempt = permissions.Attempt(locked, event, actor, role, local_day(at))
    found = permissions.refusals(attempt) + list(faults(locked) if faults else ())
    transition = attempt.transition
    if found or transition is None:
        raise TransitionRefused(found)
    return Step(locked, locked.state, transition, actor, role, at)


def _locked(application: Application) -> Application:
    """The case as it stands once nobody else can change it.

    Locked first and read after: a row that PostgreSQL had to wait for comes back new, but
    what is joined to it comes back old, so that two could claim one case.
    """
    rows = Application.objects.filter(pk=application.pk)
    rows.select_for_update().values_list("pk").get()
    return rows.select_related("organisation", "assigned_unit", "officer").get()


def finish(
    step: Step,
    *,
    changed: Mapping[str, object] | None = None,
    after: Mapping[str, object] | None = None,
    note: str = "",
    public_note: str = "",
) -> Application:
    """Write the new state, the step and the audit entry; call it last.

    ``changed`` are fields of the case, ``after`` what the audit should know besides the
    state. ``note`` stays inside, ``public_note`` is for the applicant to read.
    """
    application, transition = step.application, step.transition
    fields = {**(changed or {}), "state": str(transition.target), "updated_at": step.at}
    for name, value in fields.items():
        setattr(application, name, value)
    application.version += 1
    application.save(update_fields=[*fields, "version"])
    if row := str(fields.get("statistics_row") or ""):
        ended_on = fields.get("replied_on") or step.day
        count_end(application, on=cast(date, ended_on), row=row, at=step.at)
    ApplicationStep.objects.create(
        application=application,
        event=transition.event,
        from_state=step.from_state,
        to_state=transition.target,
        actor=step.actor,
        role=step.role,
        note=note,
        public_note=public_note,
        at=step.at,
    )
    record(
        action=f"requests_foia.{transition.event}",
        subject=application,
        actor=step.actor,
        at=step.at,
        role=step.role,
        organisation=application.organisation,
        before={"state": step.from_state},
        after={"state": str(transition.target), **(after or {})},
        reason=note,
    )
    return application
