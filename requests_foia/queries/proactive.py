"""Table two: what was published, counted from the documents where they can be counted."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Count, Q

from disclosure.models import Document
from disclosure.queries.documents import published, within_category
from requests_foia.domain.annual import TableTwo
from requests_foia.domain.annual.tables import Texts
from requests_foia.models import ProactiveCount

from .tables import Scope

NORMATIVE = "policy-normative"
_GONE = (Document.Validity.REPEALED, Document.Validity.EXPIRED)
_NOTHING = Texts(0, 0, 0)


def two(scope: Scope) -> TableTwo:
    """Table two of the scope's bodies for the year its period ends in.

    What the office keyed in for a body goes before what its documents say.
    """
    keyed = list(
        ProactiveCount.objects.filter(
            organisation__in=scope.bodies.values("pk"), year=scope.last.year
        )
    )
    listed = _normative_documents(scope)
    bodies = {row.organisation_id for row in keyed} | set(listed)
    by_body = {row.organisation_id: row for row in keyed}
    return TableTwo(
        rules=_sum(
            Texts(row.rules_issued, row.rules_repealed, row.rules_in_force) for row in keyed
        ),
        normative=_sum(
            _corrected(listed.get(body, _NOTHING), by_body.get(body)) for body in bodies
        ),
        licences=sum(row.licences for row in keyed),
        penalties=sum(row.penalties for row in keyed),
        coercions=sum(row.coercions for row in keyed),
        fee_amount=sum((row.fee_amount for row in keyed), Decimal("0.00")),
    )


def _normative_documents(scope: Scope) -> dict[int, Texts]:
    """Published normative documents by body: made, repealed or lapsed, and in force."""
    ended, ended_before = _ended_by(scope.last), _ended_by(scope.first - timedelta(days=1))
    documents = within_category(published(), NORMATIVE).filter(
        organisation__in=scope.bodies.values("pk"),
        published_at__lt=scope.before,
        formed_on__lte=scope.last,
    )
    rows = (
        documents.order_by()
        .values("organisation_id")
        .annotate(
            issued=Count("pk", filter=Q(formed_on__gte=scope.first)),
            repealed=Count("pk", filter=ended & ~ended_before),
            in_force=Count("pk", filter=~ended),
        )
    )
    found: dict[int, Texts] = defaultdict(lambda: _NOTHING)
    for row in rows:
        found[row["organisation_id"]] = Texts(row["issued"], row["repealed"], row["in_force"])
    return found


def _ended_by(day: date) -> Q:
    """No longer in force at the end of ``day``: repealed by decision, or past its last day."""
    undated = Q(validity__in=_GONE, validity_changed_on__isnull=True)
    decided = Q(validity__in=_GONE, validity_changed_on__isnull=False, validity_changed_on__lte=day)
    lapsed = ~Q(validity__in=_GONE) & Q(expires_on__isnull=False, expires_on__lt=day)
    return undated | decided | lapsed


def _corrected(listed: Texts, keyed: ProactiveCount | None) -> Texts:
    if keyed is None:
        return listed
    given = (keyed.normative_issued, keyed.normative_repealed, keyed.normative_in_force)
    counted = (listed.issued, listed.repealed, listed.in_force)
    return Texts(*(c if g is None else g for g, c in zip(given, counted, strict=True)))


def _sum(texts: Iterable[Texts]) -> Texts:
    total = _NOTHING
    for one in texts:
        total = Texts(
            total.issued + one.issued,
            total.repealed + one.repealed,
            total.in_force + one.in_force,
        )
    return total
