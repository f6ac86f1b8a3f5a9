"""The measuring half of ``benchmarks/recount_edit.py``, run once per database."""

from __future__ import annotations

import logging
import sys
import time
from collections.abc import Callable
from datetime import date, datetime

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from portal.agencies.models import Organisation  # noqa: E402
from portal.calendar.models import CalendarDay, CalendarVersion  # noqa: E402
from portal.domain.moments import SHANGHAI, local_day  # noqa: E402
from portal.obligations.actions import open_obligation, preview_recount, recount_open  # noqa: E402
from portal.obligations.queries.recount import BATCH  # noqa: E402
from requests_foia.domain.vocabulary import Fact, State  # noqa: E402
from requests_foia.models import ApplicantDetails, Application, CaseEvent  # noqa: E402
from requests_foia.queries import reckoning  # noqa: E402

FILED_AT = datetime(2025, 11, 3, 9, tzinfo=SHANGHAI)
AT = datetime(2025, 11, 5, 9, tzinfo=SHANGHAI)
DAYS = date(2025, 11, 20), date(2025, 11, 21)
# Twice as many cases may take so much longer.
LINEAR = 2.2


def fill(count: int) -> list[Organisation]:
    """Applications handed in at the counter of two bodies by turns, all of them open."""
    bodies = Organisation.objects.bulk_create(
        Organisation(code=f"b{n}", name=f"单位{n}", kind="department") for n in range(2)
    )
    cases = Application.objects.bulk_create(
        (_case(number, bodies[number % 2]) for number in range(count)), batch_size=500
    )
    day = local_day(FILED_AT)
    CaseEvent.objects.bulk_create(
        (
            CaseEvent(
                application=case,
                kind=Fact.SUBMITTED,
                happened_on=day,
                happened_at=FILED_AT,
                recorded_at=FILED_AT,
            )
            for case in cases
        ),
        batch_size=500,
    )
    ApplicantDetails.objects.bulk_create(
        (
            ApplicantDetails(application=case, name="申请人", email=f"a{n}@example.com")
            for n, case in enumerate(cases)
        ),
        batch_size=500,
    )
    answer = reckoning(cases[0])
    for case in cases:
        open_obligation(
            subject=case,
            rule_key="foi.reply",
            rule_set=case.rule_set,
            organisation=case.organisation,
            started_on=answer.started_on,
            due_on=answer.due_on,
            trace=[day.as_json() for day in answer.trace],
            at=FILED_AT,
        )
    return bodies


def _case(number: int, body: Organisation) -> Application:
    return Application(
        number=f"第{number}号",
        code_hash=str(number),
        idempotency_hash=str(number),
        organisation=body,
        channel="counter",
        applicant_class="citizen",
        content="内容",
        wanted_form="paper",
        wanted_way="mail",
        submitted_at=FILED_AT,
        received_on=local_day(FILED_AT),
        registered_at=FILED_AT,
        rule_set="cn-2019",
        due_on=date(2025, 12, 1),
        state=State.REGISTERED,
        updated_at=FILED_AT,
    )


def free(body: Organisation, day: date) -> None:
    CalendarDay.objects.create(day=day, is_working=False, name="放假", organisation_code=body.code)


def recount() -> int:
    calendar = CalendarVersion.objects.get()
    return len(recount_open(subject=calendar, reason="基准测试", at=AT, actor=None))


def timed(work: Callable[[], object]) -> tuple[float, object]:
    began = time.perf_counter()
    result = work()
    return time.perf_counter() - began, result


def half_as_many(count: int) -> float:
    """Seconds to carry an edit through half the cases, all undone afterwards."""
    with transaction.atomic():
        body, _other = fill(count // 2)
        free(body, DAYS[0])
        seconds, _moved = timed(recount)
        transaction.set_rollback(True)
    return seconds


def measure(count: int) -> None:
    # One line per audit entry would fill the screen.
    logging.disable(logging.INFO)
    call_command("migrate", verbosity=0)
    few = half_as_many(count)
    body, _other = fill(count)
    free(body, DAYS[0])
    looked, shifts = timed(preview_recount)
    applied, moved = timed(recount)
    free(body, DAYS[1])
    with CaptureQueriesContext(connection) as captured:
        recount()
    idle, _none = timed(recount)
    batches = -(-count // BATCH)
    print(
        f"\n{connection.vendor}: {count:,} 件未办结申请 open applications, {moved:,} 件改期 moved"
    )
    for name, figure in (
        ("预览 preview", f"{looked:.2f} s ({count / looked:,.0f}/s)"),
        ("重算并通知 recount and tell", f"{applied:.2f} s ({moved / applied:,.0f} moved/s)"),
        ("再算无变化 nothing to do", f"{idle:.2f} s ({count / idle:,.0f}/s)"),
        ("每批语句数 queries per batch", f"{len(captured) / batches:.0f} ({batches} × {BATCH})"),
        ("预览 = 结果 preview is result", "是 yes" if len(shifts) == moved else "否 NO"),
        ("两倍件数的倍数 twice as many", f"{applied / few:.2f} × {verdict(applied / few)}"),
    ):
        print(f"  {name:<32}{figure}")


def verdict(growth: float) -> str:
    return f"目标 goal ≤ {LINEAR}: {'达到 met' if growth <= LINEAR else '未达到 MISSED'}"


if __name__ == "__main__":
    measure(int(sys.argv[1]))
