"""Asking others: a third party, a co-maker, another agency (条例 arts. 32, 33 ③, 34)."""

from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from portal.agencies.models import User
from portal.audit.actions import record
from portal.domain.moments import local_day
from portal.domain.rulesets import rule_set
from portal.domain.workflow import Refusal, TransitionRefused
from portal.guard import tokens
from requests_foia.domain.letters import ASKED
from requests_foia.domain.opinions import CONSULTATIONS, Consulted, OpinionState
from requests_foia.domain.party import PartyData
from requests_foia.domain.vocabulary import Fact
from requests_foia.models import Application, Letter, Opinion, OpinionParty
from requests_foia.notices import answer_url
from requests_foia.permissions import asking
from requests_foia.permissions.steps import may_ask
from requests_foia.queries.opinions import answerable

from .facts import state_fact
from .letters import Addressee, issue_notice
from .messages import tell_applicant, tell_party
from .recount import recount
from .stepping import Step, begin, finish


@dataclass(frozen=True, slots=True)
class Asked:
    """The question, and the one sight of the code that answers it."""

    opinion: Opinion
    code: str
    is_mailed: bool


def ask_opinion(
    *,
    application: Application,
    consulted: Consulted,
    party: PartyData,
    document: str,
    question: str,
    actor: User,
    at: datetime,
    working_days: int | None = None,
    version: int | None = None,
) -> Asked:
    """Ask somebody in writing; from the next day on the reply clock pauses.

    One letter goes to them, one to the applicant, who learns that the time is not counted
    but not who is asked. ``working_days`` is the period set for another agency; those of
    third parties and co-makers are the law's.
    """
    with transaction.atomic():
        step = begin(
            application=application,
            event="ask_opinion",
            actor=actor,
            at=at,
            version=version,
            faults=lambda case: asking.question_faults(
                case, consulted, party, document, question, working_days
            ),
        )
        asked = _ask(step, consulted, party, document.strip(), question.strip(), working_days)
        finish(
            step,
            after={
                "consulted": consulted,
                "serial": asked.opinion.serial,
                "letter": asked.opinion.letter.number,
                "due_on": step.application.due_on,
            },
            public_note=_told_applicant(step, asked.opinion).number,
        )
        return asked


def _ask(
    step: Step,
    consulted: Consulted,
    party: PartyData,
    document: str,
    question: str,
    working_days: int | None,
) -> Asked:
    rule, case = CONSULTATIONS[consulted], step.application
    letter = issue_notice(
        step,
        f"{consulted}_question",
        None,
        addressee=addressee_of(party),
        document=document,
        question=question,
        working_days=working_days or rule_set(case.rule_set)[rule.rule_key].limit,
        answer_url=answer_url(),
    )
    fact = state_fact(
        step,
        rule.asked,
        on=step.day,
        moment=step.at,
        working_days=working_days,
        evidence=letter.number,
    )
    code = tokens.new_code()
    opinion = Opinion.objects.create(
        application=case,
        consulted=consulted,
        serial=case.opinions.count() + 1,
        asked=fact,
        letter=letter,
        document=document,
        question=question,
        code_hash=tokens.hash_code(code),
    )
    OpinionParty.objects.create(
        opinion=opinion,
        is_person=party.is_person,
        **{name: said.strip() for name, said in asdict(party).items() if name != "is_person"},
    )
    recount(application=case, at=step.at, actor=step.actor, reason=_("征求意见，期间不计入"))
    is_mailed = tell_party("asked", opinion, at=step.at, code=code)
    return Asked(opinion, code, is_mailed)


def _told_applicant(step: Step, opinion: Opinion) -> Letter:
    """The applicant is told in writing that this time is not counted (art. 33 ③)."""
    rule = CONSULTATIONS[Consulted(opinion.consulted)]
    letter = issue_notice(step, ASKED, opinion.asked, consulted=opinion.consulted, rule=rule)
    tell_applicant("opinion_asked", step.application, at=step.at)
    return letter


def addressee_of(party: PartyData | OpinionParty) -> Addressee:
    """How letters speak to them."""
    return Addressee(party.name.strip(), "您" if party.is_person else "你单位")


def withdraw_question(
    *,
    application: Application,
    opinion: Opinion,
    reason: str,
    actor: User,
    at: datetime,
    version: int | None = None,
) -> Application:
    """Take the question back: it need not be answered, and the pause ends today."""
    with transaction.atomic():
        step = begin(
            application=application,
            event="withdraw_question",
            actor=actor,
            at=at,
            version=version,
            faults=lambda case: asking.withdrawal_faults(held(case, opinion), reason),
        )
        kept = known(step.application, opinion)
        state_fact(step, Fact.QUESTION_WITHDRAWN, on=step.day, moment=at, answers=kept.asked)
        kept.state, kept.withdrawn_at = OpinionState.WITHDRAWN, at
        kept.save(update_fields=["state", "withdrawn_at"])
        recount(application=step.application, at=at, actor=actor, reason=reason.strip())
        tell_party("withdrawn", kept, at=at)
        return finish(step, after={"serial": kept.serial}, note=reason.strip())


def renew_code(*, opinion: Opinion, actor: User, at: datetime) -> str:
    """A new code for whoever has lost theirs or gets the letter on paper; the old one ends."""
    with transaction.atomic():
        kept = answerable().select_for_update(of=("self",)).filter(pk=opinion.pk).first()
        if kept is None:
            raise TransitionRefused([Refusal("opinion", _("这份征求意见不再等待答复。"))])
        if not may_ask(actor, kept.application, local_day(at)):
            raise TransitionRefused([Refusal("role", _("您的岗位不能办理这一步。"))])
        code = tokens.new_code()
        kept.code_hash = tokens.hash_code(code)
        kept.save(update_fields=["code_hash"])
        record(
            action="requests_foia.renew_code",
            subject=kept.application,
            actor=actor,
            at=at,
            organisation=kept.application.organisation,
            after={"serial": kept.serial},
        )
        return code


def held(case: Application, opinion: Opinion | None) -> Opinion | None:
    """The question as the row says now, if it is one of this case; the case is locked."""
    if opinion is None:
        return None
    found = case.opinions.select_for_update(of=("self",)).select_related(
        "asked", "party", "letter", "application__organisation"
    )
    return found.filter(pk=opinion.pk).first()


def known(case: Application, opinion: Opinion) -> Opinion:
    """The same once it has been judged to be there."""
    kept = held(case, opinion)
    if kept is None:
        raise LookupError(str(opinion.pk))
    return kept
