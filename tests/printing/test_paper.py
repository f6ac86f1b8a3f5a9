"""HTML becomes a PDF that looks the same everywhere and fetches nothing."""

from datetime import UTC, datetime
from urllib.request import OpenerDirector

import pytest
from django.test import override_settings

from portal.printing import paper
from portal.printing.codes import qr_svg
from portal.printing.paper import PrinterUnavailable, pdf_of, pdf_of_all
from tests.printing.reading import pages, unpacked

AT = datetime(2026, 1, 5, 2, 0, tzinfo=UTC)


def test_the_typeface_is_embedded_as_a_subset_and_the_bytes_repeat() -> None:
    made = pdf_of("<p>云溪区人民政府办公室</p>", title="云溪公开〔2026〕第1号", made_at=AT)
    assert made.startswith(b"%PDF-")
    assert b"+Noto-Serif-CJK-SC" in unpacked(made)
    assert len(made) < 100_000
    assert made == pdf_of("<p>云溪区人民政府办公室</p>", title="云溪公开〔2026〕第1号", made_at=AT)


def test_several_bodies_become_one_file_with_one_typeface() -> None:
    one = pdf_of("<p>甲</p>", title="一份", made_at=AT)
    three = pdf_of_all(["<p>甲</p>", "<p>甲</p>", "<p>甲</p>"], title="三份", made_at=AT)
    assert (pages(one), pages(three)) == (1, 3)
    assert unpacked(three).count(b"/FontFile") == unpacked(one).count(b"/FontFile") > 0


@pytest.mark.parametrize(
    "body",
    [
        '<img src="file:///etc/hostname">',
        '<img src="http://127.0.0.1:1/x.png">',
        '<link rel="stylesheet" href="http://127.0.0.1:1/x.css">',
        '<link rel="attachment" href="file:///etc/hostname">',
        '<style>@import url("http://127.0.0.1:1/x.css");</style>',
    ],
)
def test_nothing_is_fetched(body: str, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = []
    monkeypatch.setattr(OpenerDirector, "open", lambda _self, *what, **_more: opened.append(what))
    made = pdf_of(f"<p>正文</p>{body}", title="信", made_at=AT)
    assert not opened
    assert b"/EmbeddedFile" not in unpacked(made)


@override_settings(PORTAL_PRINT_FONT="没有这种字体")
def test_a_missing_typeface_is_said_instead_of_printing_with_another() -> None:
    with pytest.raises(PrinterUnavailable, match="没有这种字体"):
        pdf_of("<p>信</p>", title="信", made_at=AT)


def test_a_missing_library_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paper, "_has_library", lambda: False)
    with pytest.raises(PrinterUnavailable, match="WeasyPrint"):
        pdf_of("<p>信</p>", title="信", made_at=AT)


def test_the_mark_carries_no_style_of_its_own() -> None:
    drawn = qr_svg("https://example.gov.cn/verify/ABC/", label="核验<b>")
    assert drawn.startswith("<svg")
    assert "style" not in drawn
    assert "核验&lt;b&gt;" in drawn
