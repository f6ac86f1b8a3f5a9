"""PostgreSQL: sets of pairs in a side table, asked for all of a query's pairs at once.

Without positions the index is small and quick, but a text that holds all pairs need not
hold the word: whoever asks reads the entries again where ``is_exact`` says no. The tables
are made by migration 0002.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction
from django.db.models.expressions import RawSQL

from portal.search.grams import token_set, tokens_of_word
from portal.search.models import SearchEntry

from .base import rows

# A tsvector holds at most a megabyte; an entry beyond that is found by reading it.
MAX_BYTES = 900_000
# From this share of the rarest pair on, the newest entries hold enough of them to be walked.
WALK_FROM_SHARE = 0.02
COMMON_FROM_SHARE = 0.005
WALK_AT_MOST = 5000
# Only where so many rows should hold this many times what is wanted.
WALK_MARGIN = 2
SAMPLE = 20_000

_ADD = """
INSERT INTO search_gram (position, kind, title, whole)
VALUES (%s, %s, %s::tsvector, %s::tsvector)
ON CONFLICT (position) DO UPDATE
SET kind = excluded.kind, title = excluded.title, whole = excluded.whole
"""
_OUT_OF_STEP = """
SELECT EXISTS (SELECT 1 FROM search_gram g WHERE NOT EXISTS
               (SELECT 1 FROM search_searchentry e WHERE e.position = g.position))
    OR EXISTS (SELECT 1 FROM search_searchentry e WHERE e.position IS NOT NULL AND NOT EXISTS
               (SELECT 1 FROM search_gram g WHERE g.position = e.position))
"""
_LEARN_COMMON = """
INSERT INTO search_common (pair, share)
SELECT word, ndoc::real / %(sampled)s FROM ts_stat(
    'SELECT whole FROM (SELECT whole FROM search_gram ORDER BY position DESC LIMIT {sample}) s')
WHERE ndoc >= %(sampled)s * %(share)s
"""
_WALK = """
SELECT position FROM (
    SELECT position, kind, {column} AS pairs FROM search_gram WHERE position < %(below)s
    ORDER BY position DESC LIMIT %(walk)s OFFSET 0) newest
WHERE pairs @@ %(asked)s::tsquery AND (%(kind)s IS NULL OR kind = %(kind)s) LIMIT %(limit)s
"""
_LOOK_UP = """
WITH hits AS MATERIALIZED (
    SELECT position, kind FROM search_gram WHERE {column} @@ %(asked)s::tsquery)
SELECT position FROM hits
WHERE position < %(below)s AND (%(kind)s IS NULL OR kind = %(kind)s)
ORDER BY position DESC LIMIT %(limit)s
"""
_COUNT = """
SELECT kind, count(*) FROM
    (SELECT kind FROM search_gram WHERE whole @@ %s::tsquery LIMIT %s) hits GROUP BY kind
"""
_FREQUENCIES = """
SELECT pair, found FROM unnest(%s::text[], %s::tsquery[]) AS asked (pair, query),
LATERAL (SELECT count(*) AS found FROM
    (SELECT 1 FROM search_gram WHERE whole @@ query LIMIT %s) hits) counted
