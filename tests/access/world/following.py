"""What follows a reply at both bodies: groups asked alike, the public log, self-checks."""

from datetime import date, timedelta

from requests_foia import actions
from requests_foia.models import AnsweredEntry, AskedAlike, SelfCheck, SelfCheckEntry
from tests.factories import requests_foia as cases
from tests.factories.requests_foia import Bureau

from .values import NOW, Objects, Values, of


def objects(ours: Bureau, theirs: Bureau) -> dict[str, Objects]:
    places = {"own": ours, "elsewhere": theirs}
    checks = {name: _checked(place) for name, place in places.items()}
    entries = {name: _released(place) for name, place in places.items()}
    return {
        "askedalike": {name: _alike(place) for name, place in places.items()},
        "answeredentry": {name: of(entry, "withdraw") for name, entry in entries.items()},
        "selfcheck": {name: of(entry.self_check) for name, entry in checks.items()},
        "selfcheckentry": {name: of(entry, "keep") for name, entry in checks.items()},
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


def _checked(place: Bureau) -> SelfCheckEntry:
    """A check as the job would open it, with one entry."""
    check = SelfCheck.objects.create(
        organisation=place.body,
        year=2025,
        first_on=date(2024, 11, 1),
        last_on=date(2025, 10, 31),
        due_on=date(2025, 12, 31),
        opened_at=cases.FILED_AT,
        updated_at=cases.FILED_AT,
    )
    case = place.body.applications.order_by("pk")[0]
    return SelfCheckEntry.objects.create(
        self_check=check, application=case, updated_at=cases.FILED_AT
    )
