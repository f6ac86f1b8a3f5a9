"""The limit of art. 26: twenty working days from the day the information was formed.

What was disclosed on request first (art. 44) is owed from the day that was decided.
"""

from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from disclosure.models import Document
from portal.agencies.models import User
from portal.calendar.queries import calendar_for
from portal.domain.clock import count_proactive
from portal.domain.rulesets import RuleError, RuleSet, rule_set_in_force
from portal.obligations.actions import (
    meet_obligation,
    move_obligation,
    open_obligation,
    void_obligation,
)
from portal.obligations.queries import open_of

RULE = "pub.deadline"


def keep_deadline(document: Document, *, actor: User, at: datetime) -> None:
    """Open, move or void the limit so that it fits the attribute and the day of forming."""
    begun_on = document.converted_on or document.formed_on
    rules = _statute_on(begun_on)
    if document.attribute != Document.Attribute.PROACTIVE or rules is None:
        release_deadline(document, actor=actor, at=at)
        return
    answer = count_proactive(begun_on, rules, calendar_for(document.organisation.code))
    due: dict[str, Any] = {
        "rule_set": rules.id,
        "started_on": begun_on,
        "due_on": answer.due_on,
        "provisional": answer.provisional,
        "trace": [day.as_json() for day in answer.trace],
    }
    running = open_of(document, RULE)
    if running is None:
        open_obligation(
            subject=document,
            rule_key=RULE,
            organisation=document.organisation,
            responsible=document.author,
            at=at,
            actor=actor,
            **due,
        )
    else:
        reason = _("成文日期改为%(day)s") % {"day": document.formed_on}
        move_obligation(obligation=running, reason=reason, at=at, actor=actor, **due)


def release_deadline(document: Document, *, actor: User, at: datetime) -> None:
    """The document is not published proactively (any more): nothing is owed."""
    if open_of(document, RULE) is not None:
        reason = _("不属于限期主动公开的信息")
        void_obligation(subject=document, rule_key=RULE, reason=reason, at=at, actor=actor)


def meet_deadline(document: Document, *, actor: User, at: datetime) -> None:
    """Published: met, or met late for ever."""
    if open_of(document, RULE) is not None:
        meet_obligation(subject=document, rule_key=RULE, met_at=at, at=at, actor=actor)


def _statute_on(day: date) -> RuleSet | None:
    """None for a day before there was a statute: what is that old is published voluntarily."""
    try:
        return rule_set_in_force(day)
    except RuleError:
        return None
