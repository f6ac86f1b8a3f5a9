"""What a body looks at again once a year, and who may see it."""

from collections.abc import Iterator
from datetime import date

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, Q, QuerySet

from portal.agencies.models import Organisation, User
from portal.agencies.queries import organisations_of
from requests_foia.domain.replies import ReplyKind
from requests_foia.models import Application, AskedAlike, SelfCheck, SelfCheckEntry

from .asked_alike import DECIDING

WITHHOLDING = (ReplyKind.REFUSED, ReplyKind.PARTIAL)
COLUMNS = (
    "受理编号",
    "答复类型",
    "不予公开的理由",
    "多人申请",
    "自查结论",
    "理由",
    "自查时间",
    "公开文件",
)


def checks_visible_to(user: User | AnonymousUser, on: date) -> QuerySet[SelfCheck]:
    """The checks of the bodies whose office or leader ``user`` is, with their progress."""
    rows = SelfCheck.objects.filter(
        organisation__in=organisations_of(user, on, *DECIDING).values("pk")
    )
    done = Count("entries", filter=~Q(entries__conclusion=""))
    return rows.annotate(total=Count("entries"), done=done)


def check_entries_visible_to(user: User | AnonymousUser, on: date) -> QuerySet[SelfCheckEntry]:
    """The entries of the same checks."""
    return SelfCheckEntry.objects.filter(
        self_check__organisation__in=organisations_of(user, on, *DECIDING).values("pk")
    )


def withheld(body: Organisation, first: date, last: date) -> QuerySet[Application]:
    """What the body refused or only partly disclosed in these days."""
    return Application.objects.filter(
        organisation=body,
        outcome__in=[str(kind) for kind in WITHHOLDING],
        replied_on__gte=first,
        replied_on__lte=last,
    ).order_by("replied_on", "pk")


def topics(body: Organisation, first: date, last: date) -> QuerySet[AskedAlike]:
    """What several people asked for in these days and nobody has published, most asked first."""
    found = AskedAlike.objects.filter(
        organisation=body, found_at__date__gte=first, found_at__date__lte=last
    )
    return found.exclude(conclusion=AskedAlike.Conclusion.CONVERTED).order_by("-applicants", "pk")


def result_rows(check: SelfCheck) -> Iterator[tuple[object, ...]]:
    """The result list, row by row as ``COLUMNS`` says; without who asked or in which words."""
    entries = check.entries.select_related(
        "application", "asked_alike", "conversion__document"
    ).order_by("pk")
    for entry in entries:
        document = entry.conversion.document if entry.conversion else None
        yield (
            entry.application.number,
            entry.application.get_outcome_display(),
            entry.application.get_ground_display() if entry.application.ground else "",
            entry.asked_alike.applicants if entry.asked_alike else "",
            entry.get_conclusion_display() if entry.conclusion else "",
            entry.reasons,
            f"{entry.decided_at:%Y-%m-%d}" if entry.decided_at else "",
            document.title if document else "",
        )
