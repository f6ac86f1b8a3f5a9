"""The measuring half of ``benchmarks/filing.py``."""

from __future__ import annotations

import re
import sys
import time
from statistics import median

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.urls import reverse  # noqa: E402

from benchmarks.rounds.filing_urls import Row  # noqa: E402
from portal.agencies.models import ContactPoint, Organisation  # noqa: E402

GOAL = 0.6
ANSWERS = {
    "body": {"organisation": "bench"},
    "applicant": {"applicant_class": "citizen"},
    "identity": {
        "name": "计时用人",
        "id_type": "id_card",
        "id_number": "11010519491231002X",
        "phone": "13800138000",
        "address": "计时路1号",
    },
    "information": {"content": "二〇二五年的征收补偿安置方案", "title": "安置方案"},
    "files": {"seen": "1"},
    "delivery": {"wanted_form": "paper", "wanted_way": "pickup"},
    "help": {"needs_help": "no"},
}


def ready(number: int) -> tuple[Client, dict[str, str]]:
    """A citizen who has answered every question and looks at the check page."""
    address = f"10.{number // 62500}.{number // 250 % 250}.{number % 250 + 1}"
    client = Client(REMOTE_ADDR=address)
    for page, said in ANSWERS.items():
        answer = client.post(reverse("requests:step", args=[page]), said)
        if answer.status_code != 303:
            raise SystemExit(f"{page}: {answer.status_code}")
    page = client.get(reverse("requests:check")).content.decode()
    hidden = dict(re.findall(r'name="(key|digest)" value="([^"]+)"', page))
    return client, hidden


def file(client: Client, fields: dict[str, str]) -> float:
    """Seconds from the form to the confirmation page."""
    started = time.perf_counter()
    sent = client.post(reverse("requests:check"), fields)
    shown = client.get(sent.headers["Location"])
    seconds = time.perf_counter() - started
    if (sent.status_code, shown.status_code) != (303, 200):
        raise SystemExit(f"filing: {sent.status_code}, {shown.status_code}")
    return seconds


def insert(client: Client, inserts: int) -> float:
    """Seconds of the yardstick for the same."""
    started = time.perf_counter()
    sent = client.post("/bare/", {"inserts": inserts})
    shown = client.get(sent.headers["Location"])
    seconds = time.perf_counter() - started
    if shown.status_code != 200:
        raise SystemExit(f"bare: {shown.status_code}")
    return seconds


def inserts_of_a_filing() -> int:
    client, fields = ready(0)
    with CaptureQueriesContext(connection) as captured:
        file(client, fields)
    return sum(query["sql"].startswith("INSERT") for query in captured.captured_queries)


def main() -> None:
    filings = int(sys.argv[1])
    call_command("migrate", verbosity=0)
    with connection.schema_editor() as editor:
        editor.create_model(Row)
    body = Organisation.objects.create(
        code="bench", name="计时局", kind="department", is_foi_subject=True
    )
    ContactPoint.objects.create(organisation=body, kind=ContactPoint.Kind.FOI, name="办公室")
    inserts = inserts_of_a_filing()
    plain = Client()
    insert(plain, inserts)
    filed, bare = [], []
    for number in range(1, filings + 1):
        filed.append(file(*ready(number)))
        bare.append(insert(plain, inserts))
    rate, floor = 1 / median(filed), 1 / median(bare)
    ratio = rate / floor
    print(f"goal: filing at least {GOAL} of the rate of a view with the same {inserts} inserts")
    print(f"bare view: {floor:.0f}/s")
    verdict = "reached" if ratio >= GOAL else "short"
    print(f"filing: {rate:.0f}/s, ratio {ratio:.2f} {verdict}")


if __name__ == "__main__":
    main()
