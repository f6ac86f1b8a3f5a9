"""Weighing a third party's interest against disclosure (条例 arts. 15 and 32)."""

from datetime import datetime

from django.db import transaction

from portal.agencies.models import User
from portal.domain.moments import local_day
from portal.domain.rulesets import rule_set
from requests_foia.domain.letters import TOLD
from requests_foia.domain.opinions import OpinionState, Position, Verdict, tells_party
from requests_foia.models import Application, Letter, Opinion, ThirdPartyVerdict
from requests_foia.permissions import asking

from .asking import addressee_of, held
from .letters import REMEDY_LIMITS, issue_notice
from .messages import tell_party
from .stepping import Step, begin, finish


def decide_third_party(
    *,
    application: Application,
    opinion: Opinion | None,
    verdict: Verdict,
    reasons: str,
    actor: User,
    at: datetime,
    is_reasonable: bool = False,
    serves_public: bool = False,
    version: int | None = None,
) -> ThirdPartyVerdict:
    """Decide what becomes of the part that concerns a third party, with reasons.

    Over a reasonable objection only the public interest discloses; whatever is disclosed
    over an objection is told to the third party in writing. Without ``opinion`` nobody was
    asked, and something can only be withheld. ``reasons`` go into that letter.
    """
    with transaction.atomic():
        step = begin(
            application=application,
            event="decide_third_party",
            actor=actor,
            at=at,
            version=version,
            faults=lambda case: asking.decision_faults(
                held(case, opinion),
                verdict,
                reasons,
                was_asked=opinion is not None,
                is_reasonable=is_reasonable,
                serves_public=serves_public,
                on=local_day(at),
            ),
        )
        kept = held(step.application, opinion)
        if kept and kept.state == OpinionState.OPEN:  # its last day has passed
            kept.state, kept.silent_at = OpinionState.SILENT, at
            kept.save(update_fields=["state", "silent_at"])
        letter = _tell(step, kept, verdict, reasons.strip(), serves_public)
        decided = ThirdPartyVerdict.objects.create(
            application=step.application,
            opinion=kept,
            verdict=verdict,
            is_reasonable=is_reasonable,
            serves_public=serves_public,
            reasons=reasons.strip(),
            decided_by=actor,
            decided_at=at,
            letter=letter,
        )
        finish(
            step,
            after={
                "serial": kept.serial if kept else None,
                "verdict": verdict,
                "is_reasonable": is_reasonable,
                "serves_public": serves_public,
                "letter": letter.number if letter else "",
            },
        )
        return decided


def _tell(
    step: Step, opinion: Opinion | None, verdict: Verdict, reasons: str, serves_public: bool
) -> Letter | None:
    """The 公开告知书, where something is disclosed over an objection."""
    if opinion is None or not opinion.position:
        return None
    if not tells_party(Position(opinion.position), verdict):
        return None
    rules = rule_set(step.application.rule_set)
    letter = issue_notice(
        step,
        TOLD,
        None,
        addressee=addressee_of(opinion.party),
        opinion=opinion,
        document=opinion.document,
        reasons=reasons,
        is_partly=verdict is Verdict.PARTLY,
        serves_public=serves_public,
        limits={name: rules[f"remedy.{name}"].limit for name in REMEDY_LIMITS},
    )
    tell_party("told", opinion, at=step.at, letter=letter)
    return letter
