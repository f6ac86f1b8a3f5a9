"""ClamAV over its own protocol (INSTREAM); optional, named by ``CLAMD_URL``."""

import socket
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from urllib.parse import urlsplit

from django.conf import settings

TIMEOUT_SECONDS = 10
_CHUNK = 64 * 1024
_PORT = 3310


class Verdict(StrEnum):
    CLEAN = "clean"
    INFECTED = "infected"


class ScannerUnavailable(Exception):
    """No verdict could be had; the file is held back until there is one."""


def is_configured() -> bool:
    return bool(settings.CLAMD_URL)


def scan(content: bytes) -> Verdict:
    """The scanner's verdict; raises ``ScannerUnavailable`` for every fault."""
    try:
        with _connection() as link:
            link.sendall(b"zINSTREAM\0")
            for start in range(0, len(content), _CHUNK):
                chunk = content[start : start + _CHUNK]
                link.sendall(struct.pack(">I", len(chunk)) + chunk)
            link.sendall(struct.pack(">I", 0))
            answer = _answer(link)
    except OSError as fault:
        raise ScannerUnavailable(str(fault)) from fault
    if answer.endswith(b"FOUND"):
        return Verdict.INFECTED
    if answer.endswith(b": OK"):
        return Verdict.CLEAN
    raise ScannerUnavailable(answer.decode("utf-8", "replace"))


@contextmanager
def _connection() -> Iterator[socket.socket]:
    """``tcp://host:3310`` or ``unix:///run/clamav/clamd.ctl``."""
    address = urlsplit(settings.CLAMD_URL)
    if address.scheme == "unix":
        link = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        link.settimeout(TIMEOUT_SECONDS)
        target: str | tuple[str, int] = address.path
    else:
        link = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        link.settimeout(TIMEOUT_SECONDS)
        target = (address.hostname or "localhost", address.port or _PORT)
    with link:
        link.connect(target)
        yield link


def _answer(link: socket.socket) -> bytes:
    answer = b""
    while not answer.endswith(b"\0") and (more := link.recv(4096)):
        answer += more
    return answer.strip(b"\0\n ")
