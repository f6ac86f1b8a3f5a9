"""Comments: taken in once, shown only when released, found again by their code."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.core import signing
from django.db import IntegrityError, transaction
from django.urls import reverse

from interpretation import actions
from interpretation.models import Comment
from portal.audit.models import AuditEntry
from portal.domain.workflow import TransitionRefused
from tests.factories.agencies import staff
from tests.factories.disclosure import LATER, DocumentFactory, open_bureau
from tests.factories.interpretation import (
    CLOSES_AT,
    CommentFactory,
    ConsultationFactory,
    InterpretationFactory,
)
from tests.hostile import XSS_CORPUS

CANARY = "没有放行的留言"
PHONE = "13800138000"


@pytest.fixture(autouse=True)
def _clock(today):
    return today


def form_url(subject) -> str:
    return reverse("interpretation:comment", args=[subject._meta.model_name, subject.pk])


def fields(client, today, subject, **said) -> dict[str, str]:
    """A form as a person would send it, half a minute after it was drawn."""
    today.move_to(LATER, tick=False)
    soup = BeautifulSoup(client.get(form_url(subject)).content, "html.parser")
    today.move_to(LATER + timedelta(seconds=30), tick=False)
    ticket = soup.select_one("input[name=ticket]")["value"]
    return {"ticket": ticket, "text": "请问几楼以上可以申请？", **said}


def send(client, today, subject, **said):
    return client.post(form_url(subject), fields(client, today, subject, **said))


def code_in(response) -> str:
    return BeautifulSoup(response.content, "html.parser").select_one(".secret-value").text.strip()


SUBJECTS = {
    "interpretation": lambda: InterpretationFactory(published=True),
    "document": lambda: DocumentFactory(published=True),
    "consultation": lambda: ConsultationFactory(published=True),
}


@pytest.mark.parametrize("kind", SUBJECTS)
def test_a_comment_is_kept_and_its_code_told_once(client, db, today, kind):
    subject = SUBJECTS[kind]()
    response = send(client, today, subject, nickname="老张", contact=PHONE)
    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]
    comment = Comment.objects.get()
    assert (comment.state, comment.subject, comment.nickname) == ("pending", subject, "老张")
    assert comment.organisation == subject.organisation
    assert comment.contact == PHONE
    code = code_in(response)
    assert len(code.replace("-", "")) == 24
    assert code not in str(Comment.objects.values().get())
    tracked = client.post(reverse("interpretation:track"), {"code": code.lower()})
    assert tracked.status_code == 200
    assert "待审核" in tracked.text
    assert "请问几楼以上" in tracked.text
    assert PHONE not in tracked.text


def test_a_second_click_is_the_same_comment(client, db, today):
    subject = InterpretationFactory(published=True)
    filled = fields(client, today, subject)
    codes = {code_in(client.post(form_url(subject), filled)) for _ in range(3)}
    assert len(codes) == 1
    assert Comment.objects.count() == 1


def test_the_same_page_with_another_text_asks_again_and_keeps_it(client, db, today):
    subject = InterpretationFactory(published=True)
    filled = fields(client, today, subject)
    client.post(form_url(subject), filled)
    response = client.post(form_url(subject), {**filled, "text": "另一条"})
    assert response.status_code == 409
    soup = BeautifulSoup(response.content, "html.parser")
    assert soup.select_one("textarea").text.strip() == "另一条"
    again = soup.select_one("input[name=ticket]")["value"]
    assert again != filled["ticket"]


def test_it_needs_no_script_and_the_page_carries_the_form(client, db):
    subject = InterpretationFactory(published=True)
    soup = BeautifulSoup(
        client.get(reverse("interpretation:detail", args=[subject.pk])).content, "html.parser"
    )
    form = soup.select_one("form.comment-form")
    assert form["action"] == form_url(subject)
    assert {tag["name"] for tag in form.select("[name]")} == {
        "csrfmiddlewaretoken",
        "ticket",
        "text",
        "nickname",
        "contact",
        "homepage",
    }


@pytest.mark.parametrize(
    ("said", "word"),
    [
        ({"text": ""}, "内容"),
        ({"text": "   "}, "内容"),
        ({"text": "长" * 1001}, "1000"),
        ({"nickname": "长" * 31}, "30"),
        ({"text": "请打 13800138000"}, "手机号"),
        ({"contact": "1" * 101}, "100"),
        ({"homepage": "http://spam.example"}, "没有通过校验|未通过校验"),
        ({"ticket": ""}, "失效"),
        ({"ticket": "x" * 5000}, "失效"),
        ({"ticket": signing.dumps({"key": "1", "at": 0}, salt="other")}, "失效"),
    ],
)
def test_what_is_wrong_is_told_and_nothing_is_lost(client, db, today, said, word):
    subject = InterpretationFactory(published=True)
    response = send(client, today, subject, **said)
    assert response.status_code == 422
    soup = BeautifulSoup(response.content, "html.parser")
    assert any(part in soup.select_one(".error-summary").text for part in word.split("|"))
    assert (
        soup.select_one("textarea").text.strip()
        == said.get("text", "请问几楼以上可以申请？").strip()
    )
    assert not Comment.objects.exists()


def test_too_fast_is_asked_to_wait_and_then_taken(client, db, today):
    subject = InterpretationFactory(published=True)
    filled = fields(client, today, subject)
    today.move_to(LATER + timedelta(seconds=1), tick=False)
    assert client.post(form_url(subject), filled).status_code == 422
    today.move_to(LATER + timedelta(seconds=10), tick=False)
    assert client.post(form_url(subject), filled).status_code == 200


def test_a_form_left_open_for_days_is_renewed(client, db, today):
    subject = InterpretationFactory(published=True)
    filled = fields(client, today, subject)
    today.move_to(LATER + timedelta(days=2), tick=False)
    stale = client.post(form_url(subject), filled)
    assert stale.status_code == 422
    soup = BeautifulSoup(stale.content, "html.parser")
    today.move_to(LATER + timedelta(days=2, seconds=9), tick=False)
    renewed = {**filled, "ticket": soup.select_one("input[name=ticket]")["value"]}
    assert client.post(form_url(subject), renewed).status_code == 200


def test_floods_are_stopped_in_the_database(client, db, today, monkeypatch):
    monkeypatch.setattr("interpretation.views.comments.SUBMISSIONS_PER_HOUR", 2)
    subject = InterpretationFactory(published=True)
    statuses = [
        client.post(
            form_url(subject),
            fields(client, today, subject),
            headers={"x-forwarded-for": f"10.0.0.{number}"},
        ).status_code
        for number in range(3)
    ]
    assert statuses == [200, 200, 429]
    assert Comment.objects.count() == 2


def test_codes_cannot_be_tried_without_end(client, db, monkeypatch):
    monkeypatch.setattr("interpretation.views.comments.TRIES_PER_HOUR", 2)
    url = reverse("interpretation:track")
    statuses = [client.post(url, {"code": f"wrong-{n}"}).status_code for n in range(3)]
    assert statuses == [422, 422, 429]


@pytest.mark.parametrize("code", ["", "x", "7K3M-9Q2D", "长" * 61, "%00", "' OR 1=1"])
def test_a_wrong_code_finds_nothing(client, db, code):
    CommentFactory()
    response = client.post(reverse("interpretation:track"), {"code": code})
    assert response.status_code == 422


@pytest.mark.parametrize(
    "subject",
    [
        lambda: InterpretationFactory(),
        lambda: InterpretationFactory(state="review"),
        lambda: DocumentFactory(),
        lambda: ConsultationFactory(),
    ],
)
def test_what_is_not_public_takes_no_comments_and_is_not_there(client, db, subject):
    assert client.get(form_url(subject())).status_code == 404
    assert client.post(form_url(subject()), {"text": "x"}).status_code == 404
    assert client.get("/interpretation/comments/organisation/1/").status_code == 404


class TestTheEndOfAConsultation:
    def test_the_server_closes_the_form_not_the_page(self, client, db, today):
        subject = ConsultationFactory(published=True, closes_at=LATER + timedelta(seconds=20))
        response = send(client, today, subject)
        assert response.status_code == 409
        assert "已经结束" in response.text
        assert "请问几楼以上" in response.text
        assert not Comment.objects.exists()

    def test_before_it_opens_nothing_is_taken(self, client, db, today):
        subject = ConsultationFactory(published=True, opens_at=LATER + timedelta(days=1))
        assert send(client, today, subject).status_code == 409

    def test_a_closed_page_offers_no_form(self, client, db, today):
        subject = ConsultationFactory(published=True)
        url = reverse("consultations:detail", args=[subject.pk])
        assert "comment-form" in client.get(url).text
        today.move_to(CLOSES_AT, tick=False)
        assert "comment-form" not in client.get(url).text


class TestModeration:
    @pytest.fixture
    def case(self, db):
        bureau = open_bureau()
        subject = InterpretationFactory(published=True, organisation=bureau.organisation)
        return bureau, CommentFactory(interpretation=subject, text=CANARY, contact=PHONE)

    def outputs(self, client, comment) -> list[str]:
        detail = reverse("interpretation:detail", args=[comment.interpretation_id])
        urls = [detail, "/api/v1/comments/", "/api/v1/comments/?format=csv", "/", "/search/?q=留言"]
        answers = [client.get(url) for url in urls]
        return [
            (b"".join(a.streaming_content) if a.streaming else a.content).decode() for a in answers
        ]

    def test_nothing_shows_before_staff_release_it(self, client, case):
        _bureau, comment = case
        assert not any(CANARY in output for output in self.outputs(client, comment))

    def test_a_released_one_shows_with_its_answer_but_never_its_contact(self, client, case):
        bureau, comment = case
        actions.show_comment(comment=comment, actor=bureau.office, at=LATER)
        actions.answer_comment(
            comment=comment, reply="四层以上可以申请。", actor=bureau.office, at=LATER
        )
        outputs = self.outputs(client, comment)
        assert [CANARY in output for output in outputs] == [True, True, True, False, False]
        assert "四层以上可以申请。" in outputs[0]
        assert not any(PHONE in output for output in outputs)

    def test_a_hidden_one_is_counted_with_its_reason(self, client, case):
        bureau, comment = case
        actions.hide_comment(comment=comment, reason="insult", actor=bureau.office, at=LATER)
        outputs = self.outputs(client, comment)
        assert not any(CANARY in output for output in outputs)
        assert "含有辱骂、人身攻击 1 条" in outputs[0]

    def test_its_author_learns_the_reason(self, client, case):
        bureau, _comment = case
        submitted = actions.submit_comment(
            subject=InterpretationFactory(published=True, organisation=bureau.organisation),
            nickname="",
            text="加微信",
            contact="",
            at=LATER,
        )
        actions.hide_comment(
            comment=submitted.comment, reason="advertising", actor=bureau.office, at=LATER
        )
        response = client.post(reverse("interpretation:track"), {"code": submitted.code})
        assert "广告或者推广" in response.text

    def test_personal_data_cannot_be_released(self, case):
        bureau, comment = case
        Comment.objects.filter(pk=comment.pk).update(text=f"打我电话 {PHONE}")
        with pytest.raises(TransitionRefused, match="个人信息"):
            actions.show_comment(comment=comment, actor=bureau.office, at=LATER)
        with pytest.raises(TransitionRefused, match="个人信息"):
            actions.answer_comment(comment=comment, reply="好", actor=bureau.office, at=LATER)

    def test_neither_can_an_answer_with_personal_data(self, case):
        bureau, comment = case
        with pytest.raises(TransitionRefused, match="个人信息"):
            actions.answer_comment(
                comment=comment, reply=f"请打 {PHONE}", actor=bureau.office, at=LATER
            )

    def test_only_the_bodys_own_staff_moderate(self, case):
        _bureau, comment = case
        stranger = open_bureau("other", "119901030000143490")
        with pytest.raises(TransitionRefused, match="岗位"):
            actions.show_comment(comment=comment, actor=stranger.office, at=LATER)

    def test_a_hidden_one_needs_a_known_reason(self, case):
        bureau, comment = case
        with pytest.raises(TransitionRefused, match="原因"):
            actions.hide_comment(comment=comment, reason="dislike", actor=bureau.office, at=LATER)
        with pytest.raises(IntegrityError), transaction.atomic():
            Comment.objects.filter(pk=comment.pk).update(state="hidden", moderated_at=LATER)

    def test_contact_data_show_for_a_written_reason_only(self, case):
        bureau, comment = case
        with pytest.raises(TransitionRefused, match="理由"):
            actions.reveal_contact(comment=comment, reason="", actor=bureau.office, at=LATER)
        with pytest.raises(TransitionRefused, match="岗位"):
            actions.reveal_contact(
                comment=comment,
                reason="看看",
                actor=staff("auditor", bureau.organisation),
                at=LATER,
            )
        contact = actions.reveal_contact(
            comment=comment, reason="电话答复", actor=bureau.office, at=LATER
        )
        assert contact == PHONE
        entry = AuditEntry.objects.get(action="comment.reveal_contact")
        assert (entry.actor, entry.reason) == (bureau.office, "电话答复")
        assert PHONE not in entry.after + entry.before

    def test_comments_go_when_their_subject_is_withdrawn(self, client, case):
        bureau, comment = case
        actions.show_comment(comment=comment, actor=bureau.office, at=LATER)
        actions.withdraw(
            item=comment.interpretation, explanation="有误。", actor=bureau.office, at=LATER
        )
        assert not any(CANARY in output for output in self.outputs(client, comment))


def test_contact_data_are_encrypted_at_rest(client, db, today):
    send(client, today, InterpretationFactory(published=True), contact=PHONE)
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT contact FROM interpretation_comment")
        assert PHONE not in cursor.fetchone()[0]


@pytest.mark.parametrize("hostile", XSS_CORPUS)
def test_hostile_comments_stay_text(client, db, hostile):
    comment = CommentFactory(
        shown=True, text=hostile, nickname=hostile[:30], reply=hostile, replied_at=LATER
    )
    url = reverse("interpretation:detail", args=[comment.interpretation_id])
    soup = BeautifulSoup(client.get(url).content, "html.parser")
    area = soup.select_one(".comment-list")
    assert hostile.split() == area.select_one(".comment-text").text.split()
    assert not area.select("script, img, svg, iframe, style, a, b")
