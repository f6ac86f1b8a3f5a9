"""What would be sent, exactly, before anything is: worded, shown, and taken back."""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction

from portal.agencies.models import User
from portal.audit.actions import record
from portal.domain.moments import local_day
from requests_foia.domain.numbers import unnumbered
from requests_foia.models import Application
from requests_foia.permissions import may_reveal

from .drafting import living_reply
from .lettering import applicant_of, reply_facts, worded


def preview_step(
    *, application: Application, take: Callable[[], object], actor: User, at: datetime
) -> list[str]:
    """The letters that ``take`` would issue; the step is really taken, then undone whole.

    Raises whatever the step raises. No number is used up and nobody is told anything.
    """
    known = set(application.letters.values_list("pk", flat=True))
    with transaction.atomic():
        try:
            take()
            made = list(application.letters.exclude(pk__in=known).order_by("issued_at", "pk"))
            shown = [
                letter.html.replace(letter.number, unnumbered(letter.number)) for letter in made
            ]
        finally:
            transaction.set_rollback(True)
    _note(application, actor, at)
    return shown


def preview_reply(*, application: Application, actor: User, at: datetime) -> list[str]:
    """The reply letter as the draft stands, for whoever has to approve it."""
    reply = living_reply(application)
    words = worded(
        application=application,
        kind=reply.kind,
        to=applicant_of(application),
        number=unnumbered(f"{application.organisation.number_prefix}〔{local_day(at).year}〕第1号"),
        on=local_day(at),
        facts=reply_facts(application, reply),
    )
    _note(application, actor, at)
    return [words.html]


def _note(application: Application, actor: User, at: datetime) -> None:
    """A preview names the applicant, so it is written down like any reading."""
    record(
        action="requests_foia.preview_letter",
        subject=application,
        actor=actor,
        at=at,
        role=may_reveal(actor, application, local_day(at)),
        organisation=application.organisation,
    )
