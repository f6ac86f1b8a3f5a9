"""Fees: what came in, and which requests of one applicant the month holds."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db.models import Q, QuerySet, Sum

from portal.agencies.models import Organisation
from portal.agencies.queries import subtree_of
from portal.domain.moments import SHANGHAI, local_day
from requests_foia.domain.fees import Basis, FeeState, month_of
from requests_foia.models import ApplicantDetails, Application, FeeCharge


@dataclass(frozen=True, slots=True)
class Collected:
    """Fees paid in a period. ``amount`` is whole yuan; ``requests`` are those that paid."""

    amount: int
    requests: int
    by_basis: Mapping[Basis, int]


def fees_collected(organisation: Organisation | None, first: date, last: date) -> Collected:
    """What was paid to a body and all below it from ``first`` to ``last``, both included.

    Without a body: to all. Section six of the annual report tells it (国办公开办函〔2021〕30号);
    a payment counts on the day it was made.
    """
    paid = FeeCharge.objects.filter(
        state=FeeState.PAID, paid_on__gte=first, paid_on__lte=last
    ).order_by()
    if organisation is not None:
        paid = paid.filter(application__organisation__in=subtree_of(organisation).values("pk"))
    rows = list(paid.values_list("basis", "paid_amount"))
    by_basis = {b: sum(yuan or 0 for basis, yuan in rows if basis == b) for b in Basis}
    return Collected(sum(by_basis.values()), len(rows), by_basis)


def same_applicant(application: Application) -> QuerySet[Application]:
    """All applications of this applicant to the same body, this one included."""
    return Application.objects.filter(
        of_same_person(application), organisation=application.organisation_id
    )


def of_same_person(application: Application) -> Q:
    """Whatever the applicant of this case has applied for, anywhere; this case included.

    The same person is found by the blind index of the identity or credit number; nobody's
    name is read. Alone where neither is known or the retention rule has removed it.
    """
    known = ApplicantDetails.objects.values_list("id_number_index", "credit_code_index")
    id_number, credit_code = known.get(application=application)
    same = Q(pk=application.pk)
    if id_number:
        same |= Q(details__id_number_index=id_number)
    if credit_code:
        same |= Q(details__credit_code_index=credit_code)
    return same


def month_of_case(application: Application) -> date:
    """The first day of the calendar month in which the request counts."""
    return month_of(local_day(application.submitted_at))[0]


def month_requests(application: Application) -> list[Application]:
    """The applicant's requests of the calendar month before this one, in order.

    The month is that of submission; what was joined to an earlier request counts with it.
    """
    first, following = month_of(local_day(application.submitted_at))
    within = same_applicant(application).filter(
        submitted_at__gte=_midnight(first), submitted_at__lt=_midnight(following)
    )
    earlier = Q(submitted_at__lt=application.submitted_at) | Q(
        submitted_at=application.submitted_at, number__lt=application.number
    )
    return list(within.filter(earlier).order_by("submitted_at", "number"))


def items_before(application: Application) -> int:
    """How many items of the month stand before this request.

    A request counts as one, or as the items it was charged for (一事一申请).
    """
    before = month_requests(application)
    charged = FeeCharge.objects.filter(
        application__in=before,
        basis=Basis.ITEM,
        state__in=(FeeState.NOTICED, FeeState.PAID, FeeState.LAPSED),
    )
    more = charged.aggregate(sum=Sum("quantity"))["sum"] or 0
    return len(before) + more - charged.count()


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=SHANGHAI)
