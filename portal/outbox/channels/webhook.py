"""A signed POST to another system.

The body is the message's text. ``X-Portal-Signature`` is ``sha256=`` and the HMAC-SHA256
(hex, key ``PORTAL_WEBHOOK_KEY``) of ``<X-Portal-Timestamp>.<body>``;
``X-Portal-Delivery`` is the same in every attempt, so that a repeat can be recognised.
Redirects are not followed, and the address that was checked is the one connected to.
"""

import hashlib
import hmac
import http.client
import ipaddress
import socket
import ssl
import time
from urllib.parse import SplitResult, urlsplit

from django.conf import settings

from portal.outbox.models import OutboxMessage

from . import UndeliverableError

TIMEOUT_SECONDS = 10


class _CheckedHTTP(http.client.HTTPConnection):
    """Connects to the address that was checked, whatever the name resolves to by now."""

    def __init__(self, host: str, port: int, address: str) -> None:
        super().__init__(host, port, timeout=TIMEOUT_SECONDS)
        self.address = address

    def connect(self) -> None:
        self.sock = socket.create_connection((self.address, self.port), TIMEOUT_SECONDS)


class _CheckedHTTPS(_CheckedHTTP):
    def connect(self) -> None:
        super().connect()
        context = ssl.create_default_context()
        self.sock = context.wrap_socket(self.sock, server_hostname=self.host)


def send(message: OutboxMessage) -> None:
    """Deliver ``message``; anything but a 2xx answer raises."""
    if not settings.PORTAL_WEBHOOK_KEY:
        raise UndeliverableError("PORTAL_WEBHOOK_KEY is not set")
    url = _checked(message.recipient)
    secure = url.scheme == "https"
    port = url.port or (443 if secure else 80)
    address = _public_address(url.hostname or "", port)
    connection = (_CheckedHTTPS if secure else _CheckedHTTP)(url.hostname or "", port, address)
    body = message.body.encode()
    try:
        target = (url.path or "/") + (f"?{url.query}" if url.query else "")
        connection.request("POST", target, body=body, headers=_headers(message, body))
        status = connection.getresponse().status
    finally:
        connection.close()
    if not 200 <= status < 300:
        raise ConnectionError(f"status {status}")


def signature(body: bytes, timestamp: str) -> str:
    """What the receiver must compute to know that the message is ours."""
    key = settings.PORTAL_WEBHOOK_KEY.encode()
    return "sha256=" + hmac.new(key, timestamp.encode() + b"." + body, hashlib.sha256).hexdigest()


def _headers(message: OutboxMessage, body: bytes) -> dict[str, str]:
    timestamp = str(int(time.time()))
    return {
        "Content-Type": "application/json; charset=utf-8",
        "X-Portal-Delivery": str(message.pk),
        "X-Portal-Timestamp": timestamp,
        "X-Portal-Signature": signature(body, timestamp),
    }


def _checked(address: str) -> SplitResult:
    try:
        url = urlsplit(address)
        url.port  # noqa: B018 - reading it refuses a port out of range
    except ValueError as error:
        raise UndeliverableError("not a URL") from error
    if url.scheme not in ("http", "https") or not url.hostname or url.username:
        raise UndeliverableError("only plain http(s) addresses")
    return url


def _public_address(host: str, port: int) -> str:
    """The address to connect to; private ones are refused unless the settings allow them."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    addresses = [str(entry[4][0]) for entry in found]
    if not settings.PORTAL_WEBHOOK_PRIVATE and not all(
        ipaddress.ip_address(address).is_global for address in addresses
    ):
        raise UndeliverableError("private address")
    return addresses[0]
