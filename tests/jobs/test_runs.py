"""Jobs run when due, once, and leave a record."""

import io
import threading
from datetime import UTC, datetime, timedelta

import pytest
from celery import shared_task
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from portal.celery import app
from portal.jobs import queries
from portal.jobs.actions import KEEP, run_job
from portal.jobs.domain import Every
from portal.jobs.management.commands import run_jobs
from portal.jobs.models import JobRun
from portal.jobs.queries import ABANDONED_AFTER
from portal.jobs.schedule import Job

AT = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)
HOUR = timedelta(hours=1)

pytestmark = pytest.mark.django_db


def fail():
    raise ValueError("13800131234")


def test_a_run_is_recorded():
    run = run_job(name="x", call=lambda: 7, at=AT)
    assert (run.ok, run.detail, run.started_at) == (True, "7", AT)
    assert run.finished_at >= AT
    assert queries.last_run("x") == run


def test_a_failure_is_recorded_without_its_words_and_raised():
    with pytest.raises(ValueError, match="13800131234"):
        run_job(name="x", call=fail, at=AT)
    run = JobRun.objects.get()
    assert (run.ok, run.detail) == (False, "ValueError")
    assert queries.last_run("x") is None


def test_a_slot_runs_once():
    calls = []
    for _ in range(2):
        run_job(name="x", call=lambda: calls.append(1), at=AT, slot=AT)
    assert calls == [1]


def test_a_slot_whose_runner_died_is_taken_over_after_a_while():
    JobRun.objects.create(name="x", slot=AT, started_at=AT)
    soon, later = AT + timedelta(minutes=5), AT + ABANDONED_AFTER
    assert not queries.is_free("x", AT, soon)
    assert run_job(name="x", call=lambda: None, at=soon, slot=AT) is None
    assert queries.is_free("x", AT, later)
    assert run_job(name="x", call=lambda: None, at=later, slot=AT).ok


def test_old_records_go_the_others_stay():
    run_job(name="x", call=lambda: None, at=AT)
    run_job(name="y", call=lambda: None, at=AT)
    run_job(name="x", call=lambda: None, at=AT + KEEP + HOUR)
    assert list(JobRun.objects.order_by("pk").values_list("name", flat=True)) == ["y", "x"]


def test_a_finished_run_has_a_result():
    with pytest.raises(IntegrityError), transaction.atomic():
        JobRun.objects.create(name="x", started_at=AT, finished_at=AT)


@pytest.fixture
def tasks(time_machine, monkeypatch):
    """Two tasks of the application, the first of which fails; ``tasks`` counts the calls."""
    time_machine.move_to(AT, tick=False)
    calls = {"bad": 0, "good": 0}

    @shared_task(name="test.bad")
    def bad():
        calls["bad"] += 1
        fail()

    @shared_task(name="test.good")
    def good():
        calls["good"] += 1
        return "done"

    monkeypatch.setattr(
        run_jobs,
        "jobs_of",
        lambda _app: [
            Job("bad", "test.bad", Every(3600)),
            Job("good", "test.good", Every(600)),
        ],
    )
    yield calls
    for name in ("test.bad", "test.good"):
        app.tasks.pop(name)


def test_what_is_due_runs_and_one_failure_stops_nobody(tasks):
    with pytest.raises(CommandError):
        call_command("run_jobs")
    assert tasks == {"bad": 1, "good": 1}
    call_command("run_jobs")
    assert tasks == {"bad": 1, "good": 1}, "nothing new is due"


def test_missed_slots_are_made_up_for_once(tasks, time_machine):
    with pytest.raises(CommandError):
        call_command("run_jobs")
    time_machine.move_to(AT + timedelta(hours=36))
    with pytest.raises(CommandError):
        call_command("run_jobs")
    call_command("run_jobs")
    assert tasks == {"bad": 2, "good": 2}


def test_one_job_at_once_whether_due_or_not(tasks):
    out = io.StringIO()
    for _ in range(2):
        call_command("run_jobs", once="good", stdout=out)
    assert (tasks, out.getvalue()) == ({"bad": 0, "good": 2}, "good done\n" * 2)


def test_an_unknown_job_is_named_with_the_known_ones(tasks):
    with pytest.raises(CommandError, match="bad、good"):
        call_command("run_jobs", once="nothing")


def test_a_raised_hand_stops_before_the_next_job(tasks):
    flag = run_jobs.StopFlag()
    flag.up = True
    assert run_jobs.run_due(run_jobs.jobs_of(app), flag)
    assert tasks == {"bad": 0, "good": 0}


def test_every_celery_task_leaves_a_record(tasks):
    app.tasks["test.good"].delay()
    with pytest.raises(ValueError, match="13800131234"):
        app.tasks["test.bad"].delay()
    runs = JobRun.objects.order_by("pk").values_list("name", "ok", "detail", "slot")
    assert list(runs) == [
        ("test.good", True, "done", None),
        ("test.bad", False, "ValueError", None),
    ]


def test_waiting_ends_when_the_flag_goes_up():
    flag = run_jobs.StopFlag()
    timer = threading.Timer(0.05, lambda: setattr(flag, "up", True))
    timer.start()
    flag.wait(60)
    assert flag.up
