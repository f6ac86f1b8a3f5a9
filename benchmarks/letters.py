"""A letter as PDF: goal p95 ≤ 250 ms and ≤ 500 KB, off the request path (performance goal 8).

Every kind of reply is worded with long texts and printed several times, as the worker does
it: the library is loaded once, the typeface is cut anew for each letter.
"""

from __future__ import annotations

import os
import statistics
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.test")

import django

django.setup()

from django.template.loader import render_to_string  # noqa: E402

from portal.printing.codes import qr_svg  # noqa: E402
from portal.printing.paper import missing, pdf_of  # noqa: E402
from requests_foia.actions.letter_paper import paper_style  # noqa: E402
from requests_foia.actions.lettering import shipped_text  # noqa: E402
from requests_foia.domain.letters import FORMS, PLACEHOLDERS, fill  # noqa: E402

AT = datetime(2026, 3, 5, 8, 0, tzinfo=UTC)
ROUNDS = 4
GOAL_MS, GOAL_KB = 250, 500
LONG = "经检索本机关文书档案、项目档案和业务系统，查得有关材料若干件，分别说明如下。" * 3
VALUES = {
    name: f"<p>{LONG}</p><p>{LONG}</p>" if one.is_block else "云溪区住房和城乡建设局"
    for name, one in PLACEHOLDERS.items()
}


class Paper:
    number, sha256 = "云溪建公开〔2026〕第1号", "0" * 64


def body(kind: str) -> str:
    url = "https://gk.example.gov.cn/verify/AbCdEfGhIjKlMnOpQrStUvWx/"
    context = {"letter": Paper, "mark": qr_svg(url, label="核验二维码"), "url": url}
    check = render_to_string("requests_foia/letters/parts/check.html", context)
    return fill(shipped_text(kind), VALUES) + check


def main() -> None:
    if lacking := missing():
        print(lacking)
        return
    pages = [body(kind) for kind in FORMS]
    pdf_of(pages[0], title="warm", made_at=AT, styles=[paper_style()])
    wall, cpu, sizes = [], [], []
    for page in pages * ROUNDS:
        started, used = time.perf_counter(), time.process_time()
        made = pdf_of(page, title=Paper.number, made_at=AT, styles=[paper_style()])
        wall.append((time.perf_counter() - started) * 1000)
        cpu.append((time.process_time() - used) * 1000)
        sizes.append(len(made) / 1000)
    for name, figures in (("wall", wall), ("processor", cpu)):
        p95 = statistics.quantiles(figures, n=20)[-1]
        verdict = "ok" if p95 <= GOAL_MS else "MISSED"
        print(
            f"letter as PDF, {name}: p50 {statistics.median(figures):.0f} ms, p95 {p95:.0f} ms "
            f"(goal {GOAL_MS} ms): {verdict}"
        )
    largest = max(sizes)
    verdict = "ok" if largest <= GOAL_KB else "MISSED"
    print(f"letter as PDF, size: largest {largest:.0f} KB (goal {GOAL_KB} KB): {verdict}")


if __name__ == "__main__":
    main()
