"""The square mark a telephone reads: drawn as SVG, for pages and paper alike."""

from collections.abc import Iterator
from itertools import groupby

import qrcode
from django.utils.html import format_html
from django.utils.safestring import SafeString
from qrcode.constants import ERROR_CORRECT_M

QUIET_ZONE = 4
"""Modules of white around the mark; readers need them."""


def qr_svg(text: str, *, label: str) -> SafeString:
    """``text`` as a QR code, about as many modules wide as the standard needs.

    ``label`` is read aloud in its place. Without styles of its own, so that strict pages
    may carry it; its size is the style sheet's business.
    """
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=0)
    code.add_data(text)
    code.make(fit=True)
    rows: list[list[bool]] = code.get_matrix()
    side = len(rows) + 2 * QUIET_ZONE
    # One stroke for each run of dark modules: a printer reads a path command by command.
    path = "".join(
        f"M{start + QUIET_ZONE} {y + QUIET_ZONE}.5h{length}"
        for y, row in enumerate(rows)
        for start, length in _runs(row)
    )
    return format_html(
        '<svg class="qr" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}"'
        ' role="img" aria-label="{label}" shape-rendering="crispEdges">'
        '<path fill="#fff" d="M0 0h{side}v{side}H0z"/><path stroke="#000" d="{path}"/></svg>',
        side=side,
        label=label,
        path=path,
    )


def _runs(row: list[bool]) -> Iterator[tuple[int, int]]:
    """Where each run of dark modules begins, and how long it is."""
    place = 0
    for dark, modules in groupby(row):
        length = len(list(modules))
        if dark:
            yield place, length
        place += length
