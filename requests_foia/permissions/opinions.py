"""What still has to come from those who were asked before the reply may go out."""

from collections.abc import Callable, Iterator
from datetime import date

from django.utils.translation import gettext as _

from portal.calendar.queries import calendar_for
from portal.domain.rulesets import rule_set
from portal.domain.workflow import Refusal
from requests_foia.domain.opinions import (
    Consulted,
    OpinionState,
    Position,
    Verdict,
    last_day,
    needs_verdict,
)
from requests_foia.domain.replies import Ground
from requests_foia.models import Application, Opinion, Reply

from .attempt import Attempt


def opinion_end(opinion: Opinion) -> date | None:
    """The last day for this opinion; None until the letter is known to have arrived."""
    case = opinion.application
    return last_day(
        Consulted(opinion.consulted),
        opinion.asked.delivered_on,
        opinion.asked.working_days,
        rule_set(case.rule_set),
        calendar_for(case.organisation.code),
    )


def opinions_of(application: Application) -> list[Opinion]:
    """Every question of the case, in the order in which they were asked."""
    found = application.opinions.select_related(
        "asked", "party", "verdict", "application__organisation"
    )
    return list(found.order_by("serial"))


def has_open_opinion(application: Application) -> list[Refusal]:
    """Nothing to do about an answer where nobody is being asked."""
    if application.opinions.filter(state=OpinionState.OPEN).exists():
        return []
    return [Refusal("no_opinion", _("现在没有正在征求的意见。"))]


def awaits_answer(application: Application) -> list[Refusal]:
    """A third party that was silent may still speak until the agency has decided."""
    waiting = application.opinions.filter(
        state__in=(OpinionState.OPEN, OpinionState.SILENT), verdict__isnull=True
    )
    return [] if waiting.exists() else has_open_opinion(application)


def has_no_open_opinion(application: Application) -> list[Refusal]:
    """A restart of the clock would drop the time already spent asking."""
    if has_open_opinion(application):
        return []
    text = _("正在征求意见。请先收到意见，或者撤回征求，再告知补正或者收费。")
    return [Refusal("opinion_open", text)]


def opinions_concluded(application: Application, on: date) -> list[Refusal]:
    """The reply waits for every opinion asked for, until its period has ended."""
    return [
        refusal
        for opinion in opinions_of(application)
        if opinion.state != OpinionState.WITHDRAWN
        for refusal in _unconcluded(opinion, on)
    ]


def _unconcluded(opinion: Opinion, on: date) -> Iterator[Refusal]:
    if opinion.state == OpinionState.OPEN:
        end = opinion_end(opinion)
        if end is None:
            text = _("尚未登记%(party)s收到征求意见书的日期，意见期限没有起算。")
            yield Refusal("opinion_undelivered", text % {"party": opinion})
            return
        if on <= end:
            text = _("%(party)s的意见期限至%(day)s届满。届满前须等待意见，或者写明理由撤回征求。")
            yield Refusal("opinion_open", text % {"party": opinion, "day": end})
            return
    position = Position(opinion.position) if opinion.position else None
    if needs_verdict(Consulted(opinion.consulted), position) and not hasattr(opinion, "verdict"):
        text = _("%(party)s没有表示同意，须先作出是否公开的决定。")
        yield Refusal("verdict_missing", text % {"party": opinion})


def third_party_decided(application: Application, reply: Reply | None) -> list[Refusal]:
    """Withholding in favour of a third party rests on a recorded decision (art. 32)."""
    if reply is None or reply.ground != Ground.THIRD_PARTY:
        return []
    withheld = (Verdict.WITHHOLD, Verdict.PARTLY)
    if application.verdicts.filter(verdict__in=withheld).exists():
        return []
    text = _("以损害第三方合法权益为由不予公开的，须先作出第三方权益的决定。")
    return [Refusal("third_party_undecided", text)]


OPINION_GUARDS: dict[str, Callable[[Attempt], list[Refusal]]] = {
    "an_opinion_is_open": lambda attempt: has_open_opinion(attempt.application),
    "an_answer_is_awaited": lambda attempt: awaits_answer(attempt.application),
    "no_opinion_is_open": lambda attempt: has_no_open_opinion(attempt.application),
    "opinions_concluded": lambda attempt: opinions_concluded(attempt.application, attempt.on),
    "third_party_decided": lambda attempt: third_party_decided(attempt.application, attempt.reply),
}
