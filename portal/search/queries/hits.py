"""The entries that contain all words, one after the other, none that is not public."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from heapq import merge

from django.db.models import Q, QuerySet

from portal.search.backends import backend
from portal.search.backends.base import position_of
from portal.search.models import SearchEntry
from portal.search.sources import only_public

FIRST_BATCH = 60
_GROWTH = 4


@dataclass(frozen=True, slots=True)
class Hit:
    """An entry that was found; ``position`` is where it stands or will stand."""

    position: int
    pk: int
    kind: str
    subject_id: str


def containing(words: Sequence[str]) -> Q:
    """Every word in title, number or text; the words are folded."""
    condition = Q()
    for word in words:
        condition &= (
            Q(title_folded__contains=word)
            | Q(number_folded__contains=word)
            | Q(text_folded__contains=word)
        )
    return condition


def entries_of(kind: str | None) -> QuerySet[SearchEntry]:
    """Of one kind, or of all."""
    return SearchEntry.objects.filter(kind=kind) if kind else SearchEntry.objects.all()


def waiting(words: Sequence[str], kind: str | None = None) -> list[SearchEntry]:
    """The entries the engine does not know yet, read through; few, and mostly none."""
    rows = entries_of(kind).filter(containing(words), position__isnull=True)
    return list(rows.defer("text", "text_folded"))


def hits(
    words: Sequence[str], kind: str | None, waiting: Sequence[SearchEntry], *, about: int
) -> Iterator[Hit]:
    """The exact number first, then title hits, then the rest; the newest first in each.

    ``waiting`` are those of ``waiting(words)``; ``about`` is how many the caller will take,
    so that few batches are needed.
    """
    exact = entries_of(kind).filter(number_folded=" ".join(words))
    pending = [row for row in waiting if kind in (None, row.kind)]
    in_title = [row for row in pending if all(word in row.title_folded for word in words)]
    seen: set[int] = set()
    for tier in (
        _public_of(exact.defer("text", "text_folded")),
        merge(_public_of(in_title), _indexed(words, kind, True, about), key=_newest),
        merge(_public_of(pending), _indexed(words, kind, False, about), key=_newest),
    ):
        for hit in tier:
            if hit.pk not in seen:
                seen.add(hit.pk)
                yield hit


def all_hits(words: Sequence[str], waiting: Sequence[SearchEntry], most: int) -> list[Hit]:
    """The same where there are few, at most ``most``: read at once, put in order here."""
    engine = backend()
    positions = engine.newest(words, in_title=False, kind=None, below=None, limit=most + 1)
    rows = SearchEntry.objects.filter(position__in=positions)
    if not engine.is_exact(words):
        rows = rows.filter(containing(words))
    found = [*rows.order_by().defer("text", "text_folded"), *waiting]
    tiers = {row.pk: _tier(row, words) for row in found}
    ordered = sorted(map(_hit, found), key=lambda hit: (tiers[hit.pk], _newest(hit)))
    return only_public(ordered)


def _tier(row: SearchEntry, words: Sequence[str]) -> int:
    if row.number_folded == " ".join(words):
        return 0
    return 1 if all(word in row.title_folded for word in words) else 2


def _indexed(words: Sequence[str], kind: str | None, in_title: bool, about: int) -> Iterator[Hit]:
    """What the engine offers, read again where its offer may be wrong."""
    engine = backend()
    again = None if engine.is_exact(words) else _again(words, in_title)
    below: int | None = None
    limit = max(FIRST_BATCH, about)
    while True:
        batch = engine.newest(words, in_title=in_title, kind=kind, below=below, limit=limit)
        yield from only_public(_read(batch, again))
        if len(batch) < limit:
            return
        below, limit = batch[-1], limit * _GROWTH


def _again(words: Sequence[str], in_title: bool) -> Q:
    if not in_title:
        return containing(words)
    return Q(*(("title_folded__contains", word) for word in words))


def _read(positions: Sequence[int], again: Q | None) -> list[Hit]:
    rows = SearchEntry.objects.filter(position__in=positions)
    if again is not None:
        rows = rows.filter(again)
    found = rows.order_by().values_list("position", "pk", "kind", "subject_id")
    return sorted((Hit(*row) for row in found), key=_newest)  # type: ignore[arg-type]


def _public_of(entries: Iterable[SearchEntry]) -> Iterator[Hit]:
    return iter(only_public(sorted(map(_hit, entries), key=_newest)))


def _hit(entry: SearchEntry) -> Hit:
    return Hit(position_of(entry), entry.pk, entry.kind, entry.subject_id)


def _newest(hit: Hit) -> int:
    return -hit.position
