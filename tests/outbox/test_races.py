"""Several workers at once, and workers killed at the worst moment: on PostgreSQL."""

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from pathlib import Path

import pytest
from django.core.mail.backends.locmem import EmailBackend
from django.db import connection

from portal.outbox import actions
from portal.outbox.actions import deliver
from portal.outbox.models import OutboxMessage, SiteNotice
from tests.factories.agencies import OrganisationFactory, UserFactory

AT = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)
WORKERS, MESSAGES = 6, 40
ROOT = Path(__file__).resolve().parents[2]

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]


def enqueue(key, **changes):
    letter = {"kind": "mail", "recipient": "a@example.com", "title": key, "body": "文"} | changes
    return actions.enqueue(dedupe_key=key, subject=OrganisationFactory(), at=AT, **letter)


@pytest.fixture
def sent(monkeypatch):
    """Counts what a slow mail server was given."""
    counts: Counter[str] = Counter()

    def send(_backend, messages):
        counts.update(message.subject for message in messages)
        time.sleep(0.01)

    monkeypatch.setattr(EmailBackend, "send_messages", send)
    return counts


def deliver_at_once():
    def work(number):
        try:
            return actions.deliver_due(at=AT, worker=f"worker-{number}")
        finally:
            connection.close()

    with ThreadPoolExecutor(WORKERS) as pool:
        return sum(pool.map(work, range(WORKERS)))


def test_many_workers_send_each_mail_once(sent):
    for number in range(MESSAGES):
        enqueue(str(number))
    assert deliver_at_once() == MESSAGES
    assert sent == Counter(str(number) for number in range(MESSAGES))
    assert set(OutboxMessage.objects.values_list("attempts", flat=True)) == {1}


def test_without_the_claim_they_would_not(sent, monkeypatch):
    """Negative control: the test above does see a race."""

    def unclaimed(now, _worker, limit, *kinds):
        return deliver._waiting(now).filter(kind__in=kinds).order_by("available_at")[:limit]

    monkeypatch.setattr(deliver, "_claim", unclaimed)
    for number in range(MESSAGES):
        enqueue(str(number))
    deliver_at_once()
    assert max(sent.values()) > 1


def test_many_workers_put_each_notice_on_the_desk_once():
    user = UserFactory()
    for number in range(MESSAGES):
        enqueue(str(number), kind="site", recipient=str(user.pk))
    assert deliver_at_once() == MESSAGES
    assert SiteNotice.objects.count() == MESSAGES


def test_the_same_fact_told_by_many_at_once_is_one_message():
    body = OrganisationFactory()

    def work(_number):
        try:
            return actions.enqueue(
                kind="mail",
                dedupe_key="one",
                subject=body,
                recipient="a@example.com",
                title="题",
                body="文",
                at=AT,
            ).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(WORKERS) as pool:
        assert len(set(pool.map(work, range(24)))) == 1
    assert OutboxMessage.objects.count() == 1


# A worker of its own that kills itself, as hard as ``kill -9``, in a gap of the delivery.
KILLED = """
import os, signal, sys
import django
django.setup()
from datetime import datetime
from django.conf import settings
from django.core.mail.backends.filebased import EmailBackend
from portal.outbox import actions
settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
settings.EMAIL_FILE_PATH = sys.argv[1]
send = EmailBackend.send_messages
def die(*_): os.kill(os.getpid(), signal.SIGKILL)
def send_and_die(*args): send(*args); die()
EmailBackend.send_messages = {"before": die, "after": send_and_die, "never": send}[sys.argv[2]]
actions.deliver_due(at=datetime.fromisoformat(sys.argv[3]), worker="killed")
"""


def work(folder, gap, at):
    settings = connection.settings_dict
    url = f"postgres://{settings['USER']}@{settings['HOST']}:{settings['PORT']}/{settings['NAME']}"
    password = {"PGPASSWORD": settings["PASSWORD"]} if settings["PASSWORD"] else {}
    command = [sys.executable, "-c", KILLED, str(folder), gap, at.isoformat()]
    environment = {**os.environ, **password, "DATABASE_URL": url}
    environment.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.test")
    return subprocess.run(command, env=environment, cwd=ROOT, check=False).returncode


def message_ids(folder):
    files = [path.read_bytes() for path in folder.iterdir()]
    texts = [part for text in files for part in text.split(b"-" * 79 + b"\n") if part.strip()]
    return [message_from_bytes(text)["Message-ID"] for text in texts]


@pytest.mark.parametrize(("gap", "copies"), [("before", 1), ("after", 2)])
def test_a_worker_killed_around_sending_loses_nothing(tmp_path, gap, copies):
    message = enqueue("killed")
    assert work(tmp_path, gap, AT) == -signal.SIGKILL
    message.refresh_from_db()
    assert (message.sent_at, message.attempts) == (None, 1)
    assert work(tmp_path, "never", AT + timedelta(minutes=1)) == 0, "the lease still holds"
    assert len(message_ids(tmp_path)) == copies - 1
    assert work(tmp_path, "never", AT + 2 * deliver.LEASE) == 0
    assert message_ids(tmp_path) == [message.message_id] * copies
    message.refresh_from_db()
    assert message.sent_at is not None
