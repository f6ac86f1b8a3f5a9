"""What follows a reply: groups asked alike and entries of the public log, of both bodies."""

from datetime import timedelta

from requests_foia import actions
from requests_foia.models import AnsweredEntry, AskedAlike
from tests.factories import requests_foia as cases
from tests.factories.requests_foia import Bureau

from .values import NOW, Objects, Values, of


def objects(ours: Bureau, theirs: Bureau) -> dict[str, Objects]:
    places = {"own": ours, "elsewhere": theirs}
    entries = {name: _released(place) for name, place in places.items()}
    return {
        "askedalike": {name: _alike(place) for name, place in places.items()},
        "answeredentry": {name: of(entry, "withdraw") for name, entry in entries.items()},
        "entry": {
            "released": of(entries["own"], number=entries["own"].number),
            "unknown": {"pk": 0, "number": "nowhere-2025-0001"},
        },
    }


def _released(place: Bureau) -> AnsweredEntry:
    at = cases.after(days=5)
    entry = actions.prepare_entry(
        application=cases.delivered(place, key=f"listed-{place.body.code}"),
        subject="一处道路工程的招标情况",
        actor=place.clerk,
        at=at,
    )
    return actions.release_entry(entry=entry, actor=place.leader, at=at)


def _alike(place: Bureau) -> Values:
    found_at = NOW - timedelta(days=1)
    group = AskedAlike.objects.create(
        organisation=place.body, applicants=3, found_at=found_at, updated_at=found_at
    )
    group.cases.set(place.body.applications.all()[:3])
    return of(group, "dismiss")
