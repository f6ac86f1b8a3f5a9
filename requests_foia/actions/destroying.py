"""Destruction lists: drawn up by one, approved by another, carried out at night."""

import logging
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.agencies.domain.roles import Role
from portal.agencies.models import Organisation, User
from portal.agencies.permissions import has_role
from portal.agencies.queries import staff_with_role
from portal.audit.actions import record
from portal.domain.moments import local_day
from portal.domain.workflow import Refusal, TransitionRefused
from portal.outbox.actions import Letter as Message
from portal.outbox.actions import enqueue_many
from requests_foia.domain.retention import ItemState, ListState, cut_off
from requests_foia.domain.workflow import SYSTEM
from requests_foia.models import Application, DestructionItem, DestructionList
from requests_foia.permissions.words import text_faults
from requests_foia.queries.retention import (
    LONGEST_LIST,
    items_left,
    lists_finished,
    obstacle_to,
    retention_years,
    unlisted_cases,
)
from requests_foia.queries.retention_guards import list_refusals

from .forgetting import forget_case

logger = logging.getLogger("requests_foia")

CASES_PER_RUN = 500
_TITLES: Mapping[str, Promise] = {
    "drawn": gettext_lazy("%(body)s的个人信息销毁清单待您批准"),
    "approved": gettext_lazy("%(body)s的个人信息销毁清单已批准，夜间执行"),
    "refused": gettext_lazy("%(body)s的个人信息销毁清单不予销毁"),
    "done": gettext_lazy("%(body)s的个人信息销毁清单已执行完毕"),
}


def draw_up_list(*, organisation: Organisation, actor: User, at: datetime) -> DestructionList:
    """List the cases of a body whose period is over, at most ``LONGEST_LIST``; nothing is
    destroyed by that. Raises ``TransitionRefused``."""
    today = local_day(at)
    with transaction.atomic():
        body = Organisation.objects.select_for_update(of=("self",)).get(pk=organisation.pk)
        years = retention_years(body, today)
        cases = list(unlisted_cases(body, today)[:LONGEST_LIST])
        faults = _drawing_faults(body, years, cases, actor, today)
        if faults or years is None:
            raise TransitionRefused(faults)
        drawn = DestructionList.objects.create(
            organisation=body,
            years=years,
            before=cut_off(today, years),
            drawn_by=actor,
            drawn_at=at,
            updated_at=at,
        )
        DestructionItem.objects.bulk_create(
            DestructionItem(listing=drawn, application=case) for case in cases
        )
        leaders = staff_with_role(Role.DEPUTY_LEADER, body, today).order_by("pk")
        _tell("drawn", drawn, leaders, at)
        facts = {"years": years, "before": drawn.before, "cases": len(cases)}
        _account("draw_up_list", drawn, actor, Role.OPENNESS_OFFICE, at, after=facts)
    return drawn


def approve_list(*, listing: DestructionList, actor: User, at: datetime) -> DestructionList:
    """Let the nights carry it out. What is held meanwhile stays."""
    with transaction.atomic():
        locked = _locked(listing, "approve", actor, at)
        locked.decided_by, locked.decided_at = actor, at
        return _moved(locked, "approve", ListState.APPROVED, Role.DEPUTY_LEADER, actor, at)


def refuse_list(
    *, listing: DestructionList, note: str, actor: User, at: datetime
) -> DestructionList:
    """The leader lets nothing of it be destroyed; its cases may be listed again."""
    return _stop(listing, "refuse", Role.DEPUTY_LEADER, note, actor, at)


def call_off_list(
    *, listing: DestructionList, note: str, actor: User, at: datetime
) -> DestructionList:
    """The office takes the list back, even after approval, as far as nothing is destroyed yet."""
    return _stop(listing, "call_off", Role.OPENNESS_OFFICE, note, actor, at)


def destroy_due(*, at: datetime, limit: int = CASES_PER_RUN) -> int:
    """Carry out approved lists, the oldest first, ``limit`` cases at a time; how many went.

    Each case is one transaction that judges it anew: a run that was killed leaves no case half
    destroyed, and the next one goes on with the rest. A fault of one case is raised after the
    others have had their turn.
    """
    destroyed, faults = 0, []
    for key in items_left(limit):
        try:
            destroyed += _carry_out(key, at)
        except Exception as fault:
            # One case must not keep the others; it stays listed and is tried again.
            logger.exception("line %s of a destruction list failed", key)
            faults.append(fault)
    for listing in list(lists_finished()):
        _close(listing, at)
    if faults:
        raise faults[0]
    return destroyed


