"""Read the outbox."""

from datetime import date, datetime

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Exists, Q, QuerySet

from portal.agencies.domain.roles import Role
from portal.agencies.models import User
from portal.agencies.queries import organisations_of

from .models import OutboxMessage, SiteNotice


def visible_to(user: User | AnonymousUser, on: date) -> QuerySet[OutboxMessage]:
    """The messages as such, without their content: for the administrator and the office of
    the body they are about; those about no body go with the topmost one."""
    bodies = organisations_of(user, on, Role.ADMINISTRATOR, Role.OPENNESS_OFFICE)
    of_nobody = Q(organisation__isnull=True) & Exists(bodies.filter(parent__isnull=True))
    messages = OutboxMessage.objects.filter(Q(organisation__in=bodies.values("pk")) | of_nobody)
    return messages.defer("recipient", "title", "body")


def given_up() -> QuerySet[OutboxMessage]:
    """What could not be delivered and waits for a person."""
    return OutboxMessage.objects.filter(failed_at__isnull=False)


def overdue(at: datetime) -> QuerySet[OutboxMessage]:
    """What should have gone out by ``at`` and has not."""
    return OutboxMessage.objects.filter(
        sent_at__isnull=True, failed_at__isnull=True, available_at__lte=at
    )


def messages_about(subject: models.Model) -> QuerySet[OutboxMessage]:
    """Everything that was to be told about ``subject``."""
    return OutboxMessage.objects.filter(
        subject_type=subject._meta.label_lower, subject_id=str(subject.pk)
    )


def lost_mails(subject: models.Model) -> QuerySet[OutboxMessage]:
    """Mails about ``subject`` that did not arrive and will not be tried again, oldest first."""
    lost = messages_about(subject).filter(kind=OutboxMessage.Kind.MAIL, failed_at__isnull=False)
    return lost.defer("recipient", "title", "body").order_by("failed_at", "pk")


def notices_of(user: User) -> QuerySet[SiteNotice]:
    """The notices on the desk of ``user``, newest first."""
    return SiteNotice.objects.filter(user=user)
