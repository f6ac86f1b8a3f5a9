"""Who sees which interpretations and consultations."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import F, Prefetch, QuerySet

from disclosure.queries.documents import READERS, published
from interpretation.models import Consultation, Interpretation
from portal.agencies.models import User
from portal.agencies.queries import organisations_of

PUBLISHED = Interpretation.States.PUBLISHED
ADDRESSABLE = (PUBLISHED, Interpretation.States.WITHDRAWN)


def interpretations_visible_to(user: User | AnonymousUser, on: date) -> QuerySet[Interpretation]:
    """Every interpretation, published or not, of the bodies where ``user`` may read."""
    return Interpretation.objects.filter(organisation__in=organisations_of(user, on, *READERS))


def consultations_visible_to(user: User | AnonymousUser, on: date) -> QuerySet[Consultation]:
    """Every consultation, published or not, of the bodies where ``user`` may read."""
    return Consultation.objects.filter(organisation__in=organisations_of(user, on, *READERS))


def published_interpretations() -> QuerySet[Interpretation]:
    """What the public may read, each with its published documents."""
    interpretations = Interpretation.objects.filter(state=PUBLISHED)
    documents = Prefetch("documents", published(), to_attr="public_documents")
    return interpretations.select_related("organisation").prefetch_related(documents)


def addressable_interpretations() -> QuerySet[Interpretation]:
    """Published ones, and withdrawn ones as a notice."""
    interpretations = Interpretation.objects.filter(state__in=ADDRESSABLE)
    return interpretations.select_related("organisation")


def published_consultations() -> QuerySet[Consultation]:
    """What the public may read, whatever its phase."""
    return Consultation.objects.filter(state=PUBLISHED).select_related("organisation")


def addressable_consultations() -> QuerySet[Consultation]:
    """Published ones, and withdrawn ones as a notice."""
    return Consultation.objects.filter(state__in=ADDRESSABLE).select_related("organisation")


def open_consultations(at: datetime) -> QuerySet[Consultation]:
    """Those that take opinions at this moment, the first to close first."""
    running = published_consultations().filter(opens_at__lte=at, closes_at__gt=at)
    return running.order_by("closes_at", "pk")


def ended_consultations(at: datetime) -> QuerySet[Consultation]:
    """Those that take no more opinions, the last closed first."""
    return published_consultations().filter(closes_at__lte=at).order_by("-closes_at", "-pk")


def planned_consultations(at: datetime) -> QuerySet[Consultation]:
    """Announced, not yet open."""
    return published_consultations().filter(opens_at__gt=at).order_by("opens_at", "pk")


def public_documents_by_interpretation(ids: Collection[int]) -> dict[int, list[dict[str, Any]]]:
    """The published documents of each interpretation, for the API."""
    rows = (
        published()
        .filter(interpretations__in=ids)
        .order_by("pk")
        .values("id", "index_no", "title", interpretation=F("interpretations"))
    )
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        if row["interpretation"] in ids:
            shown = {"id": row["id"], "index_no": row["index_no"], "title": row["title"]}
            found[row["interpretation"]].append(shown)
    return found
