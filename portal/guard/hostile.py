"""What is hostile in a request, before any view has seen it."""

import re
from collections.abc import Iterable
from urllib.parse import parse_qsl

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _

REPEATED_MAX = 50
# The desk ticks whole pages of rows and long lists of choices.
REPEATED_IN_FORMS_MAX = 200
_UNDECODED = re.compile(r"%[89A-F][0-9A-F]")
# A form may carry several files; beyond this not even the temporary file is written.
FILES_PER_FORM_MAX = 6


class HostileInput(Exception):
    """The request is refused with this status; the message is for people."""

    def __init__(self, message: str, status: int = 400) -> None:
        super().__init__(message)
        self.status = status


def refuse_hostile_address(request: HttpRequest) -> None:
    """Judges path and query string before decoding has repaired them."""
    _refuse_broken_path(request.path_info)
    _refuse_nul([request.path_info])
    _refuse_pairs(_pairs(request.META.get("QUERY_STRING", "").encode("latin-1", "replace")))


def refuse_hostile_form(request: HttpRequest) -> None:
    """Judges the fields of a submitted form; other bodies are their parsers' business."""
    if request.content_type == "application/x-www-form-urlencoded":
        _refuse_pairs(_pairs(request.body), REPEATED_IN_FORMS_MAX)
        _refuse_truncated(request, len(request.body))
    elif request.content_type == "multipart/form-data":
        _refuse_other_charsets(request)
        _refuse_oversize(request)
        given = ((name, value) for name, values in request.POST.lists() for value in values)
        _refuse_pairs(given, REPEATED_IN_FORMS_MAX)
        # Parsed from the stream, which counts what it gave out.
        _refuse_truncated(request, getattr(getattr(request, "_stream", None), "_pos", None))


def _refuse_broken_path(path: str) -> None:
    """Django leaves the bytes it could not decode percent-encoded."""
    if _UNDECODED.search(path):
        raise HostileInput(_("网址不是有效的 UTF-8 编码。"))


def _pairs(encoded: bytes) -> list[tuple[str, str]]:
    try:
        return parse_qsl(
            encoded.decode(),
            keep_blank_values=True,
            errors="strict",
            max_num_fields=settings.DATA_UPLOAD_MAX_NUMBER_FIELDS,
        )
    except UnicodeError as fault:
        raise HostileInput(_("提交的内容不是有效的 UTF-8 编码。")) from fault
    except ValueError as fault:
        raise HostileInput(_("参数过多。")) from fault


def _refuse_pairs(pairs: Iterable[tuple[str, str]], limit: int = REPEATED_MAX) -> None:
    times: dict[str, int] = {}
    for name, value in pairs:
        _refuse_nul([name, value])
        times[name] = times.get(name, 0) + 1
        if times[name] > limit:
            raise HostileInput(_("同一参数最多重复 %(limit)d 次。") % {"limit": limit})


def _refuse_nul(texts: Iterable[str]) -> None:
    if any("\0" in text for text in texts):
        raise HostileInput(_("提交的内容含有不允许的空字符。"))


def _refuse_other_charsets(request: HttpRequest) -> None:
    """Browsers send UTF-8. UTF-7 could carry half characters, which nothing can answer with."""
    charset = (request.content_params or {}).get("charset", "utf-8")
    if charset.lower() not in ("utf-8", "utf8"):
        raise HostileInput(_("提交的内容不是有效的 UTF-8 编码。"))


def _announced(request: HttpRequest) -> int:
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return 0


def _refuse_truncated(request: HttpRequest, received: int | None) -> None:
    """A connection that broke half-way must not file half an application."""
    if received is not None and received < _announced(request):
        raise HostileInput(_("提交的内容没有完整送达，请重试。"))


def _refuse_oversize(request: HttpRequest) -> None:
    limit = FILES_PER_FORM_MAX * settings.PORTAL_UPLOAD_MAX_BYTES
    if _announced(request) > limit:
        raise HostileInput(
            _("一次提交的文件总量不得超过 %(limit)d MB。") % {"limit": limit // 2**20}, status=413
        )
