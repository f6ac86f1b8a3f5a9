"""Public content, laid down as its actions would leave it."""

from datetime import UTC, datetime, timedelta

from django.db.models import Model

from disclosure.models import Category, Document
from interpretation.models import Consultation, Interpretation
from portal.agencies.models import Organisation, User
from portal.search.actions import index
from tests.factories.agencies import OrganisationFactory, UserFactory

NOON = datetime(2026, 11, 18, 4, 0, tzinfo=UTC)


def author() -> User:
    return User.objects.first() or UserFactory()


def document(number: int = 1, category: str = "budget", **fields) -> Document:
    organisation = fields.pop("organisation", None) or OrganisationFactory()
    return Document.objects.create(
        **{
            "title": f"云溪区文件{number}",
            "index_no": f"11990103MB00000190/2026-{number:05d}",
            "organisation": organisation,
            "category": Category.objects.get(code=category),
            "formed_on": NOON.date(),
            "state": Document.States.PUBLISHED,
            "attribute": Document.Attribute.PROACTIVE,
            "content_sha256": "0" * 64,
            "published_at": NOON + timedelta(minutes=number),
            "author": author(),
            "created_at": NOON,
            "updated_at": NOON,
        }
        | fields
    )


def indexed(number: int, title: str, body: str = "", kind: str = "document") -> Model:
    """Something that the search finds."""
    found = document(number, title=title, body=body)
    subject: Model = found
    if kind == "interpretation":
        subject = interpretation(title=title, body=body, organisation=found.organisation)
    index(
        subject=subject,
        kind=kind,
        title=title,
        text=body,
        url=f"/disclosure/{found.index_no}/",
        published_at=found.published_at,
        organisation=found.organisation,
    )
    return subject


def interpretation(organisation: Organisation, **fields) -> Interpretation:
    return Interpretation.objects.create(
        **{
            "organisation": organisation,
            "state": Interpretation.States.PUBLISHED,
            "author": author(),
            "published_at": NOON,
            "created_at": NOON,
            "updated_at": NOON,
        }
        | fields
    )


def consultation(organisation: Organisation | None = None, **fields) -> Consultation:
    return Consultation.objects.create(
        **{
            "title": "云溪区物业管理办法（征求意见稿）",
            "organisation": organisation or OrganisationFactory(),
            "state": Consultation.States.PUBLISHED,
            "author": author(),
            "background": "说明",
            "draft_text": "第一条",
            "published_at": NOON - timedelta(days=10),
            "opens_at": NOON - timedelta(days=10),
            "closes_at": NOON + timedelta(days=2, hours=4),
            "created_at": NOON,
            "updated_at": NOON,
        }
        | fields
    )
