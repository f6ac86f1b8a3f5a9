"""What follows a reply: groups asked alike, of both bodies."""

from datetime import timedelta

from requests_foia.models import AskedAlike
from tests.factories.requests_foia import Bureau

from .values import NOW, Objects, Values, of


def objects(ours: Bureau, theirs: Bureau) -> dict[str, Objects]:
    places = {"own": ours, "elsewhere": theirs}
    return {"askedalike": {name: _alike(place) for name, place in places.items()}}


def _alike(place: Bureau) -> Values:
    found_at = NOW - timedelta(days=1)
    group = AskedAlike.objects.create(
        organisation=place.body, applicants=3, found_at=found_at, updated_at=found_at
    )
    group.cases.set(place.body.applications.all()[:3])
    return of(group, "dismiss")
