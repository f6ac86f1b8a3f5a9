"""Which letters a member of staff may send to the printer."""

from datetime import date, timedelta

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, OuterRef, QuerySet

from portal.agencies.models import User
from portal.obligations.domain.steps import start_of
from requests_foia.models import Application, Letter, PrintBatchItem

from .people import revealable


def letters_to_print(user: User | AnonymousUser, on: date) -> QuerySet[Letter]:
    """The letters of the cases whose applicant ``user`` may know, in the order of issue."""
    cases = revealable(Application.objects.order_by(), user, on)
    joined = PrintBatchItem.objects.filter(
        letter=OuterRef("pk"), outcome=PrintBatchItem.Outcome.JOINED
    )
    letters = Letter.objects.filter(application__in=cases.values("pk"))
    return letters.annotate(was_joined=Exists(joined)).order_by("issued_at", "pk")


def letters_of_day(user: User | AnonymousUser, day: date, on: date) -> QuerySet[Letter]:
    """Those issued on that Shanghai day."""
    first, following = start_of(day), start_of(day + timedelta(days=1))
    rows = letters_to_print(user, on).filter(issued_at__gte=first, issued_at__lt=following)
    return rows.select_related("application")
