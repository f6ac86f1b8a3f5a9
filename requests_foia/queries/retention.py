"""Which cases have been kept long enough, what holds them, and what of them would go."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, Exists, Model, OuterRef, Q, QuerySet
from django.urls import reverse

from portal.agencies.domain.roles import Role
from portal.agencies.models import Organisation, User
from portal.agencies.queries import organisations_of
from portal.calendar.queries import rule_set_for
from portal.domain.rulesets import rule_set_in_force
from portal.files.models import StoredFile
from portal.obligations.domain.steps import start_of
from portal.outbox.models import OutboxMessage
from requests_foia.domain.retention import RULE, ItemState, ListState, Obstacle, cut_off
from requests_foia.domain.vocabulary import State
from requests_foia.models import (
    Application,
    ApplicationStep,
    CaseEvent,
    DestructionItem,
    DestructionList,
    EvidenceBundle,
    LegalHold,
    Letter,
    Opinion,
    RemedyRecord,
    Reply,
)

from .remedies import bodies_counted_by

LIVING = (ListState.DRAWN, ListState.APPROVED)
LONGEST_LIST = 500
"""Cases on one list: what a leader can look through."""


def retention_years(body: Organisation, on: date) -> int | None:
    """How long the body keeps the personal data of archived cases; None until it says so."""
    return rule_set_for(body.code, on, rule_set_in_force(on).id).get(RULE)


def open_remedies() -> QuerySet[RemedyRecord]:
    """Reconsiderations and lawsuits that nobody has decided: they hold their case by themselves."""
    return RemedyRecord.objects.filter(struck_at=None, outcome="")


def due_cases(body: Organisation, on: date) -> QuerySet[Application]:
    """The body's archived cases whose period is over and that nothing holds, the oldest first."""
    years = retention_years(body, on)
    if years is None:
        return Application.objects.none()
    before = cut_off(on, years)
    case = OuterRef("pk")
    recent = RemedyRecord.objects.filter(struck_at=None, decided_on__gte=before)
    return Application.objects.filter(
        ~Exists(LegalHold.objects.standing(on).filter(application=case)),
        ~Exists(open_remedies().filter(application=case)),
        ~Exists(recent.filter(application=case)),
        organisation=body,
        state=State.ARCHIVED,
        archived_at__lt=start_of(before),
        forgotten_at=None,
    ).order_by("archived_at", "pk")


def unlisted_cases(body: Organisation, on: date) -> QuerySet[Application]:
    """Those of them that stand on no list under way."""
    listed = DestructionItem.objects.filter(
        application=OuterRef("pk"), state=ItemState.LISTED, listing__state__in=LIVING
    )
    return due_cases(body, on).filter(~Exists(listed))


def obstacle_to(application: Application, on: date) -> Obstacle | None:
    """What keeps the personal data of this case on that day; None when they may go."""
    body = application.organisation
    if due_cases(body, on).filter(pk=application.pk).exists():
        return None
    if retention_years(body, on) is None:
        return Obstacle.RULE_OFF
    if application.holds.standing(on).exists():
        return Obstacle.HELD
    if open_remedies().filter(application=application).exists():
        return Obstacle.REMEDY_OPEN
    return Obstacle.NOT_DUE


def lists_visible_to(user: User | AnonymousUser, on: date) -> QuerySet[DestructionList]:
    """The lists of the bodies the office, the leader or the auditor reaches."""
    return DestructionList.objects.filter(organisation__in=bodies_counted_by(user, on).values("pk"))


def lists_waiting_for(
    rows: QuerySet[DestructionList], user: User | AnonymousUser, on: date
) -> QuerySet[DestructionList]:
    """Those this person may approve."""
    led = organisations_of(user, on, Role.DEPUTY_LEADER).values("pk")
    return rows.filter(~Q(drawn_by=user.pk), state=ListState.DRAWN, organisation__in=led)


def items_left(limit: int) -> list[int]:
    """The next cases of approved lists that still wait for their turn."""
    rows = DestructionItem.objects.filter(
        state=ItemState.LISTED, listing__state=ListState.APPROVED
    ).order_by("listing__decided_at", "pk")
    return list(rows.values_list("pk", flat=True)[:limit])


def lists_finished() -> QuerySet[DestructionList]:
    """Approved lists with nothing left to do."""
    left = DestructionItem.objects.filter(listing=OuterRef("pk"), state=ItemState.LISTED)
    return DestructionList.objects.filter(~Exists(left), state=ListState.APPROVED)


def subjects_of(cases: Iterable[Application]) -> dict[str, Mapping[str, str]]:
    """What of these cases files and messages are written about: label → key → case's key."""
    keys = [case.pk for case in cases]
    found: dict[str, dict[str, str]] = {
        Application._meta.label_lower: {str(key): str(key) for key in keys}
    }
    for model in (Letter, Opinion, Reply, EvidenceBundle):
        pairs = model._base_manager.filter(application__in=keys).values_list("pk", "application")
        found[model._meta.label_lower] = {str(pk): str(case) for pk, case in pairs}
    return dict(found)


@dataclass(frozen=True, slots=True)
class Listed:
    """One line of a list: the case, where its page is, and how much of what goes or went."""

    item: DestructionItem
    case: Application
    url: str
    counts: Mapping[str, int]


def listed(listing: DestructionList) -> list[Listed]:
    """The lines of a list; the number of queries does not grow with them."""
    items = list(listing.items.select_related("application__organisation"))
    waiting = [item.application for item in items if item.state == ItemState.LISTED]
    expected = counts_of(waiting)
    return [
        Listed(
            item,
            item.application,
            reverse("admin:requests_foia_application_change", args=[item.application_id]),
            item.counts or expected.get(str(item.application_id), {}),
        )
        for item in items
    ]


def counts_of(cases: Iterable[Application]) -> dict[str, Counter[str]]:
    """How much of what would go, by the case's key."""
    cases = list(cases)
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    keys = [case.pk for case in cases]
    for case in cases:
        counts[str(case.pk)].update(people=1, texts=1)
    for name, model, words in (
        ("people", Opinion, Q()),
        ("texts", CaseEvent, ~Q(text="")),
        ("texts", ApplicationStep, ~Q(note="") | ~Q(public_note="")),
        ("texts", Reply, Q()),
        ("letters", Letter, Q()),
    ):
        rows = model._base_manager.filter(words, application__in=keys).order_by()
        for key, times in rows.values_list("application").annotate(Count("pk")):
            counts[str(key)][name] += times
    for name, about in (("files", StoredFile), ("messages", OutboxMessage)):
        for case_key, times in _about(about, cases).items():
            counts[case_key][name] += times
    return counts


def _about(model: type[Model], cases: list[Application]) -> Counter[str]:
    """The rows that name one of these cases, or a part of one, as their subject."""
    found: Counter[str] = Counter()
    for label, parts in subjects_of(cases).items():
        rows = model._base_manager.filter(subject_type=label, subject_id__in=list(parts)).order_by()
        for key, times in rows.values_list("subject_id").annotate(Count("pk")):
            found[parts[key]] += times
    return found
