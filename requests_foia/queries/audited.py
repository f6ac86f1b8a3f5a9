"""What an auditor may know of cases: times, rules and outcomes, never people or words."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from portal.domain.rulesets import rule_sets
from portal.obligations.models import Obligation
from requests_foia.models import Application, ApplicationStep, CaseEvent, FeeCharge

Lists = dict[str, list[dict[str, Any]]]


def audited() -> QuerySet[Application]:
    """All cases; the API narrows them to what a key may see."""
    return Application.objects.all()


def steps_by_case(keys: Iterable[UUID]) -> Lists:
    """The steps of these cases with role and time, but without anybody's words."""
    steps = ApplicationStep.objects.filter(application__in=keys).order_by("at", "pk")
    return _by_case(steps.values("application_id", "event", "from_state", "to_state", "role", "at"))


def facts_by_case(keys: Iterable[UUID]) -> Lists:
    """The dated facts the clock counted with."""
    facts = CaseEvent.objects.filter(application__in=keys).order_by("happened_on", "pk")
    return _by_case(
        facts.values(
            "application_id", "kind", "happened_on", "delivered_on", "working_days", "recorded_at"
        )
    )


def fees_by_case(keys: Iterable[UUID]) -> Lists:
    """What was charged for these cases, in yuan, without anybody's words."""
    fees = FeeCharge.objects.filter(application__in=keys).order_by("proposed_at", "pk")
    names = ("state", "basis", "month", "earlier", "quantity", "amount", "lines", "paid_on")
    return _by_case(fees.values("application_id", *names))


def obligations_by_case(keys: Iterable[UUID]) -> Lists:
    """The time limits of these cases, each with its rule, article and version."""
    rows = Obligation.objects.filter(
        subject_type=Application._meta.label_lower, subject_id__in=[str(key) for key in keys]
    ).order_by("pk")
    names = ("rule_key", "rule_set", "started_on", "due_on", "provisional", "state", "closed_at")
    grouped: Lists = defaultdict(list)
    for row in rows.values("subject_id", *names):
        rule = rule_sets()[row["rule_set"]].rules.get(row["rule_key"])
        said = {name: row[name] for name in names}
        grouped[row["subject_id"]].append({**said, "article": rule.article if rule else None})
    return grouped


def _by_case(rows: Iterable[Any]) -> Lists:
    grouped: Lists = defaultdict(list)
    for row in rows:
        grouped[str(row.pop("application_id"))].append(row)
    return grouped
