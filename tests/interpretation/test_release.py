"""Interpretations and consultations on their way to the public."""

from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from disclosure.domain.review import Answers
from disclosure.models import Document
from interpretation import actions
from interpretation.domain.period import Phase, collection_days
from interpretation.models import Consultation, Interpretation
from portal.audit.queries import history_of
from portal.domain.workflow import TransitionRefused
from portal.obligations.models import Obligation
from portal.obligations.queries import of
from portal.outbox.models import OutboxMessage
from tests.factories.disclosure import CLEAN, DRAFTED_AT, LATER, PUBLISHED_AT, REVIEWED_AT
from tests.factories.interpretation import (
    CLOSES_AT,
    OPENS_AT,
    ConsultationFactory,
    draft_consultation,
    draft_interpretation,
    make_ready,
)

ID_CARD = "11010519491231002X"
AFTER = CLOSES_AT + timedelta(days=5)


def codes(refused) -> list[str]:
    return [refusal.code for refusal in refused.value.refusals]


def ready_consultation(bureau, **fields) -> Consultation:
    return make_ready(bureau, draft_consultation(bureau, **fields))


def publish_consultation(bureau, at=OPENS_AT, **fields) -> Consultation:
    item = ready_consultation(bureau, **fields)
    return actions.publish_consultation(consultation=item, actor=bureau.office, at=at)


class TestInterpretations:
    def test_it_follows_its_document(self, bureau):
        item = make_ready(bureau, draft_interpretation(bureau, [bureau.published()]))
        actions.publish_interpretation(interpretation=item, actor=bureau.office, at=LATER)
        item.refresh_from_db()
        assert (item.state, item.published_at) == (Interpretation.States.PUBLISHED, LATER)
        assert [entry.action for entry in history_of(item).order_by("seq")] == [
            "interpretation.draft",
            "interpretation.submit",
            "interpretation.review",
            "interpretation.publish",
        ]

    def test_it_does_not_come_before_its_document(self, bureau):
        item = make_ready(bureau, draft_interpretation(bureau, [bureau.reviewed()]))
        with pytest.raises(TransitionRefused) as refused:
            actions.publish_interpretation(interpretation=item, actor=bureau.office, at=LATER)
        assert codes(refused) == ["document_not_public"]

    def test_together_means_at_one_moment(self, bureau):
        document = bureau.reviewed()
        item = make_ready(bureau, draft_interpretation(bureau, [document]))
        actions.publish_together(interpretation=item, actor=bureau.office, at=PUBLISHED_AT)
        document.refresh_from_db()
        item.refresh_from_db()
        assert document.published_at == item.published_at == PUBLISHED_AT

    def test_together_means_all_or_none_with_every_reason(self, bureau):
        good, bad = bureau.reviewed(), bureau.reviewed(title="改过的文件")
        Document.objects.filter(pk=bad.pk).update(body="改了")
        item = make_ready(bureau, draft_interpretation(bureau, [good, bad]))
        Interpretation.objects.filter(pk=item.pk).update(body="也改了")
        with pytest.raises(TransitionRefused) as refused:
            actions.publish_together(interpretation=item, actor=bureau.office, at=PUBLISHED_AT)
        assert codes(refused) == ["review_outdated", "review_outdated"]
        assert "《改过的文件》" in str(refused.value)
        good.refresh_from_db()
        assert (good.state, good.index_no) == (Document.States.READY, "")

    def test_it_needs_a_document_and_content(self, bureau):
        item = draft_interpretation(bureau, [], body=" ")
        with pytest.raises(TransitionRefused) as refused:
            actions.submit(item=item, actor=bureau.drafter, at=DRAFTED_AT)
        assert codes(refused) == ["no_document", "no_content"]

    def test_the_review_is_anothers_clean_and_for_this_content_only(self, bureau):
        item = draft_interpretation(bureau, [bureau.published()], body=f"联系 {ID_CARD}")
        actions.submit(item=item, actor=bureau.drafter, at=DRAFTED_AT)
        with pytest.raises(TransitionRefused) as refused:
            actions.review(
                item=item,
                answers=Answers(True, False, False, True),
                actor=bureau.reviewer,
                at=REVIEWED_AT,
            )
        assert codes(refused) == ["review_findings", "personal_data"]
        with pytest.raises(TransitionRefused) as refused:
            actions.review(item=item, answers=CLEAN, actor=bureau.drafter, at=REVIEWED_AT)
        assert codes(refused) == ["role", "own_work", "personal_data"]

    def test_a_return_tells_the_author_what_to_change(self, bureau):
        item = draft_interpretation(bureau, [bureau.published()])
        actions.submit(item=item, actor=bureau.drafter, at=DRAFTED_AT)
        with pytest.raises(TransitionRefused) as refused:
            actions.return_to_author(item=item, note=" ", actor=bureau.reviewer, at=REVIEWED_AT)
        assert codes(refused) == ["no_note"]
        actions.return_to_author(
            item=item, note="请补充办理地点。", actor=bureau.reviewer, at=REVIEWED_AT
        )
        item.refresh_from_db()
        assert item.state == Interpretation.States.DRAFT
        message = OutboxMessage.objects.get(kind="site")
        assert message.recipient == str(bureau.drafter.pk)
        assert "请补充办理地点。" in message.body

    def test_the_database_refuses_a_silent_withdrawal(self, bureau):
        item = draft_interpretation(bureau, [bureau.published()])
        with pytest.raises(IntegrityError), transaction.atomic():
            Interpretation.objects.filter(pk=item.pk).update(
                state="withdrawn", published_at=LATER, withdrawn_at=LATER
            )


