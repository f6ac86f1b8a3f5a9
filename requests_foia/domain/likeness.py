"""Which texts ask for much the same: by the pairs of characters they share, nothing else."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence

ENOUGH = 0.5
"""Two texts are alike when they share at least this part of all their pairs (Jaccard)."""
_COMMON_SHARE, _COMMON_AT_LEAST = 0.2, 50


def likeness(one: str, other: str) -> float:
    """How alike two texts are: the share of pairs of letters they have in common (Dice).

    Spaces and punctuation don't count; 0 for nothing in common, 1 for the same.

    >>> likeness("桃源路改造工程的合同", "桃源路 改造工程的合同。")
    1.0
    >>> likeness("桃源路改造工程的合同", "教育经费决算")
    0.0
    """
    first, second = set(_pairs(one)), set(_pairs(other))
    total = len(first) + len(second)
    return 2 * len(first & second) / total if total else 0.0


def _pairs(text: str) -> Iterator[str]:
    letters = "".join(letter for letter in text.lower() if letter.isalnum())
    return (letters[place : place + 2] for place in range(len(letters) - 1))


def alike_groups(texts: Sequence[Collection[str]], *, enough: float = ENOUGH) -> list[list[int]]:
    """The positions of texts that are alike, directly or through others; groups of two and up.

    A text is given as its pairs of characters. Pairs that stand in a fifth of many texts tell
    nothing and are left out, which also keeps the work small.

    >>> pairs = lambda text: {text[i:i + 2] for i in range(len(text) - 1)}
    >>> alike_groups([pairs("桃源路中标结果"), pairs("幼儿园收费"), pairs("桃源路的中标结果")])
    [[0, 2]]
    """
    most = max(int(len(texts) * _COMMON_SHARE), _COMMON_AT_LEAST)
    frequency = Counter(pair for text in texts for pair in set(text))
    told = [frozenset(pair for pair in text if frequency[pair] <= most) for text in texts]
    holders: dict[str, list[int]] = defaultdict(list)
    group = list(range(len(texts)))
    for here, text in enumerate(told):
        shared = Counter(there for pair in text for there in holders[pair])
        for there, count in shared.items():
            if count >= enough * (len(text) + len(told[there]) - count):
                _join(group, here, there)
        for pair in text:
            holders[pair].append(here)
    members: dict[int, list[int]] = defaultdict(list)
    for here in range(len(texts)):
        members[_head(group, here)].append(here)
    return [found for found in members.values() if len(found) > 1]


def _head(group: list[int], one: int) -> int:
    while group[one] != one:
        group[one] = group[group[one]]
        one = group[one]
    return one


def _join(group: list[int], one: int, other: int) -> None:
    heads = sorted((_head(group, one), _head(group, other)))
    group[heads[1]] = heads[0]
