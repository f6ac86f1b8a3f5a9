"""What is enqueued goes out, once, and whatever fails is tried again or shown."""

from datetime import UTC, datetime, timedelta
from smtplib import SMTPRecipientsRefused, SMTPServerDisconnected

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import connection, transaction

from portal.agencies.domain.roles import Role
from portal.audit.models import AuditEntry
from portal.outbox import actions, queries, tasks
from portal.outbox.actions import Letter
from portal.outbox.actions import deliver as deliver_room
from portal.outbox.actions.deliver import LEASE, MAX_ATTEMPTS, back_off
from portal.outbox.models import OutboxMessage, SiteNotice
from tests.factories.agencies import OrganisationFactory, UserFactory, staff

AT = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)
LATER = AT + timedelta(hours=7)

pytestmark = pytest.mark.django_db


@pytest.fixture
def body():
    return OrganisationFactory()


@pytest.fixture
def post(body):
    """Enqueue a mail about the body."""

    def post(key="k", **changes):
        letter = {
            "kind": "mail",
            "dedupe_key": key,
            "subject": body,
            "recipient": "a@example.com",
            "title": "收到申请",
            "body": "您的申请已收到。",
            "at": AT,
        }
        return actions.enqueue(**(letter | changes))

    return post


@pytest.fixture
def broken(monkeypatch):
    """A mail server that answers with ``broken.error`` while it is set."""

    class Broken:
        error: Exception | None = None

    def send(backend, messages):
        if Broken.error:
            raise Broken.error
        return original(backend, messages)

    original = EmailBackend.send_messages
    monkeypatch.setattr(EmailBackend, "send_messages", send)
    return Broken


def deliver(at=AT, **options):
    return actions.deliver_due(at=at, worker="test", **options)


def test_a_mail_goes_out_once_with_a_fixed_id(post):
    message = post()
    assert (deliver(), deliver()) == (1, 0)
    sent = mail.outbox[0]
    assert (sent.to, sent.subject, sent.body) == (
        ["a@example.com"],
        "收到申请",
        "您的申请已收到。",
    )
    assert sent.message()["Message-ID"] == message.message_id == f"<{message.pk}@localhost>"
    message.refresh_from_db()
    assert message.sent_at >= AT
    assert (message.attempts, message.state) == (1, "已发出")


def test_a_second_message_about_the_same_fact_is_not_written(post):
    first = post()
    second = post(title="另一个标题")
    assert second.pk == first.pk
    assert OutboxMessage.objects.get().title == "收到申请"


def test_many_messages_leave_out_what_is_known(post, body):
    post("1")
    letters = [Letter("mail", str(n), "a@example.com", "题", "文") for n in range(3)]
    actions.enqueue_many(letters=letters, subject=body, at=AT)
    assert OutboxMessage.objects.count() == 3


def test_a_key_too_long_for_the_column_is_a_mistake_of_the_caller(post):
    with pytest.raises(ValueError, match="dedupe_key"):
        post("k" * 201)


def test_nothing_is_told_of_an_act_that_did_not_happen(post):
    def act_and_fail():
        with transaction.atomic():
            post()
            raise RuntimeError

    with pytest.raises(RuntimeError):
        act_and_fail()
    assert deliver() == 0


def test_recipient_title_and_body_are_not_readable_in_the_database(post):
    post(recipient="canary@example.com", title="金丝雀", body="13800131234")
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM outbox_outboxmessage")
        stored = str(cursor.fetchall())
    assert not [text for text in ("canary", "金丝雀", "13800131234") if text in stored]


def test_what_is_not_yet_available_waits(post):
    post(available_at=AT + timedelta(hours=1))
    assert deliver() == 0
    assert deliver(AT + timedelta(hours=1)) == 1


def test_header_injection_gives_one_mail_and_no_further_header(post):
    post(title="题\r\nBcc: b@example.com", recipient="a@example.com")
    deliver()
    sent = mail.outbox[0]
    assert len(mail.outbox) == 1
    assert sent.recipients() == ["a@example.com"]
    assert sent.message()["Bcc"] is None
    assert "\n" not in sent.subject


@pytest.mark.parametrize(
    "address", ["a@example.com\nBcc: b@example.com", "a@example.com,b@example.com", "", "x", "@"]
)
def test_what_is_no_single_address_is_given_up_at_once(post, address):
    post(recipient=address)
    deliver()
    assert mail.outbox == []
    assert queries.given_up().get().last_error == "not an e-mail address"


def test_a_failure_is_tried_again_later_and_later(post, broken):
    post()
    broken.error = SMTPServerDisconnected("bye")
    assert deliver() == 0
    message = OutboxMessage.objects.get()
    assert message.available_at - AT >= timedelta(minutes=1)
    assert (message.state, message.last_error) == ("待发", "SMTPServerDisconnected")
    assert deliver() == 0
    broken.error = None
    assert deliver(AT + timedelta(minutes=2)) == 1
    assert OutboxMessage.objects.get().attempts == 2


def test_one_failure_does_not_stop_the_others(post):
    post("1", recipient="nobody")
    post("2")
    assert deliver() == 1


def test_waiting_doubles_up_to_six_hours():
    waits = [back_off(n) for n in range(1, MAX_ATTEMPTS + 1)]
    assert waits[:3] == [timedelta(minutes=m) for m in (1, 2, 4)]
    assert waits[-1] == timedelta(hours=6)


