"""Consultations: opened with their end in sight, answered within the month."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.urls import reverse

from interpretation.models import Consultation
from portal.agencies.models import Organisation, User
from portal.calendar.queries import calendar_for
from portal.domain.clock import count_rule
from portal.domain.moments import local_day
from portal.domain.rulesets import rule_set
from portal.obligations.actions import meet_obligation, open_obligation, void_obligation
from portal.obligations.queries import open_of
from portal.search.actions import index_entry
from portal.search.sources import Entry

from . import release
from .steps import take

KIND = "consultation"
FEEDBACK_RULE = "pub.opinion_feedback"
# No statute names a limit for telling the outcome; the stricter of the local targets does.
FEEDBACK_RULE_SET = "source-004"
EDITABLE_FIELDS = frozenset(
    {
        "title",
        "background",
        "draft_text",
        "how_to_respond",
        "opens_at",
        "closes_at",
        "short_period_reason",
        "result_document",
    }
)


@transaction.atomic
def draft_consultation(
    *, organisation: Organisation, fields: Mapping[str, Any], actor: User, at: datetime
) -> Consultation:
    """Begin a consultation of ``organisation``."""
    item = Consultation(organisation=organisation)
    role = release.begin(item, fields, EDITABLE_FIELDS, actor=actor, at=at)
    release.account_for_draft(item, role)
    return item


@transaction.atomic
def edit_consultation(
    *, consultation: Consultation, fields: Mapping[str, Any], actor: User, at: datetime
) -> Consultation:
    """Change a draft."""
    step = take("edit", consultation, actor=actor, at=at)
    release.assign(step.row, fields, EDITABLE_FIELDS)
    step.save(*fields)
    step.account(after={"fields": sorted(fields)})
    return step.row


@transaction.atomic
def publish_consultation(*, consultation: Consultation, actor: User, at: datetime) -> Consultation:
    """Announce it, and owe the public word on what came of it from the closing day on.

    A collection that should have begun already begins now. Raises TransitionRefused,
    among others for a period below the rule without a public reason.
    """
    step = take("publish", consultation, actor=actor, at=at)
    row = step.row
    row.published_at = at
    row.opens_at = max(row.opens_at, at)
    step.save("published_at", "opens_at")
    _owe_feedback(row, actor=actor, at=at)
    index_entry(search_entry(row))
    step.account(after={"opens_at": str(row.opens_at), "closes_at": str(row.closes_at)})
    return row


@transaction.atomic
def publish_outcome(
    *, consultation: Consultation, outcome: str, actor: User, at: datetime
) -> Consultation:
    """Tell the public what was adopted, what not, and why; only after the end."""
    step = take("publish_outcome", consultation, actor=actor, at=at, answers={"outcome": outcome})
    step.row.outcome, step.row.outcome_at = outcome.strip(), at
    step.save("outcome", "outcome_at")
    meet_obligation(subject=step.row, rule_key=FEEDBACK_RULE, met_at=at, at=at, actor=actor)
    index_entry(search_entry(step.row))
    step.account()
    return step.row


@transaction.atomic
def withdraw_consultation(
    *, consultation: Consultation, explanation: str, actor: User, at: datetime
) -> Consultation:
    """Take it back; the word owed to the public ends with the explanation."""
    row = release.withdraw(item=consultation, explanation=explanation, actor=actor, at=at)
    if open_of(row, FEEDBACK_RULE) is not None:
        void_obligation(subject=row, rule_key=FEEDBACK_RULE, reason=explanation, at=at, actor=actor)
    return row


def search_entry(consultation: Consultation) -> Entry:
    """How a published consultation is found."""
    assert consultation.published_at is not None  # noqa: S101 - a constraint holds it
    texts = (consultation.background, consultation.draft_text, consultation.outcome)
    return Entry(
        subject=consultation,
        kind=KIND,
        title=consultation.title,
        text="\n".join(texts),
        url=reverse("consultations:detail", args=[consultation.pk]),
        published_at=consultation.published_at,
        organisation=consultation.organisation,
    )


def _owe_feedback(row: Consultation, *, actor: User, at: datetime) -> None:
    rules = rule_set(FEEDBACK_RULE_SET)
    closing_day = local_day(row.closes_at)
    answer = count_rule(rules[FEEDBACK_RULE], closing_day, calendar_for(row.organisation.code))
    open_obligation(
        subject=row,
        rule_key=FEEDBACK_RULE,
        rule_set=rules.id,
        organisation=row.organisation,
        started_on=closing_day,
        due_on=answer.due_on,
        provisional=answer.provisional,
        trace=[day.as_json() for day in answer.trace],
        responsible=row.author,
        at=at,
        actor=actor,
    )
