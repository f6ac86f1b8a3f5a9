"""What applicants are told, one template per kind: first its title, then its body.

Neither the tracking code nor personal data stands in any of them: mail may be read by
others, and whoever holds the code sees the whole case.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from requests_foia.models import Application, Opinion


@dataclass(frozen=True, slots=True)
class Notice:
    """One message; ``title`` is a single line."""

    title: str
    body: str


def receipt_notice(application: Application, *, latest_due_on: date | None = None) -> Notice:
    """The application is filed; ``latest_due_on`` as the confirmation page shows it."""
    return for_applicant("filed", application, latest_due_on=latest_due_on)


def confirmed_notice(application: Application) -> Notice:
    """Receipt is confirmed, and with it the day the answer is due."""
    return for_applicant("confirmed", application)


def correction_notice(application: Application) -> Notice:
    """The applicant is asked to correct the application."""
    return for_applicant("correction_requested", application)


def extension_notice(application: Application) -> Notice:
    """The answer will come later, and by when."""
    return for_applicant("extended", application)


def reply_notice(application: Application) -> Notice:
    """The answer has been issued."""
    return for_applicant("issued", application)


def for_applicant(kind: str, application: Application, **facts: Any) -> Notice:
    """Any notice by its kind, in the language of the application."""
    with translation.override(application.language):
        return _notice(f"applicant/{kind}", application, facts)


def for_party(kind: str, opinion: Opinion, **facts: Any) -> Notice:
    """A notice to whoever is asked, in the language of official letters.

    The one that asks carries the code of this question: without it nobody could answer.
    """
    with translation.override("zh-hans"):
        facts |= {"opinion": opinion, "answer_url": answer_url()}
        return _notice(f"party/{kind}", opinion.application, facts)


def answer_url() -> str:
    """Where a question is answered. The code follows as a fragment, which no server sees."""
    return settings.PORTAL_BASE_URL.rstrip("/") + reverse("requests:opinion")


def _notice(template: str, application: Application, facts: dict[str, Any]) -> Notice:
    context = {
        "application": application,
        "organisation": application.organisation,
        "site": settings.PORTAL_SITE,
        "track_url": settings.PORTAL_BASE_URL.rstrip("/") + reverse("requests:track"),
        **facts,
    }
    text = render_to_string(f"requests_foia/mail/{template}.txt", context)
    title, _line, body = text.strip().partition("\n")
    return Notice(title=" ".join(title.split()), body=body.strip() + "\n")
