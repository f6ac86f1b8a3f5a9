"""The one tokenizer: overlapping pairs of adjacent characters, on both databases.

Segmenting Chinese into words silently loses documents; pairs of characters lose none
(docs/adr/0011). After a change here run ``manage.py rebuild_search``.
"""

from collections.abc import Iterable, Iterator
from itertools import pairwise

# ASCII punctuation has a meaning to the databases' parsers. Folding has replaced every
# full-width form by its narrow one, so the wide forms are free to stand for the narrow.
_WIDE = {code: code + 0xFEE0 for code in range(0x21, 0x7F) if not chr(code).isalnum()}


def token_stream(folded: str) -> str:
    """The tokens of a folded text in their order, for an index that keeps positions.

    Each run gives its pairs and then its last character, which also keeps two runs from
    looking like one; the other single characters follow at the end.

    >>> token_stream("住房 补贴a")
    '住房 房 补贴 贴a a 住 补 贴'
    """
    runs = folded.translate(_WIDE).split()
    tokens = [token for run in runs for token in (*pairs_of(run), run[-1])]
    ends = {run[-1] for run in runs}
    singles = dict.fromkeys(character for run in runs for character in run)
    return " ".join([*tokens, *(single for single in singles if single not in ends)])


def token_set(*folded: str) -> set[str]:
    """The different tokens of folded texts, for an index that keeps no positions."""
    found: set[str] = set()
    for run in (run for text in folded for run in text.translate(_WIDE).split()):
        found.update(pairs_of(run))
        found.update(run)
    return found


def tokens_of_word(word: str) -> list[str]:
    """The tokens that a text holds, one after the other, if it contains this folded word.

    >>> tokens_of_word("公积金"), tokens_of_word("住")
    (['公积', '积金'], ['住'])
    """
    wide = word.translate(_WIDE)
    return list(pairs_of(wide)) if len(wide) > 1 else [wide]


def telling_pairs(folded: str) -> Iterable[str]:
    """The pairs of letters and figures in a text of some length, each once, in order.

    >>> list(telling_pairs("第3号，住房。"))
    ['第3', '3号', '住房']
    """
    pairs = (pair for run in folded.split() for pair in pairs_of(run))
    return dict.fromkeys(pair for pair in pairs if pair.isalnum())


def pairs_of(run: str) -> Iterator[str]:
    """The overlapping pairs of a run.

    >>> list(pairs_of("公积金"))
    ['公积', '积金']
    """
    return map("".join, pairwise(run))
