"""The desk of interpretations, consultations and comments."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from disclosure.models import Document
from interpretation.models import Comment, Consultation, Interpretation
from portal.agencies.domain.roles import Role
from tests.factories.agencies import staff
from tests.factories.disclosure import open_bureau
from tests.factories.interpretation import (
    CommentFactory,
    InterpretationFactory,
    draft_interpretation,
    make_ready,
)

CLEAN = {
    "has_state_secret": "no",
    "has_commercial_secret": "no",
    "has_privacy": "no",
    "is_lawful": "yes",
}
PHONE = "13800138000"


@pytest.fixture(autouse=True)
def _clock(today):
    return today


def url(item, page="change", *args) -> str:
    return reverse(f"admin:interpretation_{item._meta.model_name}_{page}", args=[item.pk, *args])


def press(client, item, event, **said) -> int:
    return client.post(url(item, "step", event), said).status_code


def buttons(client, item) -> list[str]:
    page = BeautifulSoup(client.get(url(item)).content, "html.parser")
    return [link["href"].split("/step/")[1].strip("/") for link in page.select("a[href*='/step/']")]


def test_an_interpretation_and_its_document_are_published_together(client, bureau):
    document = bureau.reviewed()
    client.force_login(bureau.drafter)
    said = {
        "organisation": bureau.organisation.pk,
        "documents": [document.pk],
        "title": "一图读懂",
        "form": "graphic",
        "interpreter_name": "贺知秋",
        "interpreter_duty": "副局长",
        "summary": "",
        "body": "四步就够。",
    }
    assert client.post(reverse("admin:interpretation_interpretation_add"), said).status_code == 302
    item = Interpretation.objects.get()
    assert list(item.documents.all()) == [document]
    assert press(client, item, "submit") == 302
    client.force_login(bureau.reviewer)
    assert press(client, item, "review", **CLEAN) == 302
    client.force_login(bureau.office)
    assert "尚未发布" in client.get(url(item)).text
    assert "publish_together" in buttons(client, item)
    assert press(client, item, "publish_together") == 302
    document.refresh_from_db()
    item.refresh_from_db()
    assert document.state == Document.States.PUBLISHED
    assert item.published_at == document.published_at


def test_a_consultation_is_drafted_and_its_period_watched(client, bureau):
    client.force_login(bureau.drafter)
    said = {
        "organisation": bureau.organisation.pk,
        "title": "征求意见稿",
        "background": "为了听取意见。",
        "draft_text": "第一条　草案。",
        "how_to_respond": "",
        "opens_at_0": "2026-04-02",
        "opens_at_1": "09:00",
        "closes_at_0": "2026-04-20",
        "closes_at_1": "17:00",
        "short_period_reason": "",
        "result_document": "",
    }
    add = reverse("admin:interpretation_consultation_add")
    backwards = client.post(add, said | {"closes_at_0": "2026-04-01"})
    assert backwards.status_code == 200
    assert "截止时间应当晚于开始时间" in backwards.text
    assert client.post(add, said).status_code == 302
    item = Consultation.objects.get()
    assert press(client, item, "submit") == 302
    client.force_login(bureau.reviewer)
    assert press(client, item, "review", **CLEAN) == 302
    client.force_login(bureau.office)
    assert "少于30日" in client.get(url(item)).text
    assert press(client, item, "publish") == 200
    assert press(client, item, "return", note="请延长期限。") == 302
    client.force_login(bureau.drafter)
    assert "请延长期限。" in client.get(url(item)).text
    assert client.post(url(item), said | {"closes_at_0": "2026-05-08"}).status_code == 302
    item.refresh_from_db()
    assert item.closes_at.isoformat() == "2026-05-08T09:00:00+00:00"


def test_published_ones_are_read_only_but_for_their_steps(client, bureau):
    item = InterpretationFactory(published=True, organisation=bureau.organisation)
    client.force_login(bureau.office)
    page = BeautifulSoup(client.get(url(item)).content, "html.parser")
    assert not page.select("textarea[name=body]")
    assert buttons(client, item) == ["withdraw"]
    assert press(client, item, "withdraw", explanation="有误。") == 302


class TestComments:
    @pytest.fixture
    def comment(self, bureau):
        subject = InterpretationFactory(published=True, organisation=bureau.organisation)
        return CommentFactory(interpretation=subject, text="请问几楼以上？", contact=PHONE)

    def test_they_are_released_answered_and_held_back(self, client, bureau, comment):
        client.force_login(bureau.office)
        assert buttons(client, comment) == ["show", "answer", "hide", "reveal_contact"]
        assert press(client, comment, "answer", reply="四层以上。") == 302
        comment.refresh_from_db()
        assert (comment.state, comment.reply) == ("shown", "四层以上。")
        assert press(client, comment, "hide") == 200
        assert press(client, comment, "hide", reason="irrelevant") == 302
        comment.refresh_from_db()
        assert comment.state == "hidden"

    def test_many_are_released_at_once(self, client, bureau, comment):
        second = CommentFactory(interpretation=comment.interpretation)
        client.force_login(bureau.office)
        said = {"action": "step_show", "_selected_action": [comment.pk, second.pk]}
        client.post(reverse("admin:interpretation_comment_changelist"), said)
        assert set(Comment.objects.values_list("state", flat=True)) == {"shown"}

    def test_contact_data_show_once_a_reason_is_given(self, client, bureau, comment):
        client.force_login(bureau.office)
        assert PHONE not in client.get(url(comment)).text
        response = client.post(
            url(comment, "step", "reveal_contact"), {"reason": "回电"}, follow=True
        )
        assert PHONE in response.text
        assert PHONE not in client.get(url(comment)).text
        assert PHONE not in client.get(url(comment, "history")).text

    @pytest.mark.parametrize("role", [Role.AUDITOR, Role.DEPUTY_LEADER])
    def test_readers_have_no_buttons_and_no_contact(self, client, bureau, comment, role):
        client.force_login(staff(role, bureau.organisation))
        assert buttons(client, comment) == []
        assert press(client, comment, "reveal_contact", reason="看") in (403, 404, 409)

    def test_other_bodies_comments_are_not_there(self, client, comment):
        client.force_login(open_bureau("other", "119901030000143490").office)
        assert client.get(url(comment)).status_code == 404

    def test_nobody_types_into_a_comment(self, client, bureau, comment):
        client.force_login(bureau.office)
        client.post(url(comment), {"text": "改", "state": "shown", "reply": "改"})
        comment.refresh_from_db()
        assert (comment.text, comment.state) == ("请问几楼以上？", "pending")
        assert client.get(reverse("admin:interpretation_comment_add")).status_code == 403


def test_lists_grow_in_rows_not_in_queries(client, bureau, django_assert_max_num_queries):
    client.force_login(bureau.office)
    subject = InterpretationFactory(published=True, organisation=bureau.organisation)

    def queries(count: int) -> int:
        CommentFactory.create_batch(count, interpretation=subject)
        InterpretationFactory.create_batch(count, organisation=bureau.organisation)
        with django_assert_max_num_queries(120) as seen:
            for name in ("comment", "interpretation", "consultation"):
                url = reverse(f"admin:interpretation_{name}_changelist")
                assert client.get(f"{url}?range=all").status_code == 200
        return len(seen)

    queries(1)  # fills what Django keeps for the process
    assert queries(2) == queries(9)


def test_together_is_offered_only_while_a_document_waits(client, bureau):
    item = make_ready(bureau, draft_interpretation(bureau, [bureau.published()]))
    client.force_login(bureau.office)
    assert buttons(client, item) == ["publish", "return"]
