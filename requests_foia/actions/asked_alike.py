"""Proposing to publish what several people ask for, and what the office decides."""

from collections.abc import Callable
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from disclosure.models import Category
from portal.agencies.domain.roles import Role
from portal.agencies.models import Organisation, User
from portal.agencies.permissions import has_role
from portal.audit.actions import record
from portal.calendar.queries import rule_set_for
from portal.domain.moments import local_day
from portal.domain.rulesets import rule_set_in_force
from portal.domain.workflow import Refusal, TransitionRefused
from requests_foia.domain.conversion import Prompt
from requests_foia.models import Application, AskedAlike, ConversionReview
from requests_foia.permissions.conversion import conversion_faults
from requests_foia.permissions.words import TEXT_LIMIT, text_faults
from requests_foia.queries.asked_alike import Alike, asked_alike, people_of

from .conversion import draft_publication, keep_review

RULE = "pub.asked_alike"


def find_asked_alike(*, at: datetime) -> int:
    """Propose every group of the last year that nobody has decided on; returns how many are new.

    A dismissed group comes back only when somebody new has asked.
    """
    day = local_day(at)
    bodies = Organisation.objects.filter(
        pk__in=Application.objects.order_by().values("organisation")
    )
    statute = rule_set_in_force(day).id
    new = 0
    for body in bodies:
        enough = rule_set_for(body.code, day, statute)[RULE].limit
        for found in list(asked_alike(body, at, applicants=enough)):
            new += _propose(body, found, at)
    return new


def _propose(body: Organisation, found: Alike, at: datetime) -> int:
    with transaction.atomic():
        # One run at a time for each body, so that a group is proposed once.
        Organisation.objects.select_for_update().get(pk=body.pk)
        known = AskedAlike.objects.filter(organisation=body, cases__in=found.cases)
        known = known.order_by("-pk").distinct()
        running = next((row for row in known if not row.conclusion), None)
        if running is not None:
            running.cases.add(*Application.objects.filter(pk__in=found.cases))
            running.applicants, running.updated_at = found.applicants, at
            running.save(update_fields=["applicants", "updated_at"])
            return 0
        if any(row.conclusion == AskedAlike.Conclusion.CONVERTED for row in known):
            return 0
        people = people_of(found.cases)
        before = {people.get(case.pk) for row in known for case in row.cases.all()}
        if known and not set(people.values()) - before:
            return 0
        group = AskedAlike.objects.create(
            organisation=body, applicants=found.applicants, found_at=at, updated_at=at
        )
        group.cases.set(Application.objects.filter(pk__in=found.cases))
        record(
            action="requests_foia.propose_alike",
            subject=group,
            actor=None,
            at=at,
            organisation=body,
            after={"cases": len(found.cases), "applicants": found.applicants},
        )
        return 1


def dismiss_alike(*, group: AskedAlike, reasons: str, actor: User, at: datetime) -> AskedAlike:
    """Not published after all, and why."""
    with transaction.atomic():
        locked = _decidable(
            group,
            actor,
            at,
            lambda: text_faults("reasons", reasons, _("请说明理由。"), limit=TEXT_LIMIT),
        )
        return _decide(locked, AskedAlike.Conclusion.DISMISSED, reasons, actor, at, None)


def convert_alike(
    *,
    group: AskedAlike,
    reasons: str,
    title: str,
    category: Category | None,
    formed_on: date | None,
    actor: User,
    at: datetime,
) -> ConversionReview:
    """Begin the document for everybody; due from today like any conversion."""
    with transaction.atomic():
        locked = _decidable(
            group,
            actor,
            at,
            lambda: conversion_faults(
                converts=True,
                reasons=reasons,
                title=title,
                category=category,
                formed_on=formed_on,
                on=local_day(at),
            ),
        )
        first = locked.cases.select_related("organisation").order_by("submitted_at", "pk")[0]
        review = keep_review(
            application=first,
            prompt=Prompt.ASKED_ALIKE,
            converts=True,
            reasons=reasons,
            title=title,
            category=category,
            formed_on=formed_on,
            actor=actor,
            at=at,
        )
        draft_publication(review, actor=actor, at=at)
        _decide(locked, AskedAlike.Conclusion.CONVERTED, reasons, actor, at, review)
        return review


def _decidable(
    group: AskedAlike, actor: User, at: datetime, faults: Callable[[], list[Refusal]]
) -> AskedAlike:
    rows = AskedAlike.objects.select_for_update(of=("self",)).select_related("organisation")
    locked = rows.get(pk=group.pk)
    found = []
    if not has_role(actor, Role.OPENNESS_OFFICE, locked.organisation, local_day(at)):
        found.append(Refusal("role", _("您的岗位不能办理这一步。")))
    if locked.conclusion:
        found.append(Refusal("decided", _("这一组申请已经处理过。")))
    found += faults()
    if found:
        raise TransitionRefused(found)
    return locked


def _decide(
    group: AskedAlike,
    conclusion: str,
    reasons: str,
    actor: User,
    at: datetime,
    review: ConversionReview | None,
) -> AskedAlike:
    group.conclusion, group.reasons, group.conversion = conclusion, reasons.strip(), review
    group.decided_by, group.decided_at, group.updated_at = actor, at, at
    group.save()
    record(
        action=f"requests_foia.{conclusion}_alike",
        subject=group,
        actor=actor,
        at=at,
        role=Role.OPENNESS_OFFICE,
        organisation=group.organisation,
        after={
            "conclusion": str(conclusion),
            **({"document": review.document_id} if review else {}),
        },
        reason=reasons.strip(),
    )
    return group
