"""The measuring half of ``benchmarks/register.py``, run once per size."""

from __future__ import annotations

import json
import sys
import time
from contextlib import redirect_stdout

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.urls import reverse  # noqa: E402

from portal.agencies.domain.roles import Role  # noqa: E402
from portal.agencies.models import Organisation, RoleAssignment, User  # noqa: E402
from requests_foia.models import ApplicantDetails  # noqa: E402

BODIES = 50
OPEN = 5_000
"""Cases in hand, whatever the size of the archive: a hundred for each body."""
STATES = "ARRAY['received','confirmed','registered','handling','handling','review','approved']"

# Every seventh row of the archive was filed by an organisation; a year holds a tenth of it.
CASES = f"""
INSERT INTO requests_foia_application
    (id, number, code_hash, idempotency_hash, organisation_id, channel, applicant_class, language,
     title, document_number, content, wanted_form, wanted_way, needs_help, help_note,
     suggests_publication, is_out_of_log, submitted_at, received_on, confirmed_by_system,
     replied_on, closed_at, archived_at, rule_set, due_on, due_is_provisional, state,
     assigned_unit_id, officer_id, outcome, ground, statistics_row, version, updated_at)
SELECT gen_random_uuid(), 'B' || n %% {BODIES} || 'GK-' || 2016 + n %% 10 || '-' || n, 'x', n::text,
    %(body)s + n %% {BODIES}, 'counter', CASE WHEN n %% 7 = 0 THEN 'business' ELSE 'citizen' END,
    'zh-hans', '第' || n || '号合同', '', '请公开第' || n || '号合同。', 'paper', 'mail', false, '',
    false, false,
    at, at::date, false,
    CASE WHEN is_open THEN NULL ELSE at::date + 15 END,
    CASE WHEN is_open THEN NULL ELSE at + interval '15 days' END,
    CASE WHEN is_open THEN NULL ELSE at + interval '20 days' END,
    'cn-2019', at::date + 28, false,
    CASE WHEN is_open THEN ({STATES})[1 + n %% 7] ELSE 'archived' END,
    NULL, NULL, CASE WHEN is_open THEN '' ELSE 'disclosed' END, '',
    CASE WHEN is_open THEN '' ELSE '3.1' END, 5, at
FROM (
    SELECT n, n > %(rows)s - {OPEN} AS is_open,
        CASE WHEN n > %(rows)s - {OPEN}
            THEN now() - (n %% 20) * interval '1 day'
            ELSE now() - interval '60 days' - (n %% 3600) * interval '1 day'
        END AS at
    FROM generate_series(1, %(rows)s) AS numbers(n)
) AS drawn
"""
DETAILS = """
INSERT INTO requests_foia_applicantdetails ({columns})
SELECT {values} FROM requests_foia_application
"""


def fill(rows: int) -> User:
    """The register, and the clerk of one of its bodies."""
    bodies = Organisation.objects.bulk_create(
        Organisation(code=f"b{n}", name=f"单位{n}", kind="department", is_foi_subject=True)
        for n in range(BODIES)
    )
    clerk = User.objects.create(username="clerk", is_active=True)
    RoleAssignment.objects.create(user=clerk, role=Role.OPENNESS_OFFICE, organisation=bodies[7])
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit = off")
        # The rows fit together: a million need not be looked up one by one.
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(CASES, {"rows": rows, "body": bodies[0].pk})
        cursor.execute(_details(), {})
        cursor.execute("SET session_replication_role = DEFAULT")
        cursor.execute("VACUUM ANALYZE")
    return clerk


def _details() -> str:
    """A row for each applicant; every encrypted column holds an empty text."""
    columns, values = [], []
    for field in ApplicantDetails._meta.local_concrete_fields:
        if field.column == "application_id":
            columns.append(field.column)
            values.append("id")
        elif not field.null and not field.primary_key:
            empty = field.get_db_prep_save("", connection)
            columns.append(field.column)
            values.append("''" if not empty else f"'{empty}'")
    return DETAILS.format(columns=", ".join(columns), values=", ".join(values))


def pages() -> dict[str, str]:
    """What a clerk asks for, by name."""
    register = reverse("admin:requests_foia_application_changelist")
    with connection.cursor() as cursor:
        cursor.execute("SELECT number FROM requests_foia_application WHERE number LIKE 'B7GK-%%7'")
        row = cursor.fetchone()
    number = row[0] if row else ""
    return {
        "我的待办 queue": register,
        "全部 all": f"{register}?range=all",
        "按状态 by state": f"{register}?range=all&state__exact=review",
        "按类别 by class": f"{register}?range=all&applicant_class__exact=business",
        "按编号 by number": f"{register}?range=all&q={number}",
        "今日办理 today": reverse("admin:index"),
    }


def p95(client: Client, address: str, asks: int) -> float:
    client.get(address)
    times = []
    for _ in range(asks):
        started = time.perf_counter()
        answer = client.get(address)
        times.append(time.perf_counter() - started)
        if answer.status_code != 200:
            raise SystemExit(f"{address}: {answer.status_code}")
    return sorted(times)[int(len(times) * 0.95) - 1]


def main() -> None:
    rows, asks = int(sys.argv[1]), int(sys.argv[2])
    with redirect_stdout(sys.stderr):
        call_command("migrate", verbosity=0)
        call_command("create_roles", verbosity=0)
        clerk = fill(rows)
        client = Client()
        client.force_login(clerk, backend="portal.agencies.auth.RoleBackend")
        figures = {name: p95(client, address, asks) for name, address in pages().items()}
    json.dump(figures, sys.stdout)


if __name__ == "__main__":
    main()
