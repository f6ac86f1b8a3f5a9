"""Asking for the reasons of very many requests, and what becomes of it (条例 art. 35).

The reply period runs on all the while. Only a delay that the deputy leader sets, and that
the applicant is told of in time, moves its last day.
"""

from collections.abc import Iterator
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from portal.agencies.domain.roles import Role
from portal.agencies.models import User
from portal.domain.moments import local_day
from portal.domain.rulesets import rule_set
from portal.domain.workflow import Refusal
from requests_foia.domain.letters import DELAY, REASONS
from requests_foia.domain.vocabulary import Fact
from requests_foia.domain.workflow import APPLICANT
from requests_foia.models import Application
from requests_foia.permissions import reasons_period_end
from requests_foia.permissions.words import TEXT_LIMIT, date_faults, text_faults

from .facts import state_fact
from .inner import keep_inner_steps
from .letters import issue_notice
from .messages import tell_applicant, tell_role, tell_staff
from .recount import recount
from .stepping import begin, finish

LONGEST_PERIOD = 60


def ask_reasons(
    *,
    application: Application,
    finding: str,
    actor: User,
    at: datetime,
    working_days: int | None = None,
    version: int | None = None,
) -> Application:
    """Ask the applicant, once, why so many requests are made; the letter says until when.

    ``finding`` says what makes their number or frequency clearly unreasonable. The period is
    that of the rule set or a longer one.
    """

    def faults(case: Application) -> Iterator[Refusal]:
        missing = _("请写明数量、频次为什么明显超过合理范围。")
        yield from text_faults("finding", finding, missing, limit=TEXT_LIMIT)
        shortest = rule_set(case.rule_set).get("foi.reasons") or 1
        if working_days is not None and not shortest <= working_days <= LONGEST_PERIOD:
            text = _("说明理由的期限应为%(shortest)d至%(longest)d个工作日。")
            limits = {"shortest": shortest, "longest": LONGEST_PERIOD}
            yield Refusal("working_days", text % limits)

    with transaction.atomic():
        step = begin(
            application=application,
            event="ask_reasons",
            actor=actor,
            at=at,
            version=version,
            faults=faults,
        )
        asked = state_fact(
            step,
            Fact.REASONS_ASKED,
            on=step.day,
            moment=at,
            delivered_on=step.day,
            working_days=working_days,
            text=finding.strip(),
        )
        keep_inner_steps(step.application, at=at, actor=actor)
        last = reasons_period_end(step.application)
        letter = issue_notice(step, REASONS, asked, period_ends_on=last)
        tell_applicant("reasons_asked", step.application, at=at, last_day=last)
        return finish(step, after={"letter": letter.number}, public_note=letter.number)


def receive_reasons(
    *,
    application: Application,
    reasons: str,
    at: datetime,
    actor: User | None = None,
    received_on: date | None = None,
    evidence: str = "",
    version: int | None = None,
) -> Application:
    """Take in the applicant's reasons. Without ``actor`` they come by number and code;
    ``received_on`` and ``evidence`` are for what came on paper."""

    def faults(case: Application) -> list[Refusal]:
        given = text_faults("reasons", reasons, _("请填写理由。"), limit=TEXT_LIMIT)
        if received_on and actor:
            given += date_faults("received_on", received_on, application=case, on=local_day(at))
            asked = case.events.filter(kind=Fact.REASONS_ASKED).first()
            if asked and received_on < asked.happened_on:
                given.append(Refusal("received_on", _("日期不能早于请申请人说明理由之日。")))
        return given + text_faults("evidence", evidence, "", limit=300)

    with transaction.atomic():
        step = begin(
            application=application,
            event="receive_reasons",
            actor=actor,
            role="" if actor else APPLICANT,
            at=at,
            version=version,
            faults=faults,
        )
        day = received_on if received_on and actor else step.day
        state_fact(
            step,
            Fact.REASONS_GIVEN,
            on=day,
            moment=at if day == step.day else None,
            text=reasons.strip(),
            evidence=evidence.strip(),
        )
        keep_inner_steps(step.application, at=at, actor=actor)
        tell_role("reasons_received", step.application, Role.OPENNESS_OFFICE, at=at)
        last = reasons_period_end(step.application)
        return finish(step, after={"received_on": day, "is_late": bool(last and day > last)})


def lapse_reasons(
    *, application: Application, actor: User, at: datetime, version: int | None = None
) -> Application:
    """No reasons came in time. The case goes on; the request may now be left unhandled."""
    with transaction.atomic():
        step = begin(
            application=application, event="lapse_reasons", actor=actor, at=at, version=version
        )
        state_fact(step, Fact.REASONS_LAPSED, on=step.day, moment=at)
        keep_inner_steps(step.application, at=at, actor=actor)
        return finish(step)


def judge_reasons(
    *,
    application: Application,
    is_reasonable: bool,
    opinion: str,
    actor: User,
    at: datetime,
    version: int | None = None,
) -> Application:
    """Find the reasons reasonable or not, and say why: the reply follows from it."""
    with transaction.atomic():
        step = begin(
            application=application,
            event="judge_reasons",
            actor=actor,
            at=at,
            version=version,
            faults=lambda _case: text_faults("opinion", opinion, _("请写明认定的依据。")),
        )
        found = Fact.REASONS_ACCEPTED if is_reasonable else Fact.REASONS_REJECTED
        state_fact(step, found, on=step.day, moment=at, text=opinion.strip())
        case = step.application
        if case.officer:
            tell_staff("reasons_judged", case, case.officer, at=at)
        return finish(step, after={"is_reasonable": is_reasonable}, note=opinion.strip())


def delay_reply(
    *,
    application: Application,
    working_days: int,
    reason: str,
    actor: User,
    at: datetime,
    version: int | None = None,
) -> Application:
    """Set a later last day and tell the applicant at once (条例 art. 35).

    Once, for reasons that were accepted, before the current last day has passed and by no
    more than the rule set allows; otherwise it would have no effect.
    """

    def faults(case: Application) -> Iterator[Refusal]:
        missing = _("请写明为什么不能在规定期限内答复。")
        yield from text_faults("reason", reason, missing)
        longest = rule_set(case.rule_set).get("foi.delay") or 0
        if not 1 <= working_days <= longest:
            text = _("延迟答复应为1至%(longest)d个工作日。")
            yield Refusal("working_days", text % {"longest": longest})

    with transaction.atomic():
        step = begin(
            application=application,
            event="delay_reply",
            actor=actor,
            at=at,
            version=version,
            faults=faults,
        )
        before = step.application.due_on
        delayed = state_fact(
            step,
            Fact.DELAYED,
            on=step.day,
            moment=at,
            delivered_on=step.day,
            working_days=working_days,
            text=reason.strip(),
        )
        recount(application=step.application, at=at, actor=actor, reason=reason.strip())
        letter = issue_notice(step, DELAY, delayed, due_before=before)
        tell_applicant("delayed", step.application, at=at)
        after = {"due_on_before": before, "due_on": step.application.due_on}
        return finish(
            step,
            after={**after, "letter": letter.number},
            note=reason.strip(),
            public_note=letter.number,
        )
