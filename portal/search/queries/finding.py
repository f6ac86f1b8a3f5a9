"""Finding by words: every one must be contained, whatever its length."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from django.db.models import Q, QuerySet

from portal.search.backends import backend
from portal.search.domain import split_terms
from portal.search.models import SearchEntry

from .hits import Hit, all_hits, containing, entries_of, hits, waiting

MAX_RESULTS = 1000
COUNT_AT_MOST = 10_000
# How far beyond the page asked for we look, so that its neighbours can be offered.
_LOOK_AHEAD = 40


@dataclass(frozen=True)
class Results:
    """What a query finds.

    ``by_kind`` counts over all kinds; with ``is_estimate`` it is an upper bound, and a sum
    above ``COUNT_AT_MOST`` means that counting stopped there. ``hits`` go a little beyond
    the page asked for, but never beyond ``MAX_RESULTS``.
    """

    hits: list[Hit]
    by_kind: dict[str, int]
    is_estimate: bool = False

    @property
    def total(self) -> int:
        """Over all kinds, at most ``COUNT_AT_MOST``."""
        return min(sum(self.by_kind.values()), COUNT_AT_MOST)

    @property
    def is_capped(self) -> bool:
        """Whether there are more than were counted."""
        return sum(self.by_kind.values()) > COUNT_AT_MOST


def find(terms: str, kind: str | None = None, *, upto: int = MAX_RESULTS) -> Results:
    """The entries with every word of ``terms``, the best ``upto`` of them and some more.

    The document of exactly this number comes first, then title hits, then the rest; the
    newest first within each.
    """
    words = split_terms(terms)
    if not words:
        return Results([], {})
    engine = backend()
    pending = waiting(words)
    counts = Counter(engine.count_by_kind(words, most=COUNT_AT_MOST + 1))
    counts.update(entry.kind for entry in pending)
    number = sum(counts.values())
    if number <= MAX_RESULTS:
        # Few enough to read them all: what is counted is what is shown.
        found = all_hits(words, pending, number)
        exact = Counter(hit.kind for hit in found)
        return Results([hit for hit in found if kind in (None, hit.kind)], dict(exact))
    most = min(upto + _LOOK_AHEAD, MAX_RESULTS)
    found = list(islice(hits(words, kind, pending, about=most), most))
    return Results(found, dict(counts), is_estimate=not engine.is_exact(words))


def entries(found: Sequence[Hit]) -> list[SearchEntry]:
    """The entries of these hits in their order, ready to be shown."""
    rows = SearchEntry.objects.filter(pk__in=[hit.pk for hit in found])
    by_pk = {row.pk: row for row in rows.select_related("organisation").defer("text_folded")}
    return [by_pk[hit.pk] for hit in found if hit.pk in by_pk]


def subject_ids(terms: str, kind: str) -> QuerySet[SearchEntry, str]:
    """The ids, as text, of the subjects of one kind with every word: for filters of lists.

    All of them, without a ceiling; the list itself must know what is public.
    """
    words = split_terms(terms)
    if not words:
        return SearchEntry.objects.none().values_list("subject_id", flat=True)
    engine = backend()
    found = Q(position__in=engine.matching(words))
    if not engine.is_exact(words):
        found &= containing(words)
    pending = [entry.pk for entry in waiting(words, kind)]
    if pending:
        found |= Q(pk__in=pending)
    return entries_of(kind).filter(found).order_by().values_list("subject_id", flat=True)
