"""Finding by likeness: what shares the telling pairs of a description."""

from collections import Counter
from collections.abc import Collection, Mapping
from math import log

from portal.search.backends import backend
from portal.search.domain import fold
from portal.search.grams import telling_pairs
from portal.search.models import SearchEntry
from portal.search.sources import all_sources, only_public

MAX_LENGTH = 2000
# Enough to tell what is meant; the rarest are the most telling.
PAIRS_ASKED = 24
_CANDIDATES = 40
_RARE_SHARE, _RARE_AT_LEAST, _RARE_AT_MOST = 0.05, 50, 2000
# A pair in the title says more about a document than one in its text.
_TITLE_BONUS = 2.0
# Below this share of the description's weight, likeness is chance.
_ENOUGH = 0.3
_PAIRS_AT_LEAST = 2


def nearest(description: str, *, limit: int) -> list[SearchEntry]:
    """The public entries most like a description of any length, the most alike first.

    Only of the kinds that answer requests, and only those alike enough to be worth a
    look; mostly none for a few characters. Not every word needs to be there.
    """
    pairs = list(telling_pairs(fold(description[:MAX_LENGTH])))
    weights = _weights(pairs)
    if len(weights) < _PAIRS_AT_LEAST:
        return []
    scores = _scores(weights)
    best = [position for position, _score in scores.most_common(_CANDIDATES)]
    kinds = [source.kind for source in all_sources() if source.answers_requests]
    rows = SearchEntry.objects.filter(position__in=best, kind__in=kinds)
    ranked = _ranked(rows.select_related("organisation").defer("text_folded"), scores, weights)
    return only_public(ranked)[:limit]


def _weights(pairs: Collection[str]) -> dict[str, float]:
    """The rarest pairs by how much they tell; what stands everywhere or nowhere tells nothing."""
    held = SearchEntry.objects.filter(position__isnull=False).count()
    most = min(max(int(held * _RARE_SHARE), _RARE_AT_LEAST), _RARE_AT_MOST)
    found = backend().frequencies(pairs, most=most)
    rarest = sorted(found, key=lambda pair: found[pair])[:PAIRS_ASKED]
    return {pair: log(1 + held / found[pair]) for pair in rarest}


def _scores(weights: Mapping[str, float]) -> Counter[int]:
    scores: Counter[int] = Counter()
    for pair, positions in backend().holders(list(weights)).items():
        for position in positions:
            scores[position] += weights[pair]  # type: ignore[assignment]
    return scores


def _ranked(
    rows: Collection[SearchEntry], scores: Mapping[int, float], weights: Mapping[str, float]
) -> list[SearchEntry]:
    enough = sum(weights.values()) * _ENOUGH

    def likeness(row: SearchEntry) -> float:
        shared = sum(weights[pair] for pair in weights if pair in row.title_folded)
        return scores[row.position or 0] + _TITLE_BONUS * shared

    alike = [row for row in rows if likeness(row) >= enough]
    return sorted(alike, key=lambda row: (-likeness(row), -(row.position or 0)))
