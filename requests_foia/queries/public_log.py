"""The log of answered applications: what the public reads of it, and who sees the rest."""

from datetime import date
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Case, CharField, F, Q, QuerySet, Value, When
from django.db.models.functions import Cast, ExtractYear
from django.urls import reverse

from portal.agencies.domain.roles import Role
from portal.agencies.models import Organisation, User
from portal.agencies.queries import organisations_of
from portal.search.queries import subject_ids
from portal.search.sources import Entry
from requests_foia.domain.public_log import EntryState
from requests_foia.models import AnsweredEntry

SEARCH_KIND = "answered"
BY_APPLICANT = "应申请人的要求撤下。"
"""What stands for an entry whose applicant does not want it listed."""
KEEPING = (Role.OPENNESS_OFFICE, Role.DEPUTY_LEADER)


def entries_visible_to(user: User | AnonymousUser, on: date) -> QuerySet[AnsweredEntry]:
    """Every entry of the bodies whose office or leader ``user`` is, released or not."""
    bodies = organisations_of(user, on, *KEEPING)
    return AnsweredEntry.objects.filter(organisation__in=bodies.values("pk"))


def released() -> QuerySet[AnsweredEntry]:
    """What the public may read. Left out at once whose applicant does not want it."""
    return AnsweredEntry.objects.filter(state=EntryState.RELEASED, application__is_out_of_log=False)


def released_with_organisation() -> QuerySet[AnsweredEntry]:
    """The same with the bodies, as the search takes it."""
    return released().select_related("organisation")


def addressable() -> QuerySet[AnsweredEntry]:
    """What has an address: released entries, and those taken back as a notice."""
    return AnsweredEntry.objects.filter(released_at__isnull=False).select_related("organisation")


def answered(wanted: dict[str, Any]) -> QuerySet[AnsweredEntry]:
    """The public entries that fit the cleaned filters, newest first.

    Known filters: ``q``, ``organisation``, ``outcome`` and ``year`` (of the reply).
    """
    rows = released_with_organisation()
    if wanted.get("organisation"):
        rows = rows.filter(organisation=wanted["organisation"])
    if wanted.get("outcome"):
        rows = rows.filter(outcome=wanted["outcome"])
    if wanted.get("year"):
        rows = rows.filter(month__year=wanted["year"])
    if wanted.get("q"):
        rows = matching(rows, wanted["q"])
    return rows.order_by("-month", "-released_at", "-pk")


def matching(rows: QuerySet[AnsweredEntry], terms: str) -> QuerySet[AnsweredEntry]:
    """Those that the search finds for ``terms``."""
    found = subject_ids(terms, SEARCH_KIND)
    return rows.annotate(key=Cast("pk", CharField())).filter(key__in=found)


def years_answered() -> list[int]:
    """The years of the replies still listed, newest first."""
    years = released().order_by().annotate(year=ExtractYear("month"))
    return list(years.values_list("year", flat=True).distinct().order_by("-year"))


def bodies_listed() -> QuerySet[Organisation]:
    """The bodies with at least one public entry."""
    return Organisation.objects.filter(pk__in=released().order_by().values("organisation_id"))


def for_harvesters() -> QuerySet[AnsweredEntry]:
    """Public entries, and the notice of those taken back: ``withdrawal_explanation``."""
    is_public = Q(state=EntryState.RELEASED, application__is_out_of_log=False)
    return addressable().annotate(
        withdrawal_explanation=Case(
            When(is_public, then=Value(None, output_field=CharField())),
            When(explanation="", then=Value(BY_APPLICANT)),
            default=F("explanation"),
            output_field=CharField(),
        )
    )


def search_entry(entry: AnsweredEntry) -> Entry:
    """How a public entry is found."""
    assert entry.released_at is not None  # noqa: S101 - a constraint holds it
    texts = [entry.summary, entry.letter_text, entry.organisation.name]
    return Entry(
        subject=entry,
        kind=SEARCH_KIND,
        title=entry.subject,
        number=entry.number,
        text="\n".join(filter(None, texts)),
        url=reverse("requests:answered_entry", args=[entry.number]),
        published_at=entry.released_at,
        organisation=entry.organisation,
    )
