"""Keeping the index in step with what is public.

An entry is written or removed in the transaction that publishes or withdraws its subject.
It is found from that moment: the engine takes it in a little later, outside the request.
"""

import time
from datetime import datetime

from django.db import models, transaction

from portal.agencies.models import Organisation

from .backends import backend
from .backends.base import position_of
from .domain import fold
from .models import SearchEntry
from .sources import Entry, Source, all_sources

BATCH = 200
# The job stops after this long and goes on at its next turn.
PATIENCE_SECONDS = 20.0


@transaction.atomic
def index(
    *,
    subject: models.Model,
    kind: str,
    title: str,
    text: str,
    url: str,
    published_at: datetime,
    organisation: Organisation | None,
    number: str = "",
) -> SearchEntry:
    """Make ``subject`` findable, replacing what was indexed of it before."""
    _forget(_entries_of(subject))
    entry, _created = SearchEntry.objects.update_or_create(
        subject_type=subject._meta.label_lower,
        subject_id=str(subject.pk),
        defaults={
            "kind": kind,
            "title": title[:300],
            "number": number[:100],
            "text": text,
            "url": url,
            "published_at": published_at,
            "organisation": organisation,
            "title_folded": fold(title[:300]),
            "number_folded": fold(number[:100]),
            "text_folded": fold(text),
            "position": None,
        },
    )
    return entry


def index_entry(entry: Entry) -> SearchEntry:
    """Index what a source describes."""
    return index(
        subject=entry.subject,
        kind=entry.kind,
        title=entry.title,
        text=entry.text,
        url=entry.url,
        published_at=entry.published_at,
        organisation=entry.organisation,
        number=entry.number,
    )


@transaction.atomic
def remove(*, subject: models.Model) -> None:
    """Make ``subject`` unfindable; nothing happens when it was not indexed."""
    _remove(_entries_of(subject))


def take_in_waiting() -> int:
    """Let the engine take in the entries that wait for it; answers how many it took.

    Bounded in time; whatever is left waits for the next turn and is found meanwhile.
    """
    taken, last = 0, 0
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until:
        with transaction.atomic():
            rows = SearchEntry.objects.filter(position__isnull=True, pk__gt=last).order_by("pk")
            batch = list(rows.select_for_update(skip_locked=True, of=("self",))[:BATCH])
            taken += len(_take_in(batch))
        if len(batch) < BATCH:
            break
        last = batch[-1].pk
    return taken


@transaction.atomic
def rebuild() -> int:
    """Throw the index away and fill it from every source. Answers the number of entries."""
    backend().clear()
    SearchEntry.objects.all().delete()
    count, batch = 0, []
    for entry in (entry for source in all_sources() for entry in source.entries()):
        batch.append(index_entry(entry))
        count += 1
        if len(batch) == BATCH:
            _take_in(batch)
            batch = []
    _take_in(batch)
    backend().refresh()
    return count


def reconcile() -> dict[str, int]:
    """Put right whatever the transactions could not: answers what was found wrong.

    Public content without an entry is indexed, entries of what is not public are removed,
    and an engine that lost step (after a restored backup, say) begins anew.
    """
    wrong = {"missing": 0, "stale": 0, "lost_step": 0}
    for source in all_sources():
        missing, stale = _reconcile(source)
        wrong["missing"] += missing
        wrong["stale"] += stale
    known = [source.kind for source in all_sources()]
    wrong["stale"] += _remove(SearchEntry.objects.exclude(kind__in=known))
    if not backend().is_in_step():
        wrong["lost_step"] = 1
        with transaction.atomic():
            backend().clear()
            SearchEntry.objects.filter(position__isnull=False).update(position=None)
    take_in_waiting()
    backend().refresh()
    return wrong


def _reconcile(source: Source) -> tuple[int, int]:
    held = SearchEntry.objects.filter(kind=source.kind)
    public = {str(pk) for pk in source.public().order_by().values_list("pk", flat=True)}
    entered = set(held.order_by().values_list("subject_id", flat=True))
    missing = sorted(public - entered)
    for start in range(0, len(missing), BATCH):
        for row in source.public().filter(pk__in=missing[start : start + BATCH]):
            index_entry(source.entry(row))
    stale = sorted(entered - public)
    for start in range(0, len(stale), BATCH):
        _remove(held.filter(subject_id__in=stale[start : start + BATCH]))
    return len(missing), len(stale)


def _take_in(entries: list[SearchEntry]) -> list[SearchEntry]:
    for entry in entries:
        entry.position = position_of(entry)
    taken = backend().add(entries)
    SearchEntry.objects.bulk_update(taken, ["position"])
    return taken


def _entries_of(subject: models.Model) -> models.QuerySet[SearchEntry]:
    return SearchEntry.objects.filter(
        subject_type=subject._meta.label_lower, subject_id=str(subject.pk)
    )


def _forget(rows: models.QuerySet[SearchEntry]) -> None:
    """The engine forgets these entries as they stand now."""
    entered = rows.filter(position__isnull=False).select_for_update(of=("self",))
    backend().discard(list(entered))


@transaction.atomic
def _remove(rows: models.QuerySet[SearchEntry]) -> int:
    _forget(rows)
    return rows.delete()[0]
