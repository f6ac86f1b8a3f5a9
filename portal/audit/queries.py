"""Read the chain."""

from datetime import date

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Exists, Q, QuerySet

from portal.agencies.domain.roles import Role
from portal.agencies.models import Organisation, User
from portal.agencies.queries import organisations_of

from .models import AuditChain, AuditCheck, AuditEntry


def history_of(subject: models.Model) -> QuerySet[AuditEntry]:
    """Everything that was done to ``subject``, newest first."""
    return AuditEntry.objects.filter(
        subject_type=subject._meta.label_lower, subject_id=str(subject.pk)
    ).select_related("actor")


def visible_to(user: User | AnonymousUser, on: date) -> QuerySet[AuditEntry]:
    """What an auditor or administrator of these bodies may read."""
    return entries_of(organisations_of(user, on, Role.AUDITOR, Role.ADMINISTRATOR))


def entries_of(
    bodies: QuerySet[Organisation], entries: QuerySet[AuditEntry] | None = None
) -> QuerySet[AuditEntry]:
    """The acts done in ``bodies``; what belongs to none goes with the topmost body."""
    entries = AuditEntry.objects.all() if entries is None else entries
    of_nobody = Q(organisation_code="") & Exists(bodies.filter(parent__isnull=True))
    return entries.filter(Q(organisation_code__in=bodies.values("code")) | of_nobody)


def head() -> AuditChain:
    """The end of the chain as it is now."""
    return AuditChain.objects.filter(pk=1).first() or AuditChain(pk=1)


def last_check() -> AuditCheck | None:
    """The newest result, good or bad."""
    return AuditCheck.objects.first()


def last_good_check(*, is_full: bool | None = None) -> AuditCheck | None:
    """The newest check that found nothing; the newest full one when asked."""
    checks = AuditCheck.objects.filter(ok=True)
    return (checks if is_full is None else checks.filter(is_full=is_full)).first()
