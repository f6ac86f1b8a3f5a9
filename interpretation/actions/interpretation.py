"""Interpretations: published after their documents, or with them in one transaction."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.urls import reverse

from disclosure.actions import publish as publish_document
from disclosure.models import Document
from interpretation.models import Interpretation
from portal.agencies.models import Organisation, User
from portal.domain.workflow import Refusal, TransitionRefused
from portal.search.actions import index_entry
from portal.search.sources import Entry

from .release import account_for_draft, assign, begin
from .steps import take

KIND = "interpretation"
EDITABLE_FIELDS = frozenset(
    {"title", "form", "interpreter_name", "interpreter_duty", "summary", "body"}
)


@transaction.atomic
def draft_interpretation(
    *,
    organisation: Organisation,
    documents: Collection[Document],
    fields: Mapping[str, Any],
    actor: User,
    at: datetime,
) -> Interpretation:
    """Begin an interpretation; ``organisation``, the drafter of the documents, owns it (S0-16)."""
    item = Interpretation(organisation=organisation)
    role = begin(item, fields, EDITABLE_FIELDS, actor=actor, at=at)
    item.documents.set(documents)
    account_for_draft(item, role)
    return item


@transaction.atomic
def edit_interpretation(
    *,
    interpretation: Interpretation,
    documents: Collection[Document],
    fields: Mapping[str, Any],
    actor: User,
    at: datetime,
) -> Interpretation:
    """Change a draft."""
    step = take("edit", interpretation, actor=actor, at=at)
    assign(step.row, fields, EDITABLE_FIELDS)
    step.save(*fields)
    step.row.documents.set(documents)
    step.account(after={"fields": sorted(fields)})
    return step.row


@transaction.atomic
def publish_interpretation(
    *, interpretation: Interpretation, actor: User, at: datetime
) -> Interpretation:
    """Make it public; refused while one of its documents is not."""
    step = take("publish", interpretation, actor=actor, at=at)
    step.row.published_at = at
    step.save("published_at")
    index_entry(search_entry(step.row))
    step.account(after={"documents": [document.pk for document in step.row.documents.all()]})
    return step.row


@transaction.atomic
def publish_together(
    *, interpretation: Interpretation, actor: User, at: datetime
) -> Interpretation:
    """三同步: its documents that are not yet public and itself, all or none, at one moment.

    Raises TransitionRefused with the reasons of every part.
    """
    refusals: list[Refusal] = []
    for document in interpretation.documents.exclude(state=Document.States.PUBLISHED):
        try:
            publish_document(document=document, actor=actor, at=at)
        except TransitionRefused as error:
            refusals += [Refusal(r.code, f"《{document.title}》{r}") for r in error.refusals]
    try:
        published = publish_interpretation(interpretation=interpretation, actor=actor, at=at)
    except TransitionRefused as error:
        refusals += [r for r in error.refusals if r.code != "document_not_public"]
    if refusals:
        raise TransitionRefused(refusals)
    return published


def search_entry(interpretation: Interpretation) -> Entry:
    """How a published interpretation is found."""
    assert interpretation.published_at is not None  # noqa: S101 - a constraint holds it
    return Entry(
        subject=interpretation,
        kind=KIND,
        title=interpretation.title,
        text=f"{interpretation.summary}\n{interpretation.body}",
        url=reverse("interpretation:detail", args=[interpretation.pk]),
        published_at=interpretation.published_at,
        organisation=interpretation.organisation,
    )
