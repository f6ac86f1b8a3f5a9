"""Hostile query strings and addresses: never a server error, on either database."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import quote

import pytest
from django.contrib import admin
from django.urls import reverse

from portal.api.catalogue import offers
from portal.desk.lookups import allowed_parameters

from . import corpus, table
from .actors import Actor
from .asking import Asker, names_read
from .world import World

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("plain_refusals")]

SITE: Any = admin.site


def _pages(world: World) -> dict[str, str]:
    """Every public page outside the API, once."""
    return {
        row.route: table.path_of(world, row.route, row.name)
        for row in table.rows()
        if row.method == "GET"
        and row.expected["anonymous"] == 200
        and not row.route.startswith("api/")
    }


# Query strings ------------------------------------------------------------------------


def test_no_parameter_of_a_public_page_breaks_it(world: World, who: Mapping[str, Actor]) -> None:
    """Each parameter that the page looks at; with every value where it is met first."""
    asker, found = Asker(who["anonymous"]), set()
    for path in _pages(world).values():
        with names_read() as names:
            asker.ask("GET", path, {"q": "公开"})
        for value in corpus.UNTEXTS:
            asker.ask("GET", f"{path}?stray={value}")
        for name in sorted(names):
            for value in corpus.FEW if name in found else corpus.VALUES:
                asker.ask("GET", f"{path}?{quote(name)}={value}")
        found |= names
    assert asker.faults == []
    assert {"q", "page", "year", "kind", "day"} <= found


def test_a_thousand_of_a_parameter_are_refused(world: World, who: Mapping[str, Actor]) -> None:
    same = "&".join(["q=a"] * corpus.REPEATED)
    different = "&".join(f"q{number}=a" for number in range(corpus.REPEATED))
    for path in [*_pages(world).values(), *(offer.path for offer in offers())]:
        for query in (same, different):
            assert who["key"].ask("GET", f"{path}?{query}").status_code == 400


COMMON = ("updated_since", "limit", "fields", "format", "order", "page", "stray")


def _values(offer: Any, name: str) -> Sequence[str]:
    """Every value for the first parameter of its kind, elsewhere what broke one before."""
    if name not in offer.filters:
        return corpus.VALUES if offer is offers()[0] else ()
    kind = type(offer.filters[name])
    same = [
        (other.name, key)
        for other in offers()
        for key, parameter in other.filters.items()
        if type(parameter) is kind
    ]
    return corpus.VALUES if same[0] == (offer.name, name) else corpus.FEW


@pytest.mark.parametrize("offer", offers(), ids=lambda offer: offer.name)
def test_no_parameter_of_the_api_breaks_it(who: Mapping[str, Actor], offer: Any) -> None:
    asker = Asker(who["key"])
    for name in (*offer.filters, *COMMON):
        for value in _values(offer, name):
            asker.ask("GET", f"{offer.path}?{name}={value}")
    for cursor in corpus.CURSORS:
        asker.ask("GET", f"{offer.path}?cursor={cursor}")
    assert asker.faults == []


# Addresses ----------------------------------------------------------------------------

ODD = (*corpus.UNTEXTS, "_00", "1" + "0" * 40, "1.5", "-1", "%25", "%2e%2e%2f", "長" * 900)
PUBLIC = (
    *("{}", "disclosure/{}/", "disclosure/category/{}/", "interpretation/{}/", "files/{}/"),
    *("interpretation/comments/document/{}/", "interpretation/comments/{}/1/", "sitemap/{}.xml"),
    *("consultations/{}/", "requests/new/{}/", "requests/track/{}/", "organisations/{}/"),
    *("requests/track/{}/letters/{}/", "requests/track/{}/letters/{}/pdf/", "verify/{}/"),
    "api/v1/{}/",
    *(f"api/v1/{name}/{{}}/" for name in ("documents", "categories", "comments", "consultations")),
    *(f"api/v1/{name}/{{}}/" for name in ("applications", "audit", "interpretations")),
    "api/v1/obligations/{}/",
)
DESK = (
    *("admin/{}/", "admin/notices/{}/read/", "admin/requests_foia/application/{}/applicant/"),
    *("admin/requests_foia/application/{}/letters/{}/" + end for end in ("", "pdf/", "delivery/")),
    *(
        f"admin/{model._meta.app_label}/{model._meta.model_name}/{{}}/{page}/"
        for model in SITE._registry
        for page in ("change", "history", "step/submit")
    ),
)


@pytest.mark.parametrize(("role", "addresses"), [("key", PUBLIC), ("clerk", DESK), ("admin", DESK)])
def test_no_hostile_address_breaks_a_page(
    who: Mapping[str, Actor], role: str, addresses: tuple[str, ...]
) -> None:
    asker = Asker(who[role])
    for path in addresses:
        for odd in ODD:
            asker.ask("GET", "/" + path.replace("{}", odd))
    assert asker.faults == []


# The desk's lists ---------------------------------------------------------------------

KEPT_BY_ADMIN = ("agencies", "audit", "jobs", "outbox", "api", "calendar", "desk")
STRAY = (
    *("anything__startswith=1101", "pk__startswith=1", "id__regex=(a%2B)%2B$", "a__b__c__d=1"),
    *("all=1", "e=1", "_facets=1", "_popup=1", "_to_field=pk", "_to_field=%ff", "range=x", "__=1"),
    *("o=1.2.3.-99.x..", "_changelist_filters=%25%00", "=", "&&&", "%5B%5D=1"),
)


SEARCHED = [model for model, page in SITE._registry.items() if page.search_fields]
LONG = quote(corpus.TEXTS["many terms"])


@pytest.mark.parametrize("model", SITE._registry, ids=lambda model: model._meta.model_name)
def test_no_parameter_breaks_a_list_of_the_desk(
    who: Mapping[str, Actor], model: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = SITE.get_model_admin(model)
    # The question is what the parameters do; one row is drawn as a hundred are.
    monkeypatch.setattr(page, "list_per_page", 1)
    path = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
    readers = ("admin",) if model._meta.app_label in KEPT_BY_ADMIN else ("auditor", "clerk")
    role = next(role for role in readers if who[role].ask("GET", path).status_code == 200)
    asker = Asker(who[role])
    for query in (*STRAY, *_queries(model, page)):
        asker.ask("GET", f"{path}?{query}")
    assert asker.faults == []


def _queries(model: Any, page: Any) -> Iterator[str]:
    """Every filter of the list, its search, its pages and its order with what may break them."""
    names = allowed_parameters(model, page.list_filter, page.date_hierarchy)
    for name in sorted(names | {"p", "o"}):
        yield from (f"{name}={value}" for value in corpus.FEW)
    if page.search_fields:
        wide = corpus.VALUES if model is SEARCHED[0] else (*corpus.FEW, LONG)
        yield from (f"q={value}" for value in wide)


def test_a_search_of_the_desk_finds_nobody(who: Mapping[str, Actor]) -> None:
    """Names, numbers and words of an applicant are no search terms: nothing is found."""
    path = reverse("admin:requests_foia_application_changelist")
    for role in ("clerk", "leader", "auditor"):
        shown = who[role].ask("GET", path, {"range": "all"}).content.decode()
        assert "requests_foia/application/" in shown
        for term in ("欧阳雪见", "1101", "13800131234", "桃源路", "xuejian.ouyang"):
            found = who[role].ask("GET", path, {"q": term, "range": "all"}).content.decode()
            assert 'name="_selected_action"' not in found
            assert 'class="field-number"' not in found
