"""What a search engine must be able to do. It holds positions and tokens, no content."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any, Protocol

from django.db.models.expressions import RawSQL

from portal.search.models import SearchEntry

_ENTRY_BITS = 31


def position_of(entry: SearchEntry) -> int:
    """Where an entry belongs among all: by second of publication, then by its id."""
    second = int(entry.published_at.timestamp())
    return (second << _ENTRY_BITS) | (entry.pk & ((1 << _ENTRY_BITS) - 1))


class SearchBackend(Protocol):
    """An index of ``SearchEntry`` rows by their ``position``, the newest highest.

    It must offer every entry that contains all words in title, number or text (recall
    1.000); ``is_exact`` says whether for these words it offers nothing else, so that what
    it offers need not be read again.
    """

    def add(self, entries: Sequence[SearchEntry]) -> list[SearchEntry]:
        """Take in entries whose position is set; answers those it took."""

    def discard(self, entries: Sequence[SearchEntry]) -> None:
        """Forget entries, given as they were taken in."""

    def clear(self) -> None:
        """Forget everything."""

    def is_in_step(self) -> bool:
        """Whether it holds exactly the positions that the entries say."""

    def refresh(self) -> None:
        """Bring up to date what it knows of its own content (a nightly job)."""

    def is_exact(self, words: Sequence[str]) -> bool:
        """Whether what it offers for these words is surely right."""

    def newest(
        self,
        words: Sequence[str],
        *,
        in_title: bool,
        kind: str | None,
        below: int | None,
        limit: int,
    ) -> list[int]:
        """At most ``limit`` positions under ``below`` that may contain all words."""

    def count_by_kind(self, words: Sequence[str], *, most: int) -> dict[str, int]:
        """How many it offers of each kind; stops counting after ``most`` altogether."""

    def matching(self, words: Sequence[str]) -> RawSQL:
        """All positions it offers, as a subquery."""

    def frequencies(self, pairs: Collection[str], *, most: int) -> Mapping[str, int]:
        """In how many entries each pair stands; pairs in none or in more than ``most`` are out."""

    def holders(self, pairs: Collection[str]) -> Mapping[str, Collection[int]]:
        """The positions of all entries with each of these (rare) pairs."""


def rows(cursor: Any) -> list[int]:
    """The first column of what a cursor holds."""
    return [row[0] for row in cursor.fetchall()]