def _carry_out(key: int, at: datetime) -> bool:
    """Whether the case of this line was destroyed now; one that must stay is marked with why."""
    with transaction.atomic():
        item = (
            DestructionItem.objects.select_for_update(of=("self",))
            .select_related("listing")
            .get(pk=key)
        )
        listing = DestructionList.objects.select_for_update(of=("self",)).get(pk=item.listing_id)
        if item.state != ItemState.LISTED or listing.state != ListState.APPROVED:
            return False
        Application.objects.select_for_update().values_list("pk").get(pk=item.application_id)
        case = Application.objects.select_related("organisation").get(pk=item.application_id)
        obstacle = obstacle_to(case, local_day(at))
        if obstacle:
            item.state, item.obstacle = ItemState.KEPT.value, obstacle.value
        else:
            item.state, item.counts = ItemState.DESTROYED.value, forget_case(case, at=at)
        item.done_at = at
        item.save(update_fields=["state", "obstacle", "counts", "done_at"])
        facts = {"list": listing.pk, **item.counts}
        if obstacle is None:
            record(
                action="requests_foia.destroy",
                subject=case,
                actor=None,
                at=at,
                role=SYSTEM,
                organisation=case.organisation,
                after=facts,
            )
    return obstacle is None


def _close(listing: DestructionList, at: datetime) -> None:
    with transaction.atomic():
        locked = (
            DestructionList.objects.select_for_update(of=("self",))
            .select_related("organisation", "drawn_by", "decided_by")
            .get(pk=listing.pk)
        )
        if locked.state != ListState.APPROVED:
            return
        locked.state, locked.done_at, locked.updated_at = ListState.DONE.value, at, at
        locked.save(update_fields=["state", "done_at", "updated_at"])
        people = {locked.drawn_by, locked.decided_by} - {None}
        _tell("done", locked, sorted(people, key=lambda person: person.pk), at)
        states = list(locked.items.values_list("state", flat=True))
        facts = {str(state): states.count(state) for state in ItemState}
        _account("carry_out", locked, None, SYSTEM, at, after=facts)


def _stop(
    listing: DestructionList, event: str, role: Role, note: str, actor: User, at: datetime
) -> DestructionList:
    """What had its turn already stays destroyed; the rest is free for another list."""
    with transaction.atomic():
        faults = text_faults("note", note, _("请写明不予销毁的理由。"))
        locked = _locked(listing, event, actor, at, faults)
        locked.note = note.strip()
        return _moved(locked, event, ListState.REFUSED, role, actor, at)


def _moved(
    listing: DestructionList,
    event: str,
    state: ListState,
    role: Role,
    actor: User,
    at: datetime,
) -> DestructionList:
    before, listing.state, listing.updated_at = listing.state, state.value, at
    listing.save(update_fields=["state", "note", "decided_by", "decided_at", "updated_at"])
    _tell(str(state), listing, [listing.drawn_by], at)
    record(
        action=f"requests_foia.{event}_list",
        subject=listing,
        actor=actor,
        at=at,
        role=role,
        organisation=listing.organisation,
        before={"state": before},
        after={"state": listing.state},
        reason=listing.note,
    )
    return listing


def _locked(
    listing: DestructionList,
    event: str,
    actor: User,
    at: datetime,
    more: Sequence[Refusal] = (),
) -> DestructionList:
    """The list as it stands once nobody else can change it; raises ``TransitionRefused``."""
    DestructionList.objects.select_for_update().values_list("pk").get(pk=listing.pk)
    locked = DestructionList.objects.select_related("organisation", "drawn_by").get(pk=listing.pk)
    faults = [*list_refusals(locked, event, actor, local_day(at)), *more]
    if faults:
        raise TransitionRefused(faults)
    return locked


def _drawing_faults(
    body: Organisation,
    years: int | None,
    cases: Sequence[Application],
    actor: User,
    today: date,
) -> list[Refusal]:
    faults = []
    if not has_role(actor, Role.OPENNESS_OFFICE, body, today):
        faults.append(Refusal("role", _("您在该机构没有办理这一步的岗位。")))
    if years is None:
        text = _("机关没有设定归档申请的保存年数，不能编制清单。请先在“未设定的规则”中设定。")
        faults.append(Refusal("rule_off", text))
    elif not cases:
        faults.append(Refusal("nothing", _("没有保存期满、可以列入清单的申请。")))
    return faults


def _tell(kind: str, listing: DestructionList, people: Iterable[User], at: datetime) -> None:
    with translation.override(settings.LANGUAGE_CODE):
        title = str(_TITLES[kind]) % {"body": listing.organisation}
        body = str(_("清单第%(number)s号，共%(count)s件。")) % {
            "number": listing.pk,
            "count": listing.items.count(),
        }
    messages = [
        Message("site", f"foi.list.{kind}:{listing.pk}:{one.pk}", str(one.pk), title, body)
        for one in people
    ]
    enqueue_many(letters=messages, subject=listing, at=at)


def _account(
    verb: str,
    listing: DestructionList,
    actor: User | None,
    role: str,
    at: datetime,
    *,
    after: Mapping[str, object],
) -> None:
    record(
        action=f"requests_foia.{verb}",
        subject=listing,
        actor=actor,
        at=at,
        role=role,
        organisation=listing.organisation,
        after=after,
    )
