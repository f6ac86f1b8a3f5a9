"""What the entrance pages read; each a constant number of queries."""

from collections.abc import Iterator
from datetime import datetime
from itertools import groupby

from django.db.models import Prefetch, QuerySet

from disclosure.models import Category, Document
from disclosure.queries.documents import published
from portal.agencies.models import ContactPoint, Organisation
from portal.obligations.queries import Figures, figures_of_year
from portal.search.models import SearchEntry

# The blocks of the platform (国办公开办函〔2019〕61号), as the catalogue names them.
STATUTORY, RULES = "statutory", "rules"


def active_bodies() -> QuerySet[Organisation]:
    """The bodies and units in use, in the order of the directory."""
    return Organisation.objects.filter(is_active=True)


def directory() -> list[tuple[str, list[Organisation]]]:
    """The bodies in use by kind, in the order in which the kinds are declared.

    Units inside a body stand on its page, not here.
    """
    order = {kind: place for place, kind in enumerate(Organisation.Kind.values)}
    bodies = active_bodies().exclude(kind=Organisation.Kind.UNIT)
    by_kind = sorted(bodies, key=lambda body: order[body.kind])
    return [
        (str(Organisation.Kind(kind).label), list(group))
        for kind, group in groupby(by_kind, key=lambda body: body.kind)
    ]


def receiving_bodies_with_contacts() -> QuerySet[Organisation]:
    """The bodies that take applications, with the counters and telephones for them."""
    contacts = ContactPoint.objects.filter(
        kind__in=[ContactPoint.Kind.FOI, ContactPoint.Kind.COMPLAINT]
    )
    bodies = active_bodies().filter(is_foi_subject=True)
    return bodies.prefetch_related(Prefetch("contacts", contacts, to_attr="foi_contacts"))


def statutory_heads() -> QuerySet[Category]:
    """The heads of what must be published (条例 arts. 20–21)."""
    found: QuerySet[Category] = Category.objects.filter(parent__code=STATUTORY)
    return found


def documents_under(code: str) -> QuerySet[Document]:
    """The published documents of one block of the catalogue, newest first."""
    block = Category.objects.filter(code=code)
    below = Category.objects.filter(parent__in=block)
    heads = (block | below).values("pk")
    return published().filter(category__in=heads).select_related("organisation")


def newest_documents(limit: int) -> QuerySet[Document]:
    """What was published last, with the body it comes from."""
    return published().select_related("organisation").defer("body")[:limit]


def figures_of(year: int, at: datetime) -> Iterator[Figures]:
    """The on-time figures of a year, piece by piece: their sum is what its page says."""
    return (cell.figures for cell in figures_of_year(year=year, at=at))


def public_pages() -> QuerySet[SearchEntry]:
    """Every public page with content of its own, in an order that does not move."""
    return SearchEntry.objects.order_by("pk")
