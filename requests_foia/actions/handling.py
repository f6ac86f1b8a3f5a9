"""Giving a case to a unit, and giving it more time."""

from collections.abc import Iterator
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from portal.agencies.domain.roles import Role
from portal.agencies.models import Organisation, User
from portal.agencies.permissions import has_role
from portal.agencies.queries import subtree_of
from portal.domain.moments import local_day
from portal.domain.rulesets import rule_set
from portal.domain.workflow import Refusal
from requests_foia.domain.vocabulary import Fact
from requests_foia.models import Application
from requests_foia.permissions.words import text_faults

from .facts import state_fact
from .inner import keep_inner_steps
from .letters import EXTENSION, issue_notice
from .messages import tell_applicant, tell_staff
from .recount import hand_over, recount
from .stepping import begin, finish


def assign(
    *,
    application: Application,
    unit: Organisation,
    actor: User,
    at: datetime,
    officer: User | None = None,
    note: str = "",
    version: int | None = None,
) -> Application:
    """Give the case to a unit of the receiving body, and to a person in it.

    The reply obligation goes with it. A case in hand may be given to somebody else.
    """

    def faults(case: Application) -> Iterator[Refusal]:
        if not subtree_of(case.organisation).filter(pk=unit.pk, is_active=True).exists():
            yield Refusal("unit", _("只能交给受理机关及其所属机构办理。"))
        if officer and not has_role(officer, Role.DRAFTER, unit, local_day(at)):
            yield Refusal("officer", _("所选人员不是该机构的承办人。"))
        yield from text_faults("note", note, "")

    with transaction.atomic():
        step = begin(
            application=application,
            event="assign",
            actor=actor,
            at=at,
            version=version,
            faults=faults,
        )
        hand_over(step.application, to=officer, unit=unit, at=at)
        step.application.state = step.transition.target
        keep_inner_steps(step.application, at=at, actor=actor)
        if officer:
            tell_staff("assigned", step.application, officer, at=at)
        return finish(
            step,
            changed={"assigned_unit": unit, "officer": officer},
            after={"unit": unit.code, "officer": officer.get_username() if officer else ""},
            note=note.strip(),
        )


def extend_deadline(
    *,
    application: Application,
    working_days: int,
    reason: str,
    actor: User,
    at: datetime,
    version: int | None = None,
) -> Application:
    """Approve more time and tell the applicant on the same day (条例 art. 33).

    Once, before the period ends, and by no more than the rule set allows; otherwise it
    would have no effect.
    """

    def faults(case: Application) -> Iterator[Refusal]:
        yield from text_faults("reason", reason, _("请写明延期理由。"))
        longest = rule_set(case.rule_set)["foi.extend"].limit
        if not 1 <= working_days <= longest:
            text = _("延期应为1至%(longest)d个工作日。")
            yield Refusal("working_days", text % {"longest": longest})

    with transaction.atomic():
        step = begin(
            application=application,
            event="extend",
            actor=actor,
            at=at,
            version=version,
            faults=faults,
        )
        before = step.application.due_on
        extended = state_fact(
            step,
            Fact.EXTENDED,
            on=step.day,
            moment=at,
            delivered_on=step.day,
            working_days=working_days,
            text=reason.strip(),
        )
        recount(application=step.application, at=at, actor=actor, reason=reason.strip())
        letter = issue_notice(step, EXTENSION, extended, due_before=before)
        tell_applicant("extended", step.application, at=at)
        return finish(
            step,
            after={
                "due_on_before": before,
                "due_on": step.application.due_on,
                "letter": letter.number,
            },
            note=reason.strip(),
            public_note=letter.number,
        )
