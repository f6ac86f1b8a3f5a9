"""Subscriptions to time limits: whose they are, what they show, what their entries say."""

from collections.abc import Iterator
from datetime import date, datetime

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from portal.agencies.domain.roles import Role
from portal.agencies.models import Organisation, User
from portal.agencies.queries import organisations_of, subtree_of
from portal.desk.clock import rule_of
from portal.desk.icalendar import AllDay
from portal.desk.models import CalendarFeed
from portal.domain.moments import local, local_day
from portal.guard.tokens import hash_code
from portal.obligations.models import Obligation
from portal.obligations.queries import visible_to
from portal.obligations.queries.ledger import READERS
from portal.privacy.masks import mask_text


def feeds_visible_to(user: User, on: date) -> QuerySet[CalendarFeed]:
    """One's own, and those of the bodies one administers: to end them, never to read them."""
    administered = organisations_of(user, on, Role.ADMINISTRATOR)
    own = Q(user_id=user.pk) | Q(organisation__in=administered)
    return CalendarFeed.objects.filter(own).select_related("user", "organisation")


def bodies_to_subscribe(user: User | AnonymousUser, on: date) -> QuerySet[Organisation]:
    """The bodies whose limits ``user`` reads."""
    return organisations_of(user, on, *READERS).order_by("position", "pk")


def feed_of(code: str, at: datetime) -> CalendarFeed | None:
    """The living subscription with this code; None for one that is unknown, revoked or whose
    owner left or holds no role for the body any more: nobody can tell these apart."""
    found = CalendarFeed.objects.select_related("user", "organisation").filter(
        code_hash=hash_code(code), revoked_at__isnull=True, user__is_active=True
    )
    feed = found.first()
    if feed is None or not _still_reads(feed, local_day(at)):
        return None
    return feed


def _still_reads(feed: CalendarFeed, on: date) -> bool:
    bodies = bodies_to_subscribe(feed.user, on).filter(pk=feed.organisation_id)
    return feed.user.has_perm("obligations.view_obligation") and bodies.exists()


def limits_of(feed: CalendarFeed, on: date) -> QuerySet[Obligation]:
    """The open limits of the body and those below it, as far as the owner reads them."""
    below = subtree_of(feed.organisation).order_by().values("pk")
    rows = visible_to(feed.user, on).filter(organisation__in=below, state=Obligation.State.OPEN)
    return rows.select_related("organisation").order_by("late_from", "pk")


def entries_of(rows: QuerySet[Obligation]) -> Iterator[AllDay]:
    """Each limit as an entry: number, rule, article, body; no person, neither staff nor citizen."""
    for row in rows.iterator(chunk_size=500):
        yield _entry(row)


def _entry(row: Obligation) -> AllDay:
    rule = rule_of(row)
    title = rule.title if rule else row.rule_key
    page = reverse("admin:obligations_obligation_change", args=[row.pk])
    said = [
        title,
        _("依据：%(article)s") % {"article": rule.article} if rule else "",
        _("责任单位：%(body)s") % {"body": row.organisation},
        _("最迟：%(time)s") % {"time": f"{local(row.due_at):%Y-%m-%d %H:%M}"} if row.due_at else "",
        _("暂定：当年的放假安排还没有公布。") if row.provisional else "",
    ]
    return AllDay(
        uid=f"obligation-{row.pk}@{settings.PORTAL_SITE['domain']}",
        day=row.due_day,
        summary=_("%(number)s：%(rule)s") % {"number": mask_text(row.label), "rule": title},
        description="\n".join(line for line in said if line),
        url=settings.PORTAL_BASE_URL + page,
        sequence=row.revision - 1,
        stamp=row.updated_at,
        is_tentative=row.provisional,
    )
