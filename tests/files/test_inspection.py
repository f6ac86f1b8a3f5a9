"""What comes in and what does not, and for which reasons."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.files.domain.inspection import inspect_content
from portal.files.domain.kinds import KINDS
from tests.files.hostile import HOSTILE
from tests.files.samples import DECENT, mp4, pdf, pdf_object_stream, png


@pytest.mark.parametrize("name", DECENT)
def test_decent_files_come_in(name):
    inspection = inspect_content(name, DECENT[name])
    assert inspection.reasons == frozenset()
    assert inspection.kind is KINDS[name.rpartition(".")[2].lower()]


def test_every_kind_has_a_decent_example():
    assert {name.rpartition(".")[2].lower() for name in DECENT} == set(KINDS)


@pytest.mark.parametrize("case", HOSTILE)
def test_hostile_files_do_not(case):
    name, content, reasons = HOSTILE[case]
    assert inspect_content(name, content).reasons == reasons


def test_there_are_enough_of_them():
    assert len(HOSTILE) >= 60


@pytest.mark.parametrize("name", DECENT)
def test_no_other_extension_will_do(name):
    """Each decent file under each other family's extension is refused."""
    own = KINDS[name.rpartition(".")[2].lower()]
    for extension, kind in KINDS.items():
        if kind.family is not own.family:
            assert inspect_content(f"a.{extension}", DECENT[name]).reasons, extension


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(sorted(DECENT)), st.data())
def test_a_damaged_file_never_breaks_the_inspection(name, data):
    content = bytearray(DECENT[name])
    for _ in range(data.draw(st.integers(1, 8))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, len(content)))
    inspect_content(name, bytes(content))
    inspect_content(name, bytes(content[:cut]))


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(sorted(KINDS)), st.binary(max_size=400))
def test_noise_never_breaks_it_either(extension, content):
    inspect_content(f"a.{extension}", content)


LONG = 8 * 2**20
SLOW = {
    "object streams without end": ("a.pdf", pdf(b"/ObjStm " * (LONG // 8))),
    "streams without end": ("a.pdf", pdf(b"/ObjStm stream\n" * (LONG // 15))),
    "many object streams": ("a.pdf", pdf(pdf_object_stream(b"x" * 2000) * 20_000)),
    "veiled names": ("a.pdf", pdf(b"/#41" * (LONG // 4))),
    "angle brackets": ("a.txt", b"< " * (LONG // 2)),
    "boxes": ("a.mp4", mp4()[:24] + b"\0\0\0\x08free" * (LONG // 8)),
    "text in a picture": ("a.png", png(text=b"<" * LONG)),
}


@pytest.mark.timeout(20)
@pytest.mark.parametrize("case", SLOW)
def test_no_file_keeps_the_inspection_busy(case):
    inspect_content(*SLOW[case])


def test_the_noise_of_a_scanned_page_is_no_script():
    noise = random.Random(4).randbytes(LONG)
    picture = b"5 0 obj\n<< /Subtype /Image >>\nstream\n" + noise + b"\nendstream\nendobj"
    assert inspect_content("扫描件.pdf", pdf(picture)).reasons == frozenset()
