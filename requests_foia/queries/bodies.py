"""The bodies that take applications."""

from django.db.models import Prefetch, QuerySet

from portal.agencies.models import ContactPoint, Organisation


def receiving_bodies() -> QuerySet[Organisation]:
    """Bodies to which a citizen may address an application (条例 art. 27)."""
    return Organisation.objects.filter(is_foi_subject=True, is_active=True)


def receiving_bodies_with_counters() -> QuerySet[Organisation]:
    """The same bodies; ``counters`` of each lists where applications are taken on paper."""
    return receiving_bodies().prefetch_related(
        Prefetch("contacts", queryset=_counters(), to_attr="counters")
    )


def counters_of(body: Organisation) -> QuerySet[ContactPoint]:
    """Where this body takes applications and calls about them."""
    return _counters().filter(organisation=body)


def _counters() -> QuerySet[ContactPoint]:
    return ContactPoint.objects.filter(kind=ContactPoint.Kind.FOI)


def asks_identity_document(code: str) -> bool:
    """Whether this body wants a proof of identity uploaded with an application."""
    return Organisation.objects.filter(code=code, asks_identity_document=True).exists()
