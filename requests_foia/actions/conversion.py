"""Publishing for everybody what one applicant got (条例 art. 44)."""

from datetime import date, datetime

from django.db import transaction

from disclosure.actions import draft_document
from disclosure.models import Category, Document
from portal.agencies.models import User
from portal.domain.moments import local_day
from requests_foia.domain.conversion import Prompt
from requests_foia.models import Application, ConversionReview, Reply
from requests_foia.permissions.conversion import conversion_faults

from .stepping import Step, begin, finish


def review_conversion(
    *,
    application: Application,
    converts: bool | None,
    conversion_reasons: str,
    actor: User,
    at: datetime,
    conversion_title: str = "",
    conversion_category: Category | None = None,
    conversion_formed_on: date | None = None,
    version: int | None = None,
) -> ConversionReview:
    """Answer for a drafted reply that discloses and was handed in without an answer."""
    with transaction.atomic():
        step = begin(
            application=application,
            event="review_conversion",
            actor=actor,
            at=at,
            version=version,
            faults=lambda _case: conversion_faults(
                converts=converts,
                reasons=conversion_reasons,
                title=conversion_title,
                category=conversion_category,
                formed_on=conversion_formed_on,
                on=local_day(at),
            ),
        )
        review = keep_review(
            application=step.application,
            reply=Reply.objects.get(application=step.application, returned_at__isnull=True),
            prompt=Prompt.REPLY,
            converts=bool(converts),
            reasons=conversion_reasons,
            title=conversion_title,
            category=conversion_category,
            formed_on=conversion_formed_on,
            actor=actor,
            at=at,
        )
        finish(step, after={"converts": converts}, note=conversion_reasons.strip())
        return review


def keep_review(
    *,
    application: Application,
    prompt: Prompt,
    converts: bool,
    reasons: str,
    actor: User,
    at: datetime,
    reply: Reply | None = None,
    title: str = "",
    category: Category | None = None,
    formed_on: date | None = None,
) -> ConversionReview:
    """Write an answer down; the caller has judged it. A no keeps nothing but its reasons."""
    return ConversionReview.objects.create(
        application=application,
        reply=reply,
        prompt=prompt,
        is_suitable=converts,
        reasons=reasons.strip(),
        title=title.strip() if converts else "",
        category=category if converts else None,
        formed_on=formed_on if converts else None,
        answered_by=actor,
        answered_at=at,
    )


def draft_publication(review: ConversionReview, *, actor: User, at: datetime) -> Document:
    """Begin the document of a yes, due 20 working days after today (``pub.deadline``).

    Only a draft: it goes the usual way through its reviews. Raises ``TransitionRefused``
    when the actor may not draft for the body.
    """
    document = draft_document(
        organisation=review.application.organisation,
        fields={
            "title": review.title,
            "category": review.category,
            "formed_on": review.formed_on,
            "attribute": Document.Attribute.PROACTIVE,
        },
        converted_on=local_day(at),
        actor=actor,
        at=at,
    )
    review.document, review.drafted_at = document, at
    review.save(update_fields=["document", "drafted_at"])
    return document


def convert_disclosed(step: Step, reply: Reply) -> Document | None:
    """What issuing a reply begins when its review said yes."""
    review = ConversionReview.objects.filter(reply=reply, is_suitable=True).first()
    if review is None or step.actor is None:
        return None
    return draft_publication(review, actor=step.actor, at=step.at)
