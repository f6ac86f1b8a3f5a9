"""The measuring half of ``benchmarks/search.py``, run once per database."""

from __future__ import annotations

import random
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402

from portal.agencies.models import Organisation  # noqa: E402
from portal.search import actions, queries  # noqa: E402
from portal.search.backends import backend  # noqa: E402
from portal.search.domain import fold, split_terms  # noqa: E402
from portal.search.models import SearchEntry  # noqa: E402
from portal.search.queries.hits import containing  # noqa: E402
from portal.search.sources import Entry, Source, register_source  # noqa: E402
from tests.search.texts import laws, shipped  # noqa: E402

KIND, PAGE, PER_CLASS, SAMPLE = "bench", 20, 12, 1000
RECALL_GOAL, PAGE_GOAL_MS, RATIO_GOAL = 1.0, 150.0, 10.0
FIRST = datetime(2020, 1, 1, tzinfo=UTC)
# Share of the documents that hold a term of this class.
COMMON, MID, RARE = (0.3, 0.8), (0.02, 0.06), (0.0, 0.003)
COMMON4, MID4, RARE4 = (0.06, 0.3), (0.008, 0.03), (0.0, 0.0015)


def sentences() -> list[str]:
    texts = [text for _title, text in (*shipped(), *laws(400))]
    found = {s.strip() for text in texts for s in text.replace("\n", "。").split("。")}
    return sorted(s for s in found if 8 <= len(s) <= 200)


def fill(number: int, chance: random.Random) -> list[str]:
    """So many documents of shuffled sentences; their folded texts."""
    stock = sentences()
    subjects = Organisation.objects.bulk_create(
        (Organisation(code=f"s{n}", name=f"单位{n}", kind="department") for n in range(number)),
        batch_size=1000,
    )
    texts = []
    for start in range(0, number, 500):
        rows = []
        for n in range(start, min(start + 500, number)):
            title = chance.choice(stock)[:60]
            text = "。".join(chance.choices(stock, k=chance.randint(10, 40)))
            texts.append(fold(f"{title}\n{text}"))
            rows.append(_entry(subjects[n], n, title, text))
        SearchEntry.objects.bulk_create(rows)
    return texts


def _entry(subject: Organisation, n: int, title: str, text: str) -> SearchEntry:
    return SearchEntry(
        kind=KIND,
        subject_type="agencies.organisation",
        subject_id=str(subject.pk),
        title=title,
        text=text,
        url="/x/",
        published_at=FIRST + timedelta(minutes=n),
        title_folded=fold(title),
        text_folded=fold(text),
    )


def windows(texts: list[str], length: int, chance: random.Random) -> Iterator[str]:
    while True:
        text = chance.choice(texts)
        start = chance.randrange(max(1, len(text) - length))
        window = text[start : start + length]
        if len(window) == length and window.isalpha() and not window.isascii():
            yield window


def of_frequency(
    texts: list[str], length: int, share: tuple[float, float], chance: random.Random
) -> list[str]:
    sample = chance.sample(texts, min(SAMPLE, len(texts)))

    def fits(term: str) -> bool:
        found = sum(term in text for text in sample) / len(sample)
        return share[0] <= found <= share[1]

    candidates = dict.fromkeys(islice(windows(texts, length, chance), 3000))
    return list(islice(filter(fits, candidates), PER_CLASS))


def classes(texts: list[str], chance: random.Random) -> dict[str, list[str]]:
    def free(length: int) -> list[str]:
        return list(islice(windows(texts, length, chance), PER_CLASS))

    def two_of_one() -> str:
        text = [chance.choice(texts)]
        return f"{next(windows(text, 2, chance))} {next(windows(text, 3, chance))}"

    return {
        "1 any": free(1),
        "2 common": of_frequency(texts, 2, COMMON, chance),
        "2 mid": of_frequency(texts, 2, MID, chance),
        "2 rare": of_frequency(texts, 2, RARE, chance),
        "4 common": of_frequency(texts, 4, COMMON4, chance),
        "4 mid": of_frequency(texts, 4, MID4, chance),
        "4 rare": of_frequency(texts, 4, RARE4, chance),
        "6 any": free(6),
        "multi": [two_of_one() for _ in range(PER_CLASS)],
    }


def timed(work: Callable[[], object]) -> tuple[float, object]:
    started = time.perf_counter()
    answer = work()
    return (time.perf_counter() - started) * 1000, answer


def reading(terms: str) -> set[str]:
    """What LIKE finds: the truth, and the yardstick."""
    rows = SearchEntry.objects.filter(containing(split_terms(terms))).order_by()
    return set(rows.values_list("subject_id", flat=True))


def first_page(terms: str) -> list[SearchEntry]:
    return queries.entries(queries.find(terms, upto=PAGE).hits[:PAGE])


def share(part: set[str], whole: set[str]) -> float:
    return len(part) / len(whole) if whole else 1.0


def measure(name: str, asked: list[str]) -> bool:
    recall, precision, pages, likes = 1.0, 1.0, [], []
    for terms in asked:
        like, truth = timed(lambda terms=terms: reading(terms))
        found = set(queries.subject_ids(terms, KIND))
        shown = {row.subject_id for row in first_page(terms)}
        recall = min(recall, share(found & truth, truth))
        precision = min(precision, share(found & truth, found), share(shown & truth, shown))
        pages += [timed(lambda terms=terms: first_page(terms))[0] for _ in range(3)]
        likes.append(like)
    pages.sort()
    p50, p95 = statistics.median(pages), pages[int(len(pages) * 0.95)]
    like = statistics.median(likes)
    ratio = like / p50
    good = recall >= RECALL_GOAL and precision >= RECALL_GOAL and p95 <= PAGE_GOAL_MS
    print(
        f"{name:9} n={len(asked):2} recall {recall:.3f} precision {precision:.3f}"
        f"  page p50 {p50:6.1f} p95 {p95:6.1f} ms  LIKE {like:7.1f} ms  ratio {ratio:5.1f}"
        f"  {'reached' if good and ratio >= RATIO_GOAL else 'short'}"
    )
    return good


def main() -> None:
    number = int(sys.argv[1])
    chance = random.Random(20_260_101)
    call_command("migrate", verbosity=0)
    public = Organisation.objects.filter
    register_source(
        Source(
            KIND,
            KIND,
            public=lambda: public(code__startswith="s"),
            entry=lambda row: Entry(row, KIND, row.name, "", "/x/", FIRST, None),
            answers_requests=True,
        )
    )
    texts = fill(number, chance)
    characters = sum(map(len, texts)) // number
    seconds = timed(take_all_in)[0] / 1000
    backend().refresh()
    if connection.vendor == "postgresql":
        connection.cursor().execute("VACUUM ANALYZE")
    print(
        f"\n{connection.vendor}: {number} documents of {characters} characters,"
        f" indexed in {seconds:.0f} s ({number / seconds:.0f}/s)"
    )
    for name, asked in classes(texts, chance).items():
        measure(name, asked)
    described = ["".join(chance.sample(text.split("。"), 2))[:80] for text in texts[:40]]
    offers = sorted(timed(lambda t=t: queries.nearest(t, limit=3))[0] for t in described)
    print(f"nearest   p50 {statistics.median(offers):6.1f} p95 {offers[-2]:6.1f} ms")


def take_all_in() -> None:
    while SearchEntry.objects.filter(position__isnull=True).exists():
        actions.take_in_waiting()


if __name__ == "__main__":
    main()
