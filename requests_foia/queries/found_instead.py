"""What is public already and like what somebody is about to ask for."""

import logging
from collections.abc import Mapping
from datetime import date, datetime

from django.db import DatabaseError, transaction
from django.db.models import QuerySet, Sum

from portal.search.models import SearchEntry
from portal.search.queries import nearest
from portal.search.sources import Standing, only_public, source_of, with_standings
from requests_foia.models import FoundInstead

logger = logging.getLogger("portal.requests")

OFFERED = 3
_FIELDS = ("title", "document_number", "content")


Offer = tuple[SearchEntry, Standing | None]


def offers(wanted: Mapping[str, str], at: datetime) -> list[Offer]:
    """The public entries nearest to the information described; mostly few, often none.

    Each with what must be known of it first, such as that it was repealed.
    """
    described = "\n".join(wanted.get(name) or "" for name in _FIELDS)
    try:
        with transaction.atomic():
            return with_standings(nearest(described, limit=OFFERED), at)
    except DatabaseError:
        # An offer is a courtesy: a search out of order must not keep anybody from filing.
        logger.exception("no offers could be found")
        return []


def offered_entry(entry_id: int) -> SearchEntry | None:
    """An entry that could have been offered and is still public."""
    entry = SearchEntry.objects.filter(pk=entry_id).defer("text", "text_folded").first()
    source = source_of(entry.kind) if entry else None
    if entry is None or source is None or not source.answers_requests:
        return None
    return entry if only_public([entry]) else None


def found_instead(first: date, last: date) -> QuerySet[FoundInstead]:
    """The counts of these days, both included."""
    return FoundInstead.objects.filter(on__gte=first, on__lte=last)


def found_instead_by_body(year: int) -> dict[int, int]:
    """How often in a year, by the id of the body that would have been asked."""
    rows = found_instead(date(year, 1, 1), date(year, 12, 31)).order_by()
    return dict(rows.values_list("organisation_id").annotate(sum=Sum("times")))
