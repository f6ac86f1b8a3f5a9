"""Letters: numbered, rendered once, frozen with their hash, printed later."""

import hashlib
from collections.abc import Mapping

from portal.agencies.models import Organisation
from portal.agencies.numbering import next_number
from portal.printing.actions import request_print
from requests_foia.domain.letters import CORRECTION, EXTENSION, FEE, RECEIPT
from requests_foia.domain.numbers import letter_number
from requests_foia.domain.replies import ReplyKind
from requests_foia.models import CaseEvent, Letter, Reply
from requests_foia.queries.letters import LETTER_PRINT

from .lettering import REMEDY_LIMITS, Addressee, applicant_of, reply_facts, worded
from .stepping import Step

__all__ = [
    "CORRECTION",
    "EXTENSION",
    "FEE",
    "RECEIPT",
    "REMEDY_LIMITS",
    "Addressee",
    "issue_notice",
    "issue_reply_letter",
]

SERIES = "foi.letter"


def issue_reply_letter(step: Step, reply: Reply) -> Letter:
    """The answer as a letter, with its article and the remedy its kind demands."""
    application = step.application
    facts = reply_facts(application, reply)
    return _freeze(step, ReplyKind(reply.kind), facts, reply, applicant_of(application))


def issue_notice(
    step: Step,
    kind: str,
    fact: CaseEvent | None,
    *,
    addressee: Addressee | None = None,
    **facts: object,
) -> Letter:
    """A letter on the way: a correction notice, an extension, a question to a third party.

    ``kind`` names the file under ``templates/requests_foia/letters`` and the letter's name
    in ``models.labels.NOTICES``. It goes to the applicant unless ``addressee`` says otherwise.
    """
    to = addressee or applicant_of(step.application)
    return _freeze(step, kind, {"fact": fact, **facts}, None, to)


def _freeze(
    step: Step, kind: str, facts: Mapping[str, object], reply: Reply | None, to: Addressee
) -> Letter:
    application = step.application
    number = _next_letter_number(application.organisation, step.day.year)
    words = worded(
        application=application, kind=kind, to=to, number=number, on=step.day, facts=facts
    )
    letter = Letter.objects.create(
        application=application,
        reply=reply,
        kind=kind,
        addressee=to.name,
        to_applicant=to.is_applicant,
        number=number,
        template=words.template,
        template_version=words.version,
        html=words.html,
        sha256=hashlib.sha256(words.html.encode()).hexdigest(),
        issued_at=step.at,
        issued_by=step.actor,
    )
    request_print(kind=LETTER_PRINT, subject=letter, actor=step.actor, at=step.at)
    return letter


def _next_letter_number(body: Organisation, year: int) -> str:
    """The next free number. Bodies that share a prefix share one series, the eldest's."""
    sharing = Organisation.objects.filter(number_prefix=body.number_prefix).order_by("pk")
    while True:
        serial = next_number(organisation=sharing[0], series=SERIES, year=year)
        number = letter_number(body.number_prefix, year, serial)
        if not Letter.objects.filter(number=number).exists():
            return number
