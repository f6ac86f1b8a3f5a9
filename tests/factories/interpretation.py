"""Interpretations, consultations and comments in any state."""

from datetime import datetime

import factory

from interpretation import actions
from interpretation.models import Comment, Consultation, Interpretation
from portal.domain.moments import SHANGHAI
from tests.factories.agencies import OrganisationFactory, UserFactory
from tests.factories.disclosure import CLEAN, DRAFTED_AT, PUBLISHED_AT, REVIEWED_AT, Bureau

OPENS_AT = datetime(2026, 3, 11, 9, 0, tzinfo=SHANGHAI)
CLOSES_AT = datetime(2026, 4, 10, 17, 0, tzinfo=SHANGHAI)


class InterpretationFactory(factory.django.DjangoModelFactory):
    """A row as it would stand in the database."""

    class Meta:
        model = Interpretation
        skip_postgeneration_save = True

    class Params:
        published = factory.Trait(state=Interpretation.States.PUBLISHED, published_at=PUBLISHED_AT)

    title = factory.Sequence(lambda n: f"第{n}篇解读")
    organisation = factory.SubFactory(OrganisationFactory)
    author = factory.SubFactory(UserFactory)
    interpreter_name = "贺知秋"
    interpreter_duty = "副局长"
    body = "问：怎么申请？\n答：带上身份证。"
    created_at = DRAFTED_AT
    updated_at = DRAFTED_AT

    @factory.post_generation
    def documents(self, create, documents, **_kwargs):
        if documents:
            self.documents.set(documents)


class ConsultationFactory(factory.django.DjangoModelFactory):
    """A row as it would stand in the database."""

    class Meta:
        model = Consultation

    class Params:
        published = factory.Trait(state=Consultation.States.PUBLISHED, published_at=OPENS_AT)

    title = factory.Sequence(lambda n: f"第{n}号征求意见稿")
    organisation = factory.SubFactory(OrganisationFactory)
    author = factory.SubFactory(UserFactory)
    background = "为了听取意见。"
    draft_text = "第一条　草案。"
    opens_at = OPENS_AT
    closes_at = CLOSES_AT
    created_at = DRAFTED_AT
    updated_at = DRAFTED_AT


class CommentFactory(factory.django.DjangoModelFactory):
    """A comment on a published interpretation."""

    class Meta:
        model = Comment

    class Params:
        shown = factory.Trait(state=Comment.States.SHOWN, moderated_at=REVIEWED_AT)
        hidden = factory.Trait(
            state=Comment.States.HIDDEN,
            hidden_reason=Comment.HiddenReason.ADVERTISING,
            moderated_at=REVIEWED_AT,
        )

    interpretation = factory.SubFactory(InterpretationFactory, published=True)
    organisation = factory.SelfAttribute("interpretation.organisation")
    text = factory.Sequence(lambda n: f"第{n}条留言")
    code_hash = factory.Sequence(lambda n: f"{n:064x}")
    submitted_at = PUBLISHED_AT
    updated_at = PUBLISHED_AT


def draft_interpretation(bureau: Bureau, documents, **fields) -> Interpretation:
    """A draft as the desk would begin it."""
    said = {
        "title": "一图读懂雨水花园",
        "interpreter_name": "贺知秋",
        "interpreter_duty": "副局长",
        "body": "问：谁来养护？\n答：由区住建局养护。",
    }
    return actions.draft_interpretation(
        organisation=bureau.organisation,
        documents=documents,
        fields=said | fields,
        actor=bureau.drafter,
        at=DRAFTED_AT,
    )


def draft_consultation(bureau: Bureau, **fields) -> Consultation:
    """A draft as the desk would begin it."""
    said = {
        "title": "滨水空间保护利用方案（征求意见稿）",
        "background": "为了保护滨水空间。",
        "draft_text": "一、分区\n划定三段生态保育区。",
        "opens_at": OPENS_AT,
        "closes_at": CLOSES_AT,
    }
    return actions.draft_consultation(
        organisation=bureau.organisation, fields=said | fields, actor=bureau.drafter, at=DRAFTED_AT
    )


def make_ready(bureau: Bureau, item):
    """Submitted and reviewed; it only waits to be published."""
    actions.submit(item=item, actor=bureau.drafter, at=DRAFTED_AT)
    actions.review(item=item, answers=CLEAN, actor=bureau.reviewer, at=REVIEWED_AT)
    item.refresh_from_db()
    return item
