"""Who sees which documents, and the fixed projections of them."""

from datetime import date
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import (
    Case,
    CharField,
    Count,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Cast, ExtractYear

from disclosure.domain.workflow import WORKFLOW
from disclosure.models import Category, Document, DocumentRevision
from portal.agencies.domain.roles import Role
from portal.agencies.models import Organisation, User
from portal.agencies.queries import organisations_of
from portal.search.queries import subject_ids

from .steps import next_in_line, roles_for

SEARCH_KIND = "document"
READERS = (
    Role.LIAISON,
    Role.DRAFTER,
    Role.SECRECY_REVIEWER,
    Role.LEGAL_REVIEWER,
    Role.OPENNESS_OFFICE,
    Role.DEPUTY_LEADER,
    Role.COLUMN_EDITOR,
    Role.AUDITOR,
)


def visible_to(user: User | AnonymousUser, on: date) -> QuerySet[Document]:
    """Every document, published or not, of the bodies where ``user`` has a reading role."""
    return Document.objects.filter(organisation__in=organisations_of(user, on, *READERS))


def catalogue_visible_to(user: User | AnonymousUser, on: date) -> QuerySet[Category]:
    """The whole catalogue: it is public."""
    found: QuerySet[Category] = Category.objects.all()
    return found


def waiting_for(
    documents: QuerySet[Document], user: User | AnonymousUser, on: date
) -> QuerySet[Document]:
    """Those whose next step is this person's: own drafts, others' reviews and releases."""
    corrections = Q(
        revisions__status=DocumentRevision.Status.PROPOSED,
        organisation__in=organisations_of(user, on, *roles_for(WORKFLOW, "review_correction")),
    )
    return documents.filter(next_in_line(WORKFLOW, user, on) | corrections).distinct()


def published() -> QuerySet[Document]:
    """What the public may read: lists, feeds, search, sitemap and files know only these."""
    return Document.objects.filter(state=Document.States.PUBLISHED)


def published_with_organisation() -> QuerySet[Document]:
    """The same, each with the body it comes from, as the search takes it."""
    return published().select_related("organisation")


def addressable() -> QuerySet[Document]:
    """What has an address: published documents, and withdrawn ones as a notice."""
    return Document.objects.filter(state__in=[Document.States.PUBLISHED, Document.States.WITHDRAWN])


def with_validity(documents: QuerySet[Document], on: date) -> QuerySet[Document]:
    """Adds ``current_validity`` as ``Document.validity_on`` judges it."""
    begins_later = Q(effective_on__gt=on, validity=Document.Validity.IN_FORCE)
    lapsed = Q(
        expires_on__lt=on, validity__in=[Document.Validity.IN_FORCE, Document.Validity.AMENDED]
    )
    return documents.annotate(
        current_validity=Case(
            When(begins_later, then=Value(Document.Validity.NOT_YET.value)),
            When(lapsed, then=Value(Document.Validity.EXPIRED.value)),
            default=F("validity"),
            output_field=CharField(),
        )
    )


def catalogue(on: date, wanted: dict[str, Any]) -> QuerySet[Document]:
    """The published documents that fit the cleaned filters, newest first.

    Known filters: ``category`` (with all below it), ``organisation``, ``year`` (of
    publication), ``validity`` (as it is on that day), ``information_class`` and ``q``.
    """
    documents = with_validity(published(), on).select_related("organisation", "category")
    if wanted.get("category"):
        documents = within_category(documents, wanted["category"].code)
    if wanted.get("organisation"):
        documents = documents.filter(organisation=wanted["organisation"])
    if wanted.get("year"):
        documents = documents.filter(published_at__year=wanted["year"])
    if wanted.get("validity"):
        documents = documents.filter(Q(current_validity=wanted["validity"]))
    if wanted.get("information_class"):
        documents = documents.filter(information_class=wanted["information_class"])
    if wanted.get("q"):
        documents = matching(documents, wanted["q"])
    return documents.order_by("-published_at", "-pk")


def matching(documents: QuerySet[Document], terms: str) -> QuerySet[Document]:
    """Those that the search finds for ``terms``."""
    return documents.annotate(key=Cast("pk", CharField())).filter(
        key__in=subject_ids(terms, SEARCH_KIND)
    )


def within_category(documents: QuerySet[Document], code: str) -> QuerySet[Document]:
    """Those under the head of this code or any head below it; none when there is no such."""
    head = Category.objects.filter(code=code).first()
    if head is None:
        return documents.none()
    return documents.filter(category__in=head.descendants(include_self=True).values("pk"))


def for_harvesters(on: date) -> QuerySet[Document]:
    """Published documents, and withdrawn ones with the public word on why.

    Adds ``current_validity``, ``withdrawal_explanation`` and ``successor_index_no``.
    """
    withdrawal = DocumentRevision.objects.filter(
        document=OuterRef("pk"), kind=DocumentRevision.Kind.WITHDRAWAL
    )
    is_withdrawn = Q(state=Document.States.WITHDRAWN)
    successor = published().filter(pk=OuterRef("repealed_by"))
    return with_validity(addressable(), on).annotate(
        withdrawal_explanation=Case(
            When(is_withdrawn, then=Subquery(withdrawal.values("explanation")[:1])),
            default=None,
            output_field=CharField(),
        ),
        successor_index_no=Subquery(successor.values("index_no")[:1]),
    )


def publication_years() -> list[int]:
    """The years in which something still public was published, newest first."""
    years = published().order_by().annotate(year=ExtractYear("published_at"))
    return list(years.values_list("year", flat=True).distinct().order_by("-year"))


def publishing_organisations() -> QuerySet[Organisation]:
    """The bodies with at least one published document."""
    return Organisation.objects.filter(pk__in=published().order_by().values("organisation_id"))


def category_counts() -> dict[int, int]:
    """How many documents are published directly under each category."""
    rows = published().order_by().values_list("category_id")
    return dict(rows.annotate(found=Count("pk")))


def category_tree() -> list[Category]:
    """The whole catalogue in its order, each with ``tree_depth``."""
    return list(Category.objects.with_tree_fields())
