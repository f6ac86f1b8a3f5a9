"""What stands in the way of the steps of art. 35, and of not handling a request for it."""

from collections.abc import Callable
from datetime import date

from django.utils.translation import gettext as _

from portal.calendar.queries import calendar_for
from portal.domain.rulesets import rule_set
from portal.domain.workflow import Refusal
from requests_foia.domain.reasons import MAY_BE_REFUSED, Stage, stage_of
from requests_foia.domain.vocabulary import Fact
from requests_foia.models import Application

from .attempt import Attempt


def reasons_stage(application: Application) -> Stage:
    """How far the question for the applicant's reasons has come."""
    return stage_of(set(application.events.order_by().values_list("kind", flat=True)))


def reasons_period_end(application: Application) -> date | None:
    """The last day to give reasons; None where nobody asked."""
    asked = application.events.filter(kind=Fact.REASONS_ASKED).first()
    if asked is None:
        return None
    days = asked.working_days or rule_set(application.rule_set)["foi.reasons"].limit
    calendar = calendar_for(application.organisation.code)
    return calendar.add_working_days(asked.delivered_on or asked.happened_on, days)


def excessive_faults(application: Application) -> list[Refusal]:
    """Why the request can't be left unhandled for being one of very many."""
    stage = reasons_stage(application)
    if stage in MAY_BE_REFUSED:
        return []
    texts = {
        Stage.UNASKED: _("还没有请申请人说明理由，不能不予处理（条例第三十五条）。"),
        Stage.ASKED: _("已请申请人说明理由，尚未收到，也没有登记逾期，不能不予处理。"),
        Stage.GIVEN: _("申请人已经说明理由，认定理由不合理之后才能不予处理。"),
        Stage.ACCEPTED: _("申请人的理由已认定为合理，不能不予处理。"),
    }
    return [Refusal("kind", texts[stage])]


def _asked_once(attempt: Attempt) -> list[Refusal]:
    if attempt.fact(Fact.REASONS_ASKED):
        return [Refusal("reasons_asked", _("已经请申请人说明过理由。"))]
    if rule_set(attempt.application.rule_set).get("foi.reasons") is None:
        return [Refusal("reasons_rule", _("本件适用的规则没有说明理由的规定。"))]
    return []


def _awaited(attempt: Attempt) -> list[Refusal]:
    if reasons_stage(attempt.application) is Stage.ASKED:
        return []
    return [Refusal("reasons_not_awaited", _("现在没有等待申请人说明理由。"))]


def _period_over(attempt: Attempt) -> list[Refusal]:
    end = reasons_period_end(attempt.application)
    if end is None or attempt.on > end:
        return []
    text = _("说明理由的期限至%(day)s届满，届满前不能按逾期处理。")
    return [Refusal("reasons_period", text % {"day": end})]


def _given(attempt: Attempt) -> list[Refusal]:
    if reasons_stage(attempt.application) is Stage.GIVEN:
        return []
    return [Refusal("no_reasons", _("现在没有待认定的理由。"))]


def _accepted(attempt: Attempt) -> list[Refusal]:
    if reasons_stage(attempt.application) is Stage.ACCEPTED:
        return []
    return [Refusal("reasons_not_accepted", _("申请人的理由认定为合理的，才能延迟答复。"))]


def _delayed_once(attempt: Attempt) -> list[Refusal]:
    if attempt.fact(Fact.DELAYED):
        return [Refusal("delayed", _("延迟答复只能一次，本件已经延迟过。"))]
    return []


def _delayer_did_not_judge(attempt: Attempt) -> list[Refusal]:
    judged = attempt.fact(Fact.REASONS_ACCEPTED)
    if judged is None or attempt.actor is None or judged.recorded_by_id != attempt.actor.pk:
        return []
    return [Refusal("own_judgement", _("认定理由合理的人不能批准延迟答复。"))]


REASON_GUARDS: dict[str, Callable[[Attempt], list[Refusal]]] = {
    "reasons_asked_once": _asked_once,
    "reasons_are_awaited": _awaited,
    "reasons_period_over": _period_over,
    "reasons_are_given": _given,
    "reasons_are_accepted": _accepted,
    "delayed_once": _delayed_once,
    "delayer_did_not_judge": _delayer_did_not_judge,
}
