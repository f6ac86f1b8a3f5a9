"""Recall is 1.000: the engine finds exactly what reading every text finds."""

import random
from collections.abc import Iterator

import pytest
from django.db import connection

from portal.agencies.models import Organisation
from portal.search import actions, queries
from portal.search.backends import backend, postgresql
from portal.search.domain import fold, split_terms
from portal.search.models import SearchEntry
from tests.factories.disclosure import PUBLISHED_AT

from .texts import pieces

DOCUMENTS, QUERIES = 240, 12
pytestmark = pytest.mark.django_db


@pytest.fixture
def entries(_public_organisations) -> list[SearchEntry]:
    """Real texts, all published in the same second, taken in by the engine."""
    texts = pieces(DOCUMENTS)
    subjects = Organisation.objects.bulk_create(
        Organisation(code=f"r{n}", name=f"机构{n}", short_name="document", kind="department")
        for n in range(len(texts))
    )
    rows = SearchEntry.objects.bulk_create(
        SearchEntry(
            kind="document",
            subject_type="agencies.organisation",
            subject_id=str(subject.pk),
            title=title[:300],
            number=f"云政发〔2026〕{number}号",
            text=text,
            url="/x/",
            published_at=PUBLISHED_AT,
            title_folded=fold(title[:300]),
            number_folded=fold(f"云政发〔2026〕{number}号"),
            text_folded=fold(text),
        )
        for number, (subject, (title, text)) in enumerate(zip(subjects, texts, strict=True))
    )
    assert actions.take_in_waiting() == len(rows) >= 100
    backend().refresh()
    return rows


def windows(entries: list[SearchEntry], length: int) -> Iterator[str]:
    """Any so many adjacent characters of any text, as a visitor might copy them."""
    chance = random.Random(length)
    while True:
        text = chance.choice(entries).text_folded
        start = chance.randrange(max(1, len(text) - length))
        window = text[start : start + length]
        if len(window.split()) == 1 and len(window.strip()) == length:
            yield window


def asked(entries: list[SearchEntry]) -> Iterator[str]:
    for length in (1, 2, 4, 6, 9):
        yield from (term for term, _ in zip(windows(entries, length), range(QUERIES), strict=False))
    pairs = zip(windows(entries, 2), windows(entries, 3), strict=True)
    yield from (f"{one} {other}" for (one, other), _ in zip(pairs, range(QUERIES), strict=False))
    chance = random.Random(7)
    for entry in chance.sample(entries, QUERIES):
        words = entry.text_folded.split()
        yield f"{chance.choice(words)[:5]} {chance.choice(words)[-3:]}"
        yield entry.title[:6]
    yield from ("2026", "026", "〔2026〕1", "号", "第一", "一条 第", "；", "不存在的词语")


def reading(entries: list[SearchEntry], terms: str) -> set[int]:
    """What somebody finds who reads everything."""
    words = split_terms(terms)
    fields = [(e.pk, (e.title_folded, e.number_folded, e.text_folded)) for e in entries]
    return {
        pk for pk, texts in fields if all(any(word in text for text in texts) for word in words)
    }


@pytest.mark.parametrize(("walk_at_most", "margin"), [(5000, 2), (5, 0)])
def test_nothing_is_lost_and_nothing_is_invented(entries, monkeypatch, walk_at_most, margin):
    monkeypatch.setattr(postgresql, "WALK_AT_MOST", walk_at_most)
    monkeypatch.setattr(postgresql, "WALK_MARGIN", margin)
    found_some = 0
    for terms in asked(entries):
        truth = reading(entries, terms)
        found = queries.find(terms)
        assert {hit.pk for hit in found.hits} == truth, terms
        assert found.total == len(truth), terms
        found_some += bool(truth)
    assert found_some > 80


def test_lists_are_filtered_by_the_same_finding(entries):
    subjects = {entry.pk: entry.subject_id for entry in entries}
    for terms in list(asked(entries))[::5]:
        wanted = {subjects[pk] for pk in reading(entries, terms)}
        assert set(queries.subject_ids(terms, "document")) == wanted, terms


@pytest.mark.parametrize(("walk_at_most", "margin"), [(5000, 2), (5, 0)])
def test_small_batches_come_to_the_same(entries, monkeypatch, walk_at_most, margin):
    monkeypatch.setattr(postgresql, "WALK_AT_MOST", walk_at_most)
    monkeypatch.setattr(postgresql, "WALK_MARGIN", margin)
    monkeypatch.setattr(queries.hits, "FIRST_BATCH", 2)
    monkeypatch.setattr(queries.finding, "MAX_RESULTS", 20)
    monkeypatch.setattr(queries.finding, "_LOOK_AHEAD", 3)
    for terms in ("第一", "应当", "2026", "规定的"):
        truth = reading(entries, terms)
        found = [hit.pk for hit in queries.find(terms, "document", upto=10).hits]
        assert len(found) == len(set(found)) == min(13 if len(truth) > 20 else 20, len(truth))
        assert set(found) <= truth


@pytest.mark.postgresql
def test_common_pairs_are_learnt(entries):
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*), max(share) FROM search_common")
        number, share = cursor.fetchone()
    assert number > 100
    assert 0.02 < share <= 1
