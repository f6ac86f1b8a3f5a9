"""Keeping a closed case from destruction, and letting it go again."""

from collections.abc import Iterator
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from portal.agencies.models import User
from portal.domain.moments import local_day
from portal.domain.workflow import Refusal
from requests_foia.models import Application, LegalHold
from requests_foia.permissions.words import text_faults

from .stepping import begin, finish


def hold(
    *,
    application: Application,
    reason: str,
    actor: User,
    at: datetime,
    until: date | None = None,
    version: int | None = None,
) -> Application:
    """Keep the personal data of a closed case, until a day or until somebody lifts the hold.

    ``reason`` goes into the audit and outlives the data: it names nobody.
    """

    def faults(_case: Application) -> Iterator[Refusal]:
        yield from text_faults("reason", reason, _("请写明暂缓销毁的理由。"))
        if until and until < local_day(at):
            yield Refusal("until", _("暂缓的期限不能早于今天。"))

    with transaction.atomic():
        step = begin(
            application=application,
            event="hold",
            actor=actor,
            at=at,
            version=version,
            faults=faults,
        )
        LegalHold.objects.create(
            application=step.application,
            reason=reason.strip(),
            until=until,
            set_by=actor,
            set_at=at,
        )
        return finish(step, after={"until": until}, note=reason.strip())


def lift_hold(
    *,
    application: Application,
    reason: str,
    actor: User,
    at: datetime,
    version: int | None = None,
) -> Application:
    """The case need not be kept any longer than the others."""
    with transaction.atomic():
        step = begin(
            application=application,
            event="lift_hold",
            actor=actor,
            at=at,
            version=version,
            faults=lambda _case: text_faults("reason", reason, _("请写明解除的理由。")),
        )
        step.application.holds.standing(step.day).update(
            lifted_by=actor, lifted_at=at, lift_reason=reason.strip()
        )
        return finish(step, note=reason.strip())
