"""Who may take which step now, and everything that stands in the way."""

from collections.abc import Callable
from datetime import date

from django.utils.translation import gettext as _

from portal.agencies.domain.roles import Role
from portal.agencies.models import Organisation, User
from portal.agencies.permissions import has_role
from portal.agencies.queries import organisations_of
from portal.calendar.queries import calendar_for
from portal.domain.rulesets import rule_set
from portal.domain.workflow import Refusal
from requests_foia.domain.letters import RECEIPT
from requests_foia.domain.vocabulary import Fact
from requests_foia.domain.workflow import SYSTEM, WORKFLOW
from requests_foia.models import Application

from .attempt import Attempt
from .checks import CHECK_GUARDS
from .conversion import CONVERSION_GUARDS
from .fees import FEE_GUARDS
from .linking import LINKING_GUARDS
from .opinions import OPINION_GUARDS
from .public_log import LOG_GUARDS
from .reasons import REASON_GUARDS
from .retention import HOLD_GUARDS
from .units import UNIT_GUARDS, sharing_units


def role_for(user: User, application: Application, event: str, on: date) -> str:
    """The role in which ``user`` may take the step on this case, or nothing."""
    roles = {role for row in WORKFLOW.transitions if row.event == event for role in row.roles}
    for role in Role:
        body = application.assigned_unit if role is Role.DRAFTER else application.organisation
        if role in roles and body and has_role(user, role, body, on):
            return role
    return _sharing_role(user, application, event, on) if Role.DRAFTER in roles else ""


def may_ask(user: User, application: Application, on: date) -> bool:
    """Whether ``user`` deals with those who are asked: the office of the receiving body."""
    return has_role(user, Role.OPENNESS_OFFICE, application.organisation, on)


def _sharing_role(user: User, application: Application, event: str, on: date) -> str:
    """Drafters of the units that share the case."""
    shared = sharing_units(application, event)
    mine = organisations_of(user, on, Role.DRAFTER)
    return Role.DRAFTER if shared.filter(pk__in=mine.values("pk")).exists() else ""


def refusals(attempt: Attempt) -> list[Refusal]:
    """Every reason why the step can't be taken, as far as the case itself tells."""
    transition = attempt.transition
    if transition is None:
        word = attempt.application.get_state_display()
        return [Refusal("state", _("申请当前为“%(state)s”，不能办理这一步。") % {"state": word})]
    found = []
    if attempt.role not in transition.roles:
        found.append(Refusal("role", _("您的岗位不能办理这一步。")))
    for name in transition.guards:
        found += GUARDS[name](attempt)
    return found


def blockers(application: Application, event: str, user: User, on: date) -> list[Refusal]:
    """What a button must show before anybody presses it."""
    return refusals(Attempt(application, event, user, role_for(user, application, event, on), on))


def correction_period_end(application: Application) -> date | None:
    """The last day for the applicant to correct, while a correction is awaited."""
    asked = application.events.filter(kind=Fact.CORRECTION_REQUESTED).first()
    if asked is None:
        return None
    days = asked.working_days or rule_set(application.rule_set)["foi.correction_period"].limit
    calendar = calendar_for(application.organisation.code)
    return calendar.add_working_days(asked.delivered_on or asked.happened_on, days)


def _system_waits(attempt: Attempt) -> list[Refusal]:
    if attempt.role != SYSTEM:
        return []
    calendar = calendar_for(attempt.application.organisation.code)
    limit = rule_set(attempt.application.rule_set)["foi.confirm"].limit
    submitted = attempt.application.events.order_by("pk")[0].happened_on
    if attempt.on > calendar.add_working_days(submitted, limit):
        return []
    return [Refusal("too_early", _("确认期限未满，系统不代为确认。"))]


def _correction_asked_once(attempt: Attempt) -> list[Refusal]:
    if attempt.fact(Fact.CORRECTION_REQUESTED):
        return [Refusal("correction_asked", _("补正只能一次性告知，本件已经告知过。"))]
    return []


def _correction_period_over(attempt: Attempt) -> list[Refusal]:
    end = correction_period_end(attempt.application)
    if end is None or attempt.on > end:
        return []
    text = _("补正期限至%(day)s届满，届满前不能按放弃处理。")
    return [Refusal("correction_period", text % {"day": end})]


def _extended_once(attempt: Attempt) -> list[Refusal]:
    if attempt.fact(Fact.EXTENDED):
        return [Refusal("extended", _("答复期限只能延长一次，本件已经延长过。"))]
    return []


def _within_the_limit(attempt: Attempt) -> list[Refusal]:
    due_on = attempt.application.due_on
    if due_on is None or attempt.on <= due_on:
        return []
    text = _("答复期限已于%(day)s届满，期满后告知的延期无效。")
    return [Refusal("limit_passed", text % {"day": due_on})]


def _approver_did_not_draft(attempt: Attempt) -> list[Refusal]:
    reply = attempt.reply
    if reply is None or attempt.actor is None or reply.drafted_by_id != attempt.actor.pk:
        return []
    return [Refusal("own_draft", _("起草人不能批准自己起草的答复。"))]


def _issuer_did_not_approve(attempt: Attempt) -> list[Refusal]:
    reply = attempt.reply
    if reply is None or attempt.actor is None or reply.approved_by_id != attempt.actor.pk:
        return []
    return [Refusal("own_approval", _("批准人不能制发自己批准的答复。"))]


def unready_to_issue(body: Organisation) -> list[Refusal]:
    """What the body must set before any letter of its can be numbered and name a remedy."""
    return [*_remedy_missing(body), *_prefix_missing(body)]


def _remedy_known(attempt: Attempt) -> list[Refusal]:
    return _remedy_missing(attempt.application.organisation)


def _remedy_missing(body: Organisation) -> list[Refusal]:
    missing = {
        "reconsideration_authority": _("受理机关未设置行政复议机关，答复书无法告知救济途径。"),
        "court": _("受理机关未设置有管辖权的人民法院，答复书无法告知救济途径。"),
    }
    return [Refusal(field, text) for field, text in missing.items() if not getattr(body, field)]


def _receipt_issued_once(attempt: Attempt) -> list[Refusal]:
    if attempt.application.letters.filter(kind=RECEIPT).exists():
        return [Refusal("receipt_issued", _("接收回执已经出具过。"))]
    return []


def _letters_numbered(attempt: Attempt) -> list[Refusal]:
    return _prefix_missing(attempt.application.organisation)


def _prefix_missing(body: Organisation) -> list[Refusal]:
    if not body.number_prefix:
        return [Refusal("number_prefix", _("受理机关未设置文书字号前缀，文书无法编号。"))]
    return []


GUARDS: dict[str, Callable[[Attempt], list[Refusal]]] = {
    "system_waits_for_its_turn": _system_waits,
    "correction_asked_once": _correction_asked_once,
    "correction_period_over": _correction_period_over,
    "extended_once": _extended_once,
    "within_the_limit": _within_the_limit,
    "approver_did_not_draft": _approver_did_not_draft,
    "issuer_did_not_approve": _issuer_did_not_approve,
    "remedy_known": _remedy_known,
    "letters_numbered": _letters_numbered,
    "receipt_issued_once": _receipt_issued_once,
    **FEE_GUARDS,
    **OPINION_GUARDS,
    **REASON_GUARDS,
    **LINKING_GUARDS,
    **UNIT_GUARDS,
    **CHECK_GUARDS,
    **CONVERSION_GUARDS,
    **HOLD_GUARDS,
    **LOG_GUARDS,
}
