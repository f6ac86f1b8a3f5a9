"""The scanner: asked over its own protocol, and believed only when it answers."""

import socketserver
import struct
import threading

import pytest

from portal.audit.models import AuditEntry
from portal.files import actions, scanner
from portal.files.actions import UploadRefused
from portal.files.models import StoredFile
from tests.files.conftest import AT
from tests.files.samples import pdf

pytestmark = pytest.mark.django_db


class Clamd(socketserver.BaseRequestHandler):
    """Speaks as much of the protocol as INSTREAM needs."""

    answer = b"stream: OK\0"
    received = b""

    def handle(self) -> None:
        assert self._read(10) == b"zINSTREAM\0"
        content = b""
        while size := struct.unpack(">I", self._read(4))[0]:
            content += self._read(size)
        type(self).received = content
        self.request.sendall(self.answer)

    def _read(self, size: int) -> bytes:
        content = b""
        while len(content) < size:
            content += self.request.recv(size - len(content))
        return content


@pytest.fixture
def clamd(settings):
    server = socketserver.TCPServer(("127.0.0.1", 0), Clamd)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    settings.CLAMD_URL = f"tcp://127.0.0.1:{server.server_address[1]}"
    Clamd.answer = b"stream: OK\0"
    yield Clamd
    server.shutdown()
    server.server_close()


@pytest.fixture
def unreachable(settings):
    settings.CLAMD_URL = "tcp://127.0.0.1:1"


def test_a_clean_file(clamd, store):
    stored = store()
    assert clamd.received == pdf()
    assert (stored.scan_state, stored.scanned_at) == ("clean", AT)
    assert stored.is_released


def test_content_goes_over_in_pieces(clamd, store):
    content = pdf(b"\n" * 300_000)
    store(content=content)
    assert clamd.received == content


def test_an_infected_file_is_refused(clamd, store):
    clamd.answer = b"stream: Win.Test.EICAR_HDB-1 FOUND\0"
    with pytest.raises(UploadRefused, match="病毒"):
        store()
    assert StoredFile.objects.count() == 0


@pytest.mark.parametrize(
    "answer", [b"", b"INSTREAM size limit exceeded. ERROR\0", b"nonsense\0", b"stream: OK maybe\0"]
)
def test_whatever_is_no_verdict_holds_the_file_back(clamd, store, answer):
    clamd.answer = answer
    stored = store()
    assert stored.scan_state == "pending"
    assert not stored.is_released


def test_a_scanner_that_is_down_holds_the_file_back(unreachable, store, caplog):
    stored = store()
    assert stored.scan_state == "pending"
    assert "virus scanner unavailable" in caplog.text


def test_held_files_are_asked_for_again(unreachable, store, settings, request):
    stored = store()
    assert actions.scan_waiting(at=AT) == 0
    request.getfixturevalue("clamd")
    assert actions.scan_waiting(at=AT) == 1
    stored.refresh_from_db()
    assert (stored.scan_state, stored.scanned_at) == ("clean", AT)
    assert AuditEntry.objects.filter(action="files.scan").count() == 1
    assert actions.scan_waiting(at=AT) == 0


def test_a_held_file_found_infected_stays_in(unreachable, store, request):
    stored = store()
    request.getfixturevalue("clamd").answer = b"stream: Evil FOUND\0"
    assert actions.scan_waiting(at=AT) == 1
    stored.refresh_from_db()
    assert stored.scan_state == "infected"
    assert not stored.is_released


def test_lost_bytes_do_not_stop_the_others(unreachable, store, storage_root, request):
    lost, held = store(), store()
    (storage_root / lost.storage_name).unlink()
    request.getfixturevalue("clamd")
    assert actions.scan_waiting(at=AT) == 1
    held.refresh_from_db()
    assert held.scan_state == "clean"


def test_a_unix_socket(settings, tmp_path):
    path = tmp_path / "clamd.sock"
    Clamd.answer = b"stream: OK\0"
    with socketserver.UnixStreamServer(str(path), Clamd) as server:
        threading.Thread(target=server.handle_request, daemon=True).start()
        settings.CLAMD_URL = f"unix://{path}"
        assert scanner.scan(b"content") is scanner.Verdict.CLEAN