def test_in_the_end_it_is_given_up_and_shown_to_staff(post, broken):
    post()
    broken.error = SMTPServerDisconnected("bye")
    for n in range(MAX_ATTEMPTS):
        assert queries.given_up().count() == 0
        deliver(AT + n * (LATER - AT))
    message = queries.given_up().get()
    assert (message.attempts, message.state) == (MAX_ATTEMPTS, "已放弃")
    assert deliver(AT + timedelta(days=30)) == 0


def test_what_was_given_up_can_be_tried_again_by_a_person(post, broken):
    post()
    broken.error = SMTPRecipientsRefused({"a@example.com": (550, b"no such user a@example.com")})
    deliver()
    message = queries.given_up().get()
    assert message.last_error == "recipient refused 550"
    broken.error = None
    actions.retry(message=message, actor=UserFactory(), at=LATER)
    assert deliver(LATER) == 1
    assert AuditEntry.objects.get().action == "outbox.retry"


def test_a_recipient_refused_for_now_is_tried_again(post, broken):
    post()
    broken.error = SMTPRecipientsRefused({"a@example.com": (450, b"busy")})
    deliver()
    assert queries.given_up().count() == 0


def test_errors_quote_no_address(post, broken):
    post()
    broken.error = ValueError("cannot reach a@example.com")
    deliver()
    assert OutboxMessage.objects.get().last_error == "ValueError"


def test_what_a_dead_worker_had_claimed_becomes_free_after_the_lease(post):
    message = post()
    OutboxMessage.objects.update(claimed_by="dead", claimed_until=AT + LEASE, attempts=1)
    assert deliver(AT + LEASE - timedelta(seconds=1)) == 0
    assert deliver(AT + LEASE) == 1
    assert mail.outbox[0].message()["Message-ID"] == message.message_id


def test_a_message_that_kills_its_worker_each_time_is_given_up(post):
    post()
    OutboxMessage.objects.update(claimed_until=AT, attempts=MAX_ATTEMPTS)
    assert deliver() == 0
    assert queries.given_up().get().last_error == "worker lost"
    assert mail.outbox == []


def test_no_more_than_asked_for(post):
    for n in range(5):
        post(str(n))
    assert deliver(limit=3) == 3
    assert queries.overdue(AT).count() == 2


def test_a_run_ends_after_a_while_however_slow_the_server(post, monkeypatch):
    monkeypatch.setattr(deliver_room, "LONGEST_RUN", timedelta(0))
    for n in range(3):
        post(str(n))
    assert [deliver() for _run in range(4)] == [1, 1, 1, 0]


def test_the_oldest_goes_first(post):
    post("2", recipient="second@example.com", available_at=AT)
    post("1", recipient="first@example.com", available_at=AT - timedelta(hours=1))
    deliver()
    assert [sent.to[0] for sent in mail.outbox] == ["first@example.com", "second@example.com"]


def test_a_site_notice_lies_on_the_desk_of_one_person(post):
    user = UserFactory()
    post(kind="site", recipient=str(user.pk))
    assert deliver() == 1
    notice = queries.notices_of(user).get()
    assert (notice.title, notice.body, notice.created_at) == ("收到申请", "您的申请已收到。", AT)
    assert queries.notices_of(UserFactory()).count() == 0
    actions.mark_read(notice=notice, at=LATER)
    actions.mark_read(notice=notice, at=LATER + timedelta(days=1))
    assert SiteNotice.objects.get().read_at == LATER


def test_a_site_notice_for_nobody_is_given_up(post):
    post("1", kind="site", recipient="999999")
    post("2", kind="site", recipient="nobody")
    assert deliver() == 0
    assert set(queries.given_up().values_list("last_error", flat=True)) == {"no such user"}


def test_site_notices_cost_no_more_queries_when_there_are_more(post, django_assert_max_num_queries):
    user = UserFactory()
    for n in range(50):
        post(str(n), kind="site", recipient=str(user.pk))
    with django_assert_max_num_queries(16):
        assert deliver() == 50


def test_content_is_forgotten_after_a_month_the_fact_is_not(post):
    user = UserFactory()
    post("1")
    post("2", kind="site", recipient=str(user.pk))
    post("3", available_at=AT + timedelta(days=40))
    deliver()
    assert actions.forget_delivered(at=AT + timedelta(days=29)) == 0
    assert actions.forget_delivered(at=AT + timedelta(days=31)) == 2
    sent = OutboxMessage.objects.filter(sent_at__isnull=False)
    assert set(sent.values_list("recipient", "title", "body")) == {("", "", "")}
    assert OutboxMessage.objects.get(dedupe_key="3").title == "收到申请"
    assert SiteNotice.objects.get().title == ""


def test_what_was_forgotten_cannot_be_sent_again(post):
    message = post(recipient="nobody")
    deliver()
    actions.forget_delivered(at=AT + timedelta(days=31))
    actions.retry(message=message, actor=UserFactory(), at=AT + timedelta(days=31))
    assert queries.given_up().count() == 1


def test_who_sees_the_outbox(post, body):
    post()
    day = AT.date()
    assert queries.visible_to(staff(Role.ADMINISTRATOR, body), day).count() == 1
    assert queries.visible_to(staff(Role.DRAFTER, body), day).count() == 0


def test_messages_about_a_subject(post, body):
    message = post()
    post("other", subject=OrganisationFactory())
    assert queries.messages_about(body).get() == message


def test_the_tasks_deliver_and_forget(post, time_machine):
    time_machine.move_to(AT)
    post()
    tasks.deliver()
    assert len(mail.outbox) == 1
    time_machine.move_to(AT + timedelta(days=31))
    tasks.forget()
    assert OutboxMessage.objects.get().title == ""
