"""Signed pushes to other systems."""

import hashlib
import hmac
import json
import socket
import threading
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from portal.outbox import actions, queries
from portal.outbox.models import OutboxMessage
from tests.factories.agencies import OrganisationFactory

AT = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)
KEY = "webhook-key-for-tests"

pytestmark = pytest.mark.django_db


@pytest.fixture
def receiver(settings):
    """A server on this machine that keeps what it gets and answers ``receiver.status``."""
    settings.PORTAL_WEBHOOK_KEY, settings.PORTAL_WEBHOOK_PRIVATE = KEY, True

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            server.got.append((self.path, dict(self.headers), body))
            self.send_response(server.status)
            self.send_header("Location", f"http://127.0.0.1:{server.server_port}/elsewhere")
            self.end_headers()

        def log_message(self, *_args):
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    server.got, server.status = [], 204
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def push(url):
    message = actions.enqueue(
        kind="webhook",
        dedupe_key=url,
        subject=OrganisationFactory(),
        recipient=url,
        title="",
        body=json.dumps({"event": "发布"}, ensure_ascii=False),
        at=AT,
    )
    actions.deliver_due(at=AT, worker="test")
    message.refresh_from_db()
    return message


def test_the_receiver_can_prove_that_it_came_from_us(receiver):
    message = push(f"http://127.0.0.1:{receiver.server_port}/hook?x=1")
    path, headers, body = receiver.got[0]
    signed = headers["X-Portal-Timestamp"].encode() + b"." + body
    expected = hmac.new(KEY.encode(), signed, hashlib.sha256).hexdigest()
    assert headers["X-Portal-Signature"] == f"sha256={expected}"
    assert headers["X-Portal-Delivery"] == str(message.pk)
    assert (path, json.loads(body)) == ("/hook?x=1", {"event": "发布"})
    assert message.sent_at is not None


@pytest.mark.parametrize("status", [302, 307, 400, 500])
def test_anything_but_success_is_tried_again_and_redirects_are_not_followed(receiver, status):
    receiver.status = status
    message = push(f"http://127.0.0.1:{receiver.server_port}/hook")
    assert (message.sent_at, message.failed_at) == (None, None)
    assert [path for path, _headers, _body in receiver.got] == ["/hook"]


def test_a_receiver_that_is_down_is_tried_again(receiver):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    message = push(f"http://127.0.0.1:{port}/")
    assert (message.failed_at, message.last_error) == (None, "ConnectionRefusedError")


@pytest.mark.parametrize(
    "url",
    [
        "ftp://example.com/",
        "file:///etc/passwd",
        "gopher://127.0.0.1/",
        "http://user@127.0.0.1/",
        "http://",
        "http://[::1",
        "http://127.0.0.1:99999/",
        "nonsense",
    ],
)
def test_only_plain_web_addresses(receiver, url):
    assert push(url).failed_at is not None


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "localhost", "10.0.0.8", "192.168.1.1", "169.254.169.254", "[::1]", "0.0.0.0"],
)
def test_private_addresses_are_refused_unless_allowed(receiver, settings, host):
    settings.PORTAL_WEBHOOK_PRIVATE = False
    message = push(f"http://{host}:{receiver.server_port}/")
    assert message.last_error == "private address"
    assert receiver.got == []


def test_without_a_key_nothing_is_pushed(receiver, settings):
    settings.PORTAL_WEBHOOK_KEY = ""
    push(f"http://127.0.0.1:{receiver.server_port}/")
    assert receiver.got == []
    assert queries.given_up().count() == OutboxMessage.objects.count() == 1
