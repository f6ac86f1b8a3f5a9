"""SQLite: FTS5 without content, asked for phrases of pairs (tables: migration 0002)."""

from collections.abc import Collection, Iterable, Mapping, Sequence

from django.db import connection
from django.db.models.expressions import RawSQL

from portal.search.grams import token_stream, tokens_of_word
from portal.search.models import SearchEntry

from .base import rows

_NEWEST = """
SELECT rowid FROM search_gram WHERE search_gram MATCH %s AND rowid < %s
ORDER BY rowid DESC LIMIT %s
"""
_NEWEST_OF_KIND = """
SELECT g.rowid FROM search_gram g JOIN search_searchentry e ON e.position = g.rowid
WHERE g.search_gram MATCH %s AND g.rowid < %s AND e.kind = %s
ORDER BY g.rowid DESC LIMIT %s
"""
_FORGET = """
INSERT INTO search_gram (search_gram, rowid, title, rest) SELECT 'delete', %s, %s, %s
WHERE EXISTS (SELECT 1 FROM search_gram_docsize WHERE id = %s)
"""
_COUNT = """
SELECT e.kind, count(*)
FROM (SELECT rowid FROM search_gram WHERE search_gram MATCH %s LIMIT %s) g
JOIN search_searchentry e ON e.position = g.rowid GROUP BY e.kind
"""
_OUT_OF_STEP = """
SELECT EXISTS (SELECT id FROM search_gram_docsize
               EXCEPT SELECT position FROM search_searchentry)
    OR EXISTS (SELECT position FROM search_searchentry WHERE position IS NOT NULL
               EXCEPT SELECT id FROM search_gram_docsize)
"""
_HIGHEST = 2**63 - 1


class SQLiteBackend:
    """Phrases of overlapping pairs: everything found contains the words."""

    def add(self, entries: Sequence[SearchEntry]) -> list[SearchEntry]:
        with connection.cursor() as cursor:
            cursor.executemany(
                "INSERT INTO search_gram (rowid, title, rest) VALUES (%s, %s, %s)",
                [_row(entry) for entry in entries],
            )
        return list(entries)

    def discard(self, entries: Sequence[SearchEntry]) -> None:
        # Without content the index must be told again what it is to forget; told of what it
        # never knew, it calls itself malformed.
        with connection.cursor() as cursor:
            cursor.executemany(_FORGET, [(*_row(entry), entry.position) for entry in entries])

    def clear(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO search_gram (search_gram) VALUES ('delete-all')")

    def is_in_step(self) -> bool:
        with connection.cursor() as cursor:
            cursor.execute(_OUT_OF_STEP)
            return not cursor.fetchone()[0]

    def refresh(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO search_gram (search_gram, rank) VALUES ('merge', 500)")

    def is_exact(self, words: Sequence[str]) -> bool:
        return True

    def newest(
        self,
        words: Sequence[str],
        *,
        in_title: bool,
        kind: str | None,
        below: int | None,
        limit: int,
    ) -> list[int]:
        asked = f"title : ({_phrases(words)})" if in_title else _phrases(words)
        below = _HIGHEST if below is None else below
        with connection.cursor() as cursor:
            if kind is None:
                cursor.execute(_NEWEST, [asked, below, limit])
            else:
                cursor.execute(_NEWEST_OF_KIND, [asked, below, kind, limit])
            return rows(cursor)

    def count_by_kind(self, words: Sequence[str], *, most: int) -> dict[str, int]:
        with connection.cursor() as cursor:
            cursor.execute(_COUNT, [_phrases(words), most])
            return dict(cursor.fetchall())

    def matching(self, words: Sequence[str]) -> RawSQL:
        return RawSQL("SELECT rowid FROM search_gram WHERE search_gram MATCH %s", [_phrases(words)])

    def frequencies(self, pairs: Collection[str], *, most: int) -> Mapping[str, int]:
        found = {}
        with connection.cursor() as cursor:
            for pair in pairs:
                cursor.execute("SELECT doc FROM search_vocabulary WHERE term = %s", [pair])
                row = cursor.fetchone()
                if row and row[0] <= most:
                    found[pair] = row[0]
        return found

    def holders(self, pairs: Collection[str]) -> Mapping[str, Collection[int]]:
        found = {}
        with connection.cursor() as cursor:
            for pair in pairs:
                cursor.execute(
                    "SELECT rowid FROM search_gram WHERE search_gram MATCH %s", [_phrases([pair])]
                )
                found[pair] = rows(cursor)
        return found


def _row(entry: SearchEntry) -> tuple[int | None, str, str]:
    rest = token_stream(f"{entry.number_folded}\n{entry.text_folded}")
    return entry.position, token_stream(entry.title_folded), rest


def _phrases(words: Iterable[str]) -> str:
    """Each word as a phrase of its tokens; no token holds a quote (see ``grams``)."""
    return " AND ".join(f'"{" ".join(tokens_of_word(word))}"' for word in words)
