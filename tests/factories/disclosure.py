"""Documents in any state, and a bureau of people who bring one to the public."""

from dataclasses import dataclass
from datetime import date, datetime

import factory

from disclosure import actions
from disclosure.domain.review import Answers
from disclosure.models import Category, Document, SecrecyReview
from portal.agencies.domain.roles import Role
from portal.agencies.models import Organisation, User
from portal.domain.moments import SHANGHAI
from tests.factories.agencies import OrganisationFactory, UserFactory, staff

# A Monday with nothing but working days around it.
DRAFTED_AT = datetime(2026, 3, 9, 9, 0, tzinfo=SHANGHAI)
REVIEWED_AT = datetime(2026, 3, 10, 9, 0, tzinfo=SHANGHAI)
PUBLISHED_AT = datetime(2026, 3, 11, 9, 0, tzinfo=SHANGHAI)
LATER = datetime(2026, 4, 1, 9, 0, tzinfo=SHANGHAI)
FORMED_ON = date(2026, 3, 9)
CLEAN = Answers(
    has_state_secret=False, has_commercial_secret=False, has_privacy=False, is_lawful=True
)


class DocumentFactory(factory.django.DjangoModelFactory):
    """A row as it would stand in the database; nothing of the workflow has run."""

    class Meta:
        model = Document

    class Params:
        published = factory.Trait(
            state=Document.States.PUBLISHED,
            index_no=factory.Sequence(lambda n: f"11990103MB0000190Y/2026-{n % 99999 + 1:05d}"),
            content_sha256="0" * 64,
            published_at=PUBLISHED_AT,
        )

    title = factory.Sequence(lambda n: f"第{n}号文件")
    organisation = factory.SubFactory(OrganisationFactory, credit_code="11990103MB0000190Y")
    category = factory.LazyFunction(lambda: Category.objects.get(code="policy-normative"))
    body = "第一条　为了便民，制定本办法。"
    formed_on = FORMED_ON
    attribute = Document.Attribute.PROACTIVE
    author = factory.SubFactory(UserFactory)
    created_at = DRAFTED_AT
    updated_at = DRAFTED_AT


@dataclass(frozen=True)
class Bureau:
    """One body and the people whose hands a document goes through."""

    organisation: Organisation
    drafter: User
    reviewer: User
    office: User

    def draft(self, **fields) -> Document:
        """A draft as the desk would begin it."""
        said = {
            "title": "云溪区雨水花园建设管理办法",
            "doc_no": "云溪建规〔2026〕2号",
            "category": Category.objects.get(code="policy-normative"),
            "summary": "明确雨水花园的建设和养护责任。",
            "body": "第一条　为了蓄水防涝，制定本办法。\n第二条　本办法自公布之日起施行。",
            "formed_on": FORMED_ON,
            "attribute": Document.Attribute.PROACTIVE,
        }
        return actions.draft_document(
            organisation=self.organisation, fields=said | fields, actor=self.drafter, at=DRAFTED_AT
        )

    def review(self, document: Document, **said) -> None:
        """A review that passes, unless told otherwise."""
        form = {
            "answers": CLEAN,
            "conclusion": SecrecyReview.Conclusion.PASS,
            "actor": self.reviewer,
            "at": REVIEWED_AT,
        }
        actions.review_secrecy(document=document, **{**form, **said})

    def reviewed(self, **fields) -> Document:
        """A document that only waits to be published."""
        document = self.draft(**fields)
        actions.submit(document=document, actor=self.drafter, at=DRAFTED_AT)
        self.review(document)
        document.refresh_from_db()
        return document

    def published(self, **fields) -> Document:
        """A document before the public, by the regular way."""
        return actions.publish(document=self.reviewed(**fields), actor=self.office, at=PUBLISHED_AT)


def open_bureau(code: str = "yunxi-housing", credit_code: str = "11990103MB0000190Y") -> Bureau:
    """A body with a drafter, a secrecy reviewer and an openness office."""
    organisation = OrganisationFactory(code=code, credit_code=credit_code)
    return Bureau(
        organisation,
        staff(Role.DRAFTER, organisation),
        staff(Role.SECRECY_REVIEWER, organisation),
        staff(Role.OPENNESS_OFFICE, organisation),
    )
