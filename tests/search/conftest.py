"""An index of throw-away subjects, waiting for the engine or taken in by it."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial

import pytest

from portal.agencies.models import Organisation
from portal.search import actions, sources
from portal.search.models import SearchEntry
from tests.factories.agencies import OrganisationFactory
from tests.factories.disclosure import PUBLISHED_AT

KINDS = ("document", "interpretation")


@pytest.fixture
def _public_organisations(monkeypatch: pytest.MonkeyPatch) -> None:
    """Organisations serve as subjects; the active ones are what the public may read."""
    fakes = {
        kind: sources.Source(
            kind,
            kind,
            public=partial(Organisation.objects.filter, is_active=True, short_name=kind),
            entry=entry_of,
            answers_requests=kind == "document",
        )
        for kind in KINDS
    }
    monkeypatch.setattr(sources, "_sources", fakes)


def entry_of(row: Organisation) -> sources.Entry:
    return sources.Entry(row, "document", row.name, "", "/x/", PUBLISHED_AT, None)


@pytest.fixture(params=["waiting", "taken in"])
def index(request, db, _public_organisations) -> Callable[..., SearchEntry]:
    """Makes something findable; every test holds before and after the engine took it in."""

    def put(title, text="", number="", kind="document", days=0):
        entry = actions.index(
            subject=OrganisationFactory(name=title[:100], short_name=kind),
            kind=kind,
            title=title,
            text=text,
            number=number,
            url="/x/",
            published_at=PUBLISHED_AT + timedelta(days=days),
            organisation=None,
        )
        if request.param == "taken in":
            actions.take_in_waiting()
        return entry

    return put
