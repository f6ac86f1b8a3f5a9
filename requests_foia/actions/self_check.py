"""The yearly self-check of what was withheld: opened in November, owed by the year's end."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from disclosure.models import Category
from portal.agencies.domain.roles import Role
from portal.agencies.models import Organisation, User
from portal.agencies.permissions import has_role
from portal.audit.actions import record
from portal.domain.clock import rule_days
from portal.domain.moments import local_day
from portal.domain.rulesets import rule_set_in_force
from portal.domain.workflow import Refusal, TransitionRefused
from portal.obligations.actions import meet_obligation, open_obligation
from requests_foia.domain.conversion import Prompt
from requests_foia.models import Application, ConversionReview, SelfCheck, SelfCheckEntry
from requests_foia.permissions.conversion import conversion_faults
from requests_foia.permissions.words import TEXT_LIMIT, text_faults
from requests_foia.queries.self_check import topics, withheld

from .conversion import draft_publication, keep_review

RULE = "pub.review_withheld_by"
OPENED_FROM = (11, 1)
"""The month and day from which the check of a year is opened (requirements, 000 三（五）4)."""


def open_self_checks(*, at: datetime) -> int:
    """Open this year's check of every body that withheld something; returns how many.

    From 1 November on; a body with nothing to check has no check.
    """
    today = local_day(at)
    if today < date(today.year, *OPENED_FROM):
        return 0
    bodies = Organisation.objects.filter(
        pk__in=Application.objects.order_by().values("organisation")
    )
    done = SelfCheck.objects.filter(year=today.year).values("organisation")
    return sum(_open(body, today.year, at) for body in bodies.exclude(pk__in=done))


def _open(body: Organisation, year: int, at: datetime) -> int:
    first, last = date(year - 1, *OPENED_FROM), date(year, *OPENED_FROM) - timedelta(days=1)
    with transaction.atomic():
        # One run at a time for each body.
        Organisation.objects.select_for_update().get(pk=body.pk)
        cases = list(withheld(body, first, last))
        groups = {
            group.cases.order_by("submitted_at", "pk")[0]: group
            for group in topics(body, first, last)
        }
        listed = list(dict.fromkeys([*cases, *groups]))
        if not listed or SelfCheck.objects.filter(organisation=body, year=year).exists():
            return 0
        rules = rule_set_in_force(local_day(at))
        check = SelfCheck.objects.create(
            organisation=body,
            year=year,
            first_on=first,
            last_on=last,
            due_on=rule_days(rules[RULE], year)[0],
            opened_at=at,
            updated_at=at,
        )
        SelfCheckEntry.objects.bulk_create(
            SelfCheckEntry(
                self_check=check, application=case, asked_alike=groups.get(case), updated_at=at
            )
            for case in listed
        )
        open_obligation(
            subject=check,
            rule_key=RULE,
            rule_set=rules.id,
            organisation=body,
            started_on=date(year, *OPENED_FROM),
            due_on=check.due_on,
            label=_("%(body)s%(year)s年不予公开信息自查") % {"body": body, "year": year},
            at=at,
        )
        record(
            action="requests_foia.open_self_check",
            subject=check,
            actor=None,
            at=at,
            organisation=body,
            after={"year": year, "entries": len(listed)},
        )
        return 1


def conclude_entry(
    *, entry: SelfCheckEntry, conclusion: str, reasons: str, actor: User, at: datetime
) -> SelfCheckEntry:
    """Keep it withheld, or say that it should have been public; with reasons."""
    if conclusion not in (
        SelfCheckEntry.Conclusion.KEEP,
        SelfCheckEntry.Conclusion.SHOULD_BE_PUBLIC,
    ):
        raise ValueError(conclusion)
    with transaction.atomic():
        kept = _open_entry(
            entry,
            actor,
            at,
            lambda: text_faults("reasons", reasons, _("请说明理由。"), limit=TEXT_LIMIT),
        )
        return _conclude(kept, conclusion, reasons, actor, at, None)


def convert_entry(
    *,
    entry: SelfCheckEntry,
    reasons: str,
    title: str,
    category: Category | None,
    formed_on: date | None,
    actor: User,
    at: datetime,
) -> SelfCheckEntry:
    """Begin the document for everybody; due from today like any conversion."""
    said = {"reasons": reasons, "title": title, "category": category, "formed_on": formed_on}
    with transaction.atomic():
        kept = _open_entry(
            entry,
            actor,
            at,
            lambda: conversion_faults(
                converts=True,
                reasons=reasons,
                title=title,
                category=category,
                formed_on=formed_on,
                on=local_day(at),
            ),
        )
        review = keep_review(
            application=kept.application,
            prompt=Prompt.SELF_CHECK,
            converts=True,
            actor=actor,
            at=at,
            **said,  # type: ignore[arg-type]
        )
        draft_publication(review, actor=actor, at=at)
        return _conclude(kept, SelfCheckEntry.Conclusion.CONVERT, reasons, actor, at, review)


def _open_entry(
    entry: SelfCheckEntry, actor: User, at: datetime, faults: Callable[[], list[Refusal]]
) -> SelfCheckEntry:
    # The check first: whoever concludes the last entry closes it.
    SelfCheck.objects.select_for_update().get(pk=entry.self_check_id)
    rows = SelfCheckEntry.objects.select_for_update(of=("self",))
    kept = rows.select_related("self_check__organisation", "application__organisation").get(
        pk=entry.pk
    )
    body, found = kept.self_check.organisation, []
    if not has_role(actor, Role.OPENNESS_OFFICE, body, local_day(at)):
        found.append(Refusal("role", _("您的岗位不能办理这一步。")))
    if kept.conclusion:
        found.append(Refusal("decided", _("这一条已有自查结论。")))
    found += faults()
    if found:
        raise TransitionRefused(found)
    return kept


def _conclude(
    entry: SelfCheckEntry,
    conclusion: str,
    reasons: str,
    actor: User,
    at: datetime,
    review: ConversionReview | None,
) -> SelfCheckEntry:
    entry.conclusion, entry.reasons, entry.conversion = conclusion, reasons.strip(), review
    entry.decided_by, entry.decided_at, entry.updated_at = actor, at, at
    entry.save()
    record(
        action="requests_foia.conclude_entry",
        subject=entry,
        actor=actor,
        at=at,
        role=Role.OPENNESS_OFFICE,
        organisation=entry.self_check.organisation,
        after={"conclusion": str(conclusion)},
        reason=entry.reasons,
    )
    check = entry.self_check
    if not check.entries.filter(conclusion="").exists():
        check.closed_at = check.updated_at = at
        check.save(update_fields=["closed_at", "updated_at"])
        meet_obligation(subject=check, rule_key=RULE, met_at=at, at=at, actor=actor)
    return entry