WHERE found > 0 AND found < %s
"""
_HOLDERS = """
SELECT pair, position FROM unnest(%s::text[], %s::tsquery[]) AS asked (pair, query)
JOIN search_gram ON whole @@ query
"""
_HIGHEST = 2**63 - 1


class PostgreSQLBackend:
    """All pairs of all words: complete, and exact only for words of one or two characters."""

    def add(self, entries: Sequence[SearchEntry]) -> list[SearchEntry]:
        taken = []
        with connection.cursor() as cursor:
            for entry in entries:
                title = _vector(token_set(entry.title_folded))
                whole = _vector(
                    token_set(entry.title_folded, entry.number_folded, entry.text_folded)
                )
                if len(whole.encode()) > MAX_BYTES:
                    continue
                cursor.execute(_ADD, [entry.position, entry.kind, title, whole])
                taken.append(entry)
        return taken

    def discard(self, entries: Sequence[SearchEntry]) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "DELETE FROM search_gram WHERE position = ANY(%s)",
                [[entry.position for entry in entries]],
            )

    def clear(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM search_gram")

    def is_in_step(self) -> bool:
        with connection.cursor() as cursor:
            cursor.execute(_OUT_OF_STEP)
            return not cursor.fetchone()[0]

    @transaction.atomic
    def refresh(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM search_common")
            cursor.execute("SELECT least(count(*), %s) FROM search_gram", [SAMPLE])
            sampled = cursor.fetchone()[0]
            statement = _LEARN_COMMON.format(sample=SAMPLE)
            cursor.execute(statement, {"sampled": sampled, "share": COMMON_FROM_SHARE})

    def is_exact(self, words: Sequence[str]) -> bool:
        return all(len(word) <= 2 for word in words)

    def newest(
        self,
        words: Sequence[str],
        *,
        in_title: bool,
        kind: str | None,
        below: int | None,
        limit: int,
    ) -> list[int]:
        column = "title" if in_title else "whole"
        facts = {
            "asked": _query(words),
            "kind": kind,
            "below": _HIGHEST if below is None else below,
            "limit": limit,
            "walk": WALK_AT_MOST,
        }
        found = []
        if not in_title and self._is_walk(words, limit):
            with _planned("enable_seqscan", "enable_bitmapscan") as cursor:
                cursor.execute(_WALK.format(column=column), facts)
                found = rows(cursor)
        if len(found) < limit:
            with _planned("enable_seqscan") as cursor:
                cursor.execute(_LOOK_UP.format(column=column), facts)
                found = rows(cursor)
        return found

    def _is_walk(self, words: Sequence[str], limit: int) -> bool:
        """Whether the newest entries surely hold as many as are wanted."""
        share = self._share(words)
        return share >= WALK_FROM_SHARE and share * WALK_AT_MOST >= WALK_MARGIN * limit

    def _share(self, words: Sequence[str]) -> float:
        """The share of entries with the rarest pair; 0 when that is not a common one."""
        pairs = _pairs(words)
        with connection.cursor() as cursor:
            cursor.execute("SELECT share FROM search_common WHERE pair = ANY(%s)", [pairs])
            shares = rows(cursor)
        return min(shares) if len(shares) == len(pairs) else 0.0

    def count_by_kind(self, words: Sequence[str], *, most: int) -> dict[str, int]:
        with _planned("enable_seqscan") as cursor:
            cursor.execute(_COUNT, [_query(words), most])
            return dict(cursor.fetchall())

    def matching(self, words: Sequence[str]) -> RawSQL:
        return RawSQL(
            "SELECT position FROM search_gram WHERE whole @@ %s::tsquery", [_query(words)]
        )

    def frequencies(self, pairs: Collection[str], *, most: int) -> Mapping[str, int]:
        with _planned("enable_seqscan") as cursor:
            cursor.execute("SELECT pair FROM search_common WHERE pair = ANY(%s)", [list(pairs)])
            common = set(rows(cursor))
            rare = [pair for pair in pairs if pair not in common]
            queries = [_query([pair]) for pair in rare]
            cursor.execute(_FREQUENCIES, [rare, queries, most + 1, most + 1])
            return dict(cursor.fetchall())

    def holders(self, pairs: Collection[str]) -> Mapping[str, Collection[int]]:
        found: dict[str, list[int]] = {pair: [] for pair in pairs}
        with _planned("enable_seqscan") as cursor:
            cursor.execute(_HOLDERS, [list(pairs), [_query([pair]) for pair in pairs]])
            for pair, position in cursor.fetchall():
                found[pair].append(position)
        return found


@contextmanager
def _planned(*forbidden: str) -> Iterator[Any]:
    """A cursor whose planner may not take these ways.

    Its estimates of how often two characters stand together are far off, and reading
    every tsvector of a large table takes a second where the index takes a millisecond.
    """
    settings = [*forbidden, "jit"]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("; ".join(f"SET LOCAL {name} = off" for name in settings))
        yield cursor
        cursor.execute("; ".join(f"SET LOCAL {name} TO DEFAULT" for name in settings))


def _pairs(words: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(pair for word in words for pair in tokens_of_word(word)))


def _query(words: Iterable[str]) -> str:
    """All tokens of all words; no token holds a quote or a backslash (see ``grams``)."""
    return " & ".join(f"'{pair}'" for pair in _pairs(words))


def _vector(tokens: Iterable[str]) -> str:
    return " ".join(f"'{token}'" for token in tokens)
