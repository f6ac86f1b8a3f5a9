"""HTML to PDF: one typeface, embedded as the glyphs that are used, and nothing from outside.

The layout is that of official documents (GB/T 9704-2012): A4, 37 mm above, 28 mm to the
binding side, a text block of 156 mm by 225 mm, page numbers — 1 — below.
"""

import re
from collections.abc import Iterable
from datetime import datetime
from functools import cache, lru_cache
from hashlib import sha256
from html import escape
from importlib import import_module
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from portal.domain.moments import local

OFFICIAL = "official"
"""The style sheet every page here has; more come from the caller."""
_STYLES = Path(__file__).with_name("styles")
_PLAIN_NAME = re.compile(r"[^\w \-]")


class PrinterUnavailable(Exception):
    """The library, what it draws with, or the typeface is not installed; says which."""


def pdf_of(html: str, *, title: str, made_at: datetime, styles: Iterable[str] = ()) -> bytes:
    """The body ``html`` as PDF; the same input gives the same bytes.

    ``styles`` are further sheets, as CSS text. Raises ``PrinterUnavailable``; whatever else
    is raised is a fault of the page. Takes a fifth of a second: never call it in a request.
    """
    return pdf_of_all([html], title=title, made_at=made_at, styles=styles)


def pdf_of_all(
    pages: Iterable[str], *, title: str, made_at: datetime, styles: Iterable[str] = ()
) -> bytes:
    """Several bodies as one PDF; each begins on a page of its own and counts from 1."""
    if lacking := missing():
        raise PrinterUnavailable(lacking)
    printer: Any = import_module("weasyprint")
    nothing, fonts = _fetcher(), _fonts()
    sheets = [_parsed(text) for text in (_face(), _sheet(OFFICIAL), *styles)]
    documents = []
    for body in pages:
        page = _page(body, title, made_at)
        source = printer.HTML(string=page, url_fetcher=nothing)
        documents.append((page, source.render(stylesheets=sheets, font_config=fonts)))
    first = documents[0][1]
    every = [leaf for _page_text, document in documents for leaf in document.pages]
    whole = sha256("".join(text for text, _document in documents).encode()).hexdigest()
    made = first.copy(every).write_pdf(pdf_identifier=whole.encode()[:32], pdf_tags=True)
    return bytes(made)


def missing() -> str:
    """What has to be installed before anything can be printed; empty when nothing."""
    if not _has_library():
        return _("没有安装 WeasyPrint 或者它所需的 Pango，不能生成 PDF（见运维手册“打印”）。")
    if not _has_family(settings.PORTAL_PRINT_FONT):
        text = _("没有安装打印字体“%(font)s”，不能生成 PDF（见运维手册“打印”）。")
        return text % {"font": settings.PORTAL_PRINT_FONT}
    return ""


@cache
def _has_library() -> bool:
    try:
        import_module("weasyprint")
    except (ImportError, OSError):
        return False
    return True


@cache
def _has_family(family: str) -> bool:
    """Asked of fontconfig, which otherwise puts any other typeface in the place of this one."""
    library: Any = import_module("weasyprint.text.ffi")
    config, ffi = library.fontconfig, library.ffi
    wanted = config.FcPatternCreate()
    config.FcPatternAddString(wanted, b"family", ffi.new("FcChar8[]", family.encode() + b"\0"))
    config.FcConfigSubstitute(ffi.NULL, wanted, config.FcMatchPattern)
    config.FcDefaultSubstitute(wanted)
    found = config.FcFontMatch(ffi.NULL, wanted, ffi.new("FcResult *"))
    names: set[str] = set()
    name = ffi.new("FcChar8 **")
    while config.FcPatternGetString(found, b"family", len(names), name) == config.FcResultMatch:
        names.add(ffi.string(ffi.cast("char *", name[0])).decode())
    config.FcPatternDestroy(wanted)
    if found != ffi.NULL:
        config.FcPatternDestroy(found)
    return family in names


@cache
def _fetcher() -> Any:
    """No letter makes this machine fetch anything, be it a file or an address of its network."""
    return import_module("weasyprint.urls").URLFetcher(allowed_protocols={"data"})


@cache
def _fonts() -> Any:
    """What is installed, read once: the sheets here bring no typeface of their own."""
    return import_module("weasyprint.text.fonts").FontConfiguration()


@lru_cache(maxsize=16)
def _parsed(text: str) -> Any:
    return import_module("weasyprint").CSS(string=text, url_fetcher=_fetcher())


@cache
def _sheet(name: str) -> str:
    return (_STYLES / f"{name}.css").read_text(encoding="utf-8")


def _face() -> str:
    family = _PLAIN_NAME.sub("", settings.PORTAL_PRINT_FONT)
    return f'html {{ font-family: "{family}", serif; }}'


def _page(body: str, title: str, made_at: datetime) -> str:
    """The moment stands in the file's properties; WeasyPrint would take the clock's."""
    made = local(made_at).isoformat(timespec="seconds")
    return (
        f'<!doctype html><html lang="zh-Hans"><head><meta charset="utf-8">'
        f'<title>{escape(title)}</title><meta name="dcterms.created" content="{made}">'
        f'<meta name="dcterms.modified" content="{made}"></head><body>{body}</body></html>'
    )