class TestConsultations:
    @pytest.mark.parametrize(
        ("at", "phase"),
        [
            (OPENS_AT - timedelta(seconds=1), Phase.PLANNED),
            (OPENS_AT, Phase.OPEN),
            (CLOSES_AT - timedelta(seconds=1), Phase.OPEN),
            (CLOSES_AT, Phase.CLOSED),
        ],
    )
    def test_its_phase_is_told_by_the_clock(self, at, phase):
        assert Consultation(opens_at=OPENS_AT, closes_at=CLOSES_AT).phase(at) == phase

    def test_an_outcome_answers_it(self):
        item = Consultation(opens_at=OPENS_AT, closes_at=CLOSES_AT, outcome_at=AFTER)
        assert item.phase(AFTER) == Phase.ANSWERED

    @pytest.mark.parametrize(
        ("opens", "closes", "days"),
        [
            ("2026-03-01T00:00+08:00", "2026-03-31T00:00+08:00", 30),
            ("2026-03-01T23:59+08:00", "2026-03-31T00:01+08:00", 30),
            ("2026-03-01T09:00+08:00", "2026-03-30T23:59+08:00", 29),
            ("2026-02-28T16:30+00:00", "2026-03-30T16:30+00:00", 30),
        ],
    )
    def test_days_are_shanghai_days_and_the_first_does_not_count(self, opens, closes, days):
        opens_at, closes_at = map(datetime.fromisoformat, (opens, closes))
        assert collection_days(opens_at, closes_at) == days

    def test_thirty_days_need_no_reason(self, bureau):
        item = publish_consultation(bureau)
        assert item.state == Consultation.States.PUBLISHED

    def test_a_shorter_period_needs_a_public_one(self, bureau):
        closes_at = CLOSES_AT - timedelta(days=1)
        with pytest.raises(TransitionRefused) as refused:
            publish_consultation(bureau, closes_at=closes_at)
        assert codes(refused) == ["short_period"]
        assert "第十五条" in str(refused.value)
        reason = "汛期临近，须在五月前施行。"
        item = publish_consultation(bureau, closes_at=closes_at, short_period_reason=reason)
        assert item.state == Consultation.States.PUBLISHED

    def test_the_period_is_counted_from_the_day_it_is_really_published(self, bureau):
        item = ready_consultation(bureau)
        late = OPENS_AT + timedelta(days=3)
        with pytest.raises(TransitionRefused) as refused:
            actions.publish_consultation(consultation=item, actor=bureau.office, at=late)
        assert codes(refused) == ["short_period"]

    def test_what_is_over_cannot_begin(self, bureau):
        item = ready_consultation(bureau)
        with pytest.raises(TransitionRefused) as refused:
            actions.publish_consultation(consultation=item, actor=bureau.office, at=AFTER)
        assert codes(refused) == ["period_is_over", "short_period"]

    def test_publishing_owes_feedback_within_a_month_of_the_end(self, bureau):
        obligation = of(publish_consultation(bureau)).get()
        assert obligation.rule_key == "pub.opinion_feedback"
        assert obligation.started_on == date(2026, 4, 10)
        # 10 May 2026 is a Sunday that is not worked.
        assert obligation.due_on == date(2026, 5, 11)

    def test_the_outcome_comes_after_the_end_once_and_meets_the_limit(self, bureau):
        item = publish_consultation(bureau)
        said = {"consultation": item, "actor": bureau.office}
        with pytest.raises(TransitionRefused) as refused:
            actions.publish_outcome(outcome=" ", at=LATER, **said)
        assert codes(refused) == ["still_open", "no_outcome"]
        actions.publish_outcome(outcome="收到12条，采纳5条。", at=AFTER, **said)
        item.refresh_from_db()
        assert item.phase(AFTER) == Phase.ANSWERED
        assert of(item).get().state == Obligation.State.MET
        with pytest.raises(TransitionRefused) as refused:
            actions.publish_outcome(outcome="再写一遍。", at=AFTER, **said)
        assert codes(refused) == ["outcome_published"]

    def test_withdrawing_ends_what_is_owed(self, bureau):
        item = publish_consultation(bureau)
        actions.withdraw_consultation(
            consultation=item, explanation="方案暂缓。", actor=bureau.office, at=LATER
        )
        assert of(item).get().state == Obligation.State.VOID

    def test_withdrawing_after_the_outcome_leaves_the_met_limit_alone(self, bureau):
        item = publish_consultation(bureau)
        actions.publish_outcome(
            consultation=item, outcome="采纳5条。", actor=bureau.office, at=AFTER
        )
        actions.withdraw_consultation(
            consultation=item, explanation="数据有误。", actor=bureau.office, at=AFTER
        )
        assert of(item).get().state == Obligation.State.MET

    def test_it_closes_after_it_opens(self, db):
        with pytest.raises(IntegrityError), transaction.atomic():
            ConsultationFactory(closes_at=OPENS_AT)
