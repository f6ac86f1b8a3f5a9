"""Who may do what to a document when, and that a refusal names every reason."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, IntegrityError, transaction

from disclosure import actions
from disclosure.domain.review import Answers
from disclosure.models import Document, DocumentReturn, SecrecyReview
from portal.agencies.domain.roles import Role
from portal.audit.queries import history_of
from portal.domain.workflow import TransitionRefused
from portal.obligations.models import Obligation
from portal.obligations.queries import of
from portal.outbox.models import OutboxMessage
from tests.factories.agencies import OrganisationFactory, staff
from tests.factories.disclosure import (
    CLEAN,
    DRAFTED_AT,
    LATER,
    PUBLISHED_AT,
    REVIEWED_AT,
    DocumentFactory,
    open_bureau,
)

ID_CARD = "11010519491231002X"


def codes(refused) -> list[str]:
    return [refusal.code for refusal in refused.value.refusals]


def test_a_document_goes_to_the_public_by_three_hands(bureau):
    document = bureau.published()
    document.refresh_from_db()
    assert document.state == Document.States.PUBLISHED
    assert document.index_no == "11990103MB0000190Y/2026-00001"
    assert document.published_at == PUBLISHED_AT
    assert len(document.content_sha256) == 64
    actions_taken = {entry.action for entry in history_of(document)}
    assert actions_taken == {
        "document.draft",
        "document.submit",
        "document.review",
        "document.publish",
    }


def test_index_numbers_count_up_per_code_and_unit_documents_carry_the_bodys(bureau):
    unit = OrganisationFactory(code="unit", parent=bureau.organisation)
    drafter = staff(Role.DRAFTER, unit)
    reviewer = staff(Role.SECRECY_REVIEWER, unit)
    first = bureau.published()
    of_unit = type(bureau)(unit, drafter, reviewer, bureau.office).published()
    assert [first.index_no[-5:], of_unit.index_no[-5:]] == ["00001", "00002"]
    other = open_bureau("other", "119901030000143490").published()
    assert other.index_no == "119901030000143490/2026-00001"


def test_an_index_number_never_changes(bureau):
    document = bureau.published()
    with pytest.raises(DatabaseError), transaction.atomic():
        Document.objects.filter(pk=document.pk).update(index_no="000014349/2026-00009")
    document.refresh_from_db()
    assert document.index_no == "11990103MB0000190Y/2026-00001"


def test_submitting_without_an_attribute_is_refused(bureau):
    document = bureau.draft(attribute="")
    with pytest.raises(TransitionRefused) as refused:
        actions.submit(document=document, actor=bureau.drafter, at=DRAFTED_AT)
    assert codes(refused) == ["no_attribute"]


def test_withholding_needs_ground_and_reason_and_says_so_together(bureau):
    document = bureau.draft(attribute=Document.Attribute.WITHHELD)
    with pytest.raises(TransitionRefused) as refused:
        actions.submit(document=document, actor=bureau.drafter, at=DRAFTED_AT)
    assert codes(refused) == ["no_ground", "no_reason"]


def test_a_withheld_document_is_registered_and_never_published(bureau):
    document = bureau.draft(
        attribute=Document.Attribute.WITHHELD,
        ground=Document.Ground.PROCESS,
        attribute_reason="讨论记录，方案公布前公开可能影响公正决策。",
    )
    actions.submit(document=document, actor=bureau.drafter, at=DRAFTED_AT)
    with pytest.raises(TransitionRefused) as refused:
        bureau.review(document)
    assert codes(refused) == ["not_proactive"]
    actions.register_document(document=document, actor=bureau.office, at=REVIEWED_AT)
    document.refresh_from_db()
    assert document.state == Document.States.REGISTERED
    assert not of(document).filter(state=Obligation.State.OPEN).exists()


def test_the_author_neither_reviews_nor_publishes(bureau):
    bureau_of_one = staff(Role.DRAFTER, bureau.organisation)
    for role in (Role.SECRECY_REVIEWER, Role.OPENNESS_OFFICE):
        bureau_of_one.assignments.create(role=role, organisation=bureau.organisation)
    alone = type(bureau)(bureau.organisation, bureau_of_one, bureau.reviewer, bureau_of_one)
    document = alone.draft()
    actions.submit(document=document, actor=bureau_of_one, at=DRAFTED_AT)
    with pytest.raises(TransitionRefused) as refused:
        alone.review(document, actor=bureau_of_one)
    assert codes(refused) == ["own_work"]
    alone.review(document)
    with pytest.raises(TransitionRefused) as refused:
        actions.publish(document=document, actor=bureau_of_one, at=PUBLISHED_AT)
    assert codes(refused) == ["own_work"]


def test_reviewer_and_publisher_are_two_people(bureau):
    bureau.reviewer.assignments.create(role=Role.OPENNESS_OFFICE, organisation=bureau.organisation)
    document = bureau.reviewed()
    with pytest.raises(TransitionRefused) as refused:
        actions.publish(document=document, actor=bureau.reviewer, at=PUBLISHED_AT)
    assert codes(refused) == ["own_review"]


def test_another_bodys_staff_has_no_part_in_it(bureau):
    stranger = open_bureau("other", "119901030000143490")
    document = bureau.reviewed()
    with pytest.raises(TransitionRefused) as refused:
        actions.publish(document=document, actor=stranger.office, at=PUBLISHED_AT)
    assert codes(refused) == ["role"]


def test_a_refused_publication_names_every_blocker(bureau):
    """Content changed behind the review, personal data in it, and no code to number it by."""
    document = bureau.reviewed()
    bureau.organisation.credit_code = ""
    bureau.organisation.save(update_fields=["credit_code"])
    Document.objects.filter(pk=document.pk).update(
        body=f"张三，身份证号{ID_CARD}，电话13800138000。"
    )
    with pytest.raises(TransitionRefused) as refused:
        actions.publish(document=document, actor=bureau.office, at=PUBLISHED_AT)
    assert codes(refused) == [
        "review_outdated",
        "personal_data",
        "personal_data",
        "no_organisation_code",
    ]
    assert ID_CARD not in str(refused.value)
    assert "13800138000" not in str(refused.value)
    document.refresh_from_db()
    assert (document.state, document.index_no) == (Document.States.READY, "")


@pytest.mark.parametrize("field", ["title", "summary", "body", "keywords", "doc_no", "co_issuers"])
def test_personal_data_anywhere_block_the_review_until_exempted(bureau, field):
    document = bureau.draft(**{field: f"处罚 {ID_CARD}"})
    actions.submit(document=document, actor=bureau.drafter, at=DRAFTED_AT)
    with pytest.raises(TransitionRefused) as refused:
        bureau.review(document)
    assert codes(refused) == ["personal_data"]
    bureau.review(document, personal_data_exemption="行政处罚决定依法公开当事人信息。")
    published = actions.publish(document=document, actor=bureau.office, at=PUBLISHED_AT)
    assert published.state == Document.States.PUBLISHED


def test_personal_data_in_an_attachments_name_block_too(bureau):
    document = bureau.draft()
    upload = SimpleUploadedFile(f"{ID_CARD}.csv", "姓名,金额\n张,1\n".encode())
    actions.attach_file(document=document, upload=upload, actor=bureau.drafter, at=DRAFTED_AT)
    actions.submit(document=document, actor=bureau.drafter, at=DRAFTED_AT)
    with pytest.raises(TransitionRefused) as refused:
        bureau.review(document)
    assert codes(refused) == ["personal_data"]
    assert ID_CARD not in str(refused.value)


@pytest.mark.parametrize(
    "found",
    [
        Answers(True, False, False, True),
        Answers(False, True, False, True),
        Answers(False, False, True, True),
        Answers(False, False, False, False),
    ],
)
def test_findings_cannot_conclude_in_a_pass(bureau, found):
    document = bureau.draft()
    actions.submit(document=document, actor=bureau.drafter, at=DRAFTED_AT)
    with pytest.raises(TransitionRefused) as refused:
        bureau.review(document, answers=found)
    assert codes(refused) == ["review_findings"]
    bureau.review(
        document, answers=found, conclusion=SecrecyReview.Conclusion.REDACT, comment="删去附表。"
    )
    document.refresh_from_db()
    assert document.state == Document.States.DRAFT
    assert document.returns.get().cause == DocumentReturn.Cause.SECRECY


def test_the_database_refuses_a_pass_with_findings_too(bureau):
    document = bureau.draft()
    with pytest.raises(IntegrityError), transaction.atomic():
        SecrecyReview.objects.create(
            document=document,
            content_sha256="0" * 64,
            has_state_secret=True,
            has_commercial_secret=False,
            has_privacy=False,
            is_lawful=True,
            conclusion="pass",
            reviewer=bureau.reviewer,
            reviewed_at=REVIEWED_AT,
        )


@pytest.mark.parametrize(
    "fields",
    [{"index_no": ""}, {"content_sha256": ""}, {"published_at": None}, {"attribute": "withheld"}],
)
def test_the_database_refuses_a_published_row_that_is_not_complete(db, fields):
    with pytest.raises(IntegrityError), transaction.atomic():
        DocumentFactory(published=True, ground="process", attribute_reason="理由", **fields)


def test_a_return_goes_back_to_the_author_with_its_cause(bureau):
    document = bureau.draft()
    actions.submit(document=document, actor=bureau.drafter, at=DRAFTED_AT)
    actions.return_document(
        document=document,
        cause=DocumentReturn.Cause.NO_ATTRIBUTE,
        note="请改为依申请公开。",
        actor=bureau.office,
        at=REVIEWED_AT,
    )
    document.refresh_from_db()
    assert document.state == Document.States.DRAFT
    message = OutboxMessage.objects.get(kind="site")
    assert message.recipient == str(bureau.drafter.pk)
    assert "公开属性不当" in message.body


def test_a_draft_is_closed_once_submitted(bureau):
    document = bureau.draft()
    actions.submit(document=document, actor=bureau.drafter, at=DRAFTED_AT)
    with pytest.raises(TransitionRefused) as refused:
        actions.edit_document(
            document=document, fields={"title": "改"}, actor=bureau.drafter, at=DRAFTED_AT
        )
    assert codes(refused) == ["state"]


def test_a_stale_copy_cannot_take_a_step_twice(bureau):
    document = bureau.reviewed()
    stale = Document.objects.get(pk=document.pk)
    actions.publish(document=document, actor=bureau.office, at=PUBLISHED_AT)
    with pytest.raises(TransitionRefused) as refused:
        actions.publish(document=stale, actor=bureau.office, at=PUBLISHED_AT)
    assert codes(refused) == ["state"]


class TestTheLimitOfArticle26:
    def test_it_runs_from_the_day_of_forming(self, bureau):
        obligation = of(bureau.draft()).get()
        assert obligation.rule_key == "pub.deadline"
        # 9 March + 20 working days; 6 April (Monday) is 清明节.
        assert obligation.due_on == date(2026, 4, 7)
        assert obligation.organisation == bureau.organisation

    def test_publishing_meets_it(self, bureau):
        assert of(bureau.published()).get().state == Obligation.State.MET

    def test_publishing_late_stays_late(self, bureau):
        document = bureau.reviewed()
        late = PUBLISHED_AT + timedelta(days=40)
        actions.publish(document=document, actor=bureau.office, at=late)
        assert of(document).get().state == Obligation.State.MET_LATE

    def test_it_moves_with_the_day_of_forming(self, bureau):
        document = bureau.draft()
        actions.edit_document(
            document=document,
            fields={"formed_on": date(2026, 3, 6)},
            actor=bureau.drafter,
            at=DRAFTED_AT,
        )
        assert of(document).get().due_on == date(2026, 4, 3)

    def test_it_ends_when_the_document_is_no_longer_proactive(self, bureau):
        document = bureau.draft()
        fields = {
            "attribute": Document.Attribute.ON_REQUEST,
            "ground": Document.Ground.OUT_OF_SCOPE,
            "attribute_reason": "不在主动公开范围内。",
        }
        actions.edit_document(document=document, fields=fields, actor=bureau.drafter, at=DRAFTED_AT)
        assert of(document).get().state == Obligation.State.VOID
        actions.edit_document(
            document=document,
            fields={"attribute": Document.Attribute.PROACTIVE},
            actor=bureau.drafter,
            at=DRAFTED_AT,
        )
        assert of(document).filter(state=Obligation.State.OPEN).count() == 1

    def test_what_was_formed_before_any_statute_has_none(self, bureau):
        assert not of(bureau.draft(formed_on=date(1998, 1, 1))).exists()

    def test_the_future_forms_nothing(self, bureau):
        with pytest.raises(TransitionRefused) as refused:
            bureau.draft(formed_on=date(2026, 3, 10))
        assert codes(refused) == ["formed_in_the_future"]


class TestCorrections:
    def correct(self, bureau, document, **fields):
        return actions.correct_document(
            document=document,
            fields=fields,
            explanation="第二条的日期有误，予以更正。",
            actor=bureau.office,
            at=LATER,
        )

    def decide(self, bureau, document, **said):
        form = {"answers": CLEAN, "conclusion": "pass", "actor": bureau.reviewer, "at": LATER}
        return actions.review_correction(document=document, **{**form, **said})

    def test_nothing_changes_in_public_before_another_person_has_reviewed_it(self, bureau):
        document = bureau.published()
        before = document.content_sha256
        self.correct(bureau, document, body="第一条　更正后的正文。")
        document.refresh_from_db()
        assert "蓄水防涝" in document.body
        self.decide(bureau, document)
        document.refresh_from_db()
        assert document.body == "第一条　更正后的正文。"
        assert document.content_sha256 != before
        assert document.updated_at == LATER
        assert document.published_at == PUBLISHED_AT

    def test_a_day_can_be_corrected_and_cleared(self, bureau):
        document = bureau.published(effective_on=date(2026, 5, 1))
        self.correct(bureau, document, effective_on=None, expires_on=date(2031, 5, 1))
        self.decide(bureau, document)
        document.refresh_from_db()
        assert (document.effective_on, document.expires_on) == (None, date(2031, 5, 1))

    def test_its_reviewer_is_not_its_proposer(self, bureau):
        bureau.office.assignments.create(
            role=Role.SECRECY_REVIEWER, organisation=bureau.organisation
        )
        document = bureau.published()
        self.correct(bureau, document, title="新标题")
        with pytest.raises(TransitionRefused) as refused:
            self.decide(bureau, document, actor=bureau.office)
        assert codes(refused) == ["own_work"]

    def test_personal_data_in_the_corrected_text_block_it(self, bureau):
        document = bureau.published()
        self.correct(bureau, document, body=f"联系 {ID_CARD}")
        with pytest.raises(TransitionRefused) as refused:
            self.decide(bureau, document)
        assert codes(refused) == ["personal_data"]

    def test_a_refused_one_leaves_the_document_as_it_was(self, bureau):
        document = bureau.published()
        self.correct(bureau, document, title="新标题")
        self.decide(bureau, document, conclusion="refuse", comment="不准确")
        document.refresh_from_db()
        assert document.title == "云溪区雨水花园建设管理办法"
        assert document.revisions.get().status == "refused"

    def test_it_needs_a_change_and_a_clean_explanation(self, bureau):
        document = bureau.published()
        with pytest.raises(TransitionRefused) as refused:
            actions.correct_document(
                document=document,
                fields={"title": document.title},
                explanation=" ",
                actor=bureau.office,
                at=LATER,
            )
        assert codes(refused) == ["no_explanation", "no_change"]
        with pytest.raises(TransitionRefused) as refused:
            actions.correct_document(
                document=document,
                fields={"title": "新"},
                explanation=f"误写了{ID_CARD}",
                actor=bureau.office,
                at=LATER,
            )
        assert codes(refused) == ["personal_data"]

    def test_one_waits_at_a_time(self, bureau):
        document = bureau.published()
        self.correct(bureau, document, title="新标题")
        with pytest.raises(TransitionRefused) as refused:
            self.correct(bureau, document, title="更新的标题")
        assert codes(refused) == ["correction_pending"]


def test_repeal_points_to_its_successor(bureau):
    old, new = bureau.published(), bureau.published(title="新办法")
    actions.change_validity(
        document=old,
        validity=Document.Validity.REPEALED,
        repealed_by=new,
        explanation="新办法施行，原办法废止。",
        actor=bureau.office,
        at=LATER,
    )
    old.refresh_from_db()
    assert (old.validity, old.repealed_by) == (Document.Validity.REPEALED, new)
    assert old.validity_changed_on == date(2026, 4, 1)
    assert old.revisions.get().kind == "validity"


@pytest.mark.parametrize(
    ("validity", "day", "told"),
    [
        ("in_force", date(2026, 12, 31), "in_force"),
        ("in_force", date(2027, 1, 1), "expired"),
        ("amended", date(2027, 1, 1), "expired"),
        ("repealed", date(2027, 1, 1), "repealed"),
    ],
)
def test_validity_follows_the_calendar(validity, day, told):
    document = Document(validity=validity, expires_on=date(2026, 12, 31))
    assert document.validity_on(day) == told


@pytest.mark.parametrize(
    ("validity", "day", "told"),
    [
        ("in_force", date(2026, 4, 30), "not_yet"),
        ("in_force", date(2026, 5, 1), "in_force"),
        ("repealed", date(2026, 4, 30), "repealed"),
    ],
)
def test_nothing_is_in_force_before_its_first_day(validity, day, told):
    document = Document(validity=validity, effective_on=date(2026, 5, 1))
    assert document.validity_on(day) == told


def test_staff_cannot_declare_what_the_calendar_tells():
    choices = dict(Document._meta.get_field("validity").choices)
    assert "not_yet" not in choices
    assert choices.keys() < set(Document.Validity.values)
