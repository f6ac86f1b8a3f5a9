"""A job is printed once, whatever fails and whoever else prints."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.core.files.storage import default_storage
from django.db import connection

from portal.files.contents import read_content
from portal.files.models import StoredFile
from portal.printing import makers
from portal.printing.actions import make, print_again, print_due, request_print
from portal.printing.models import PrintJob
from portal.printing.paper import PrinterUnavailable
from tests.factories.agencies import OrganisationFactory
from tests.factories.requests_foia import FILED_AT, bureau
from tests.printing import makers as ours

State = PrintJob.State


@pytest.fixture(autouse=True)
def _a_maker(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(makers, "_makers", {"trial": "tests.printing.makers.make"})
    monkeypatch.setattr(ours, "failing", [])


def asked(at=FILED_AT) -> PrintJob:
    return request_print(kind="trial", subject=OrganisationFactory(), actor=None, at=at)


def later(**spans):
    return FILED_AT + timedelta(**spans)


@pytest.mark.django_db
def test_asking_twice_prints_once() -> None:
    body = OrganisationFactory()
    first = request_print(kind="trial", subject=body, actor=None, at=FILED_AT)
    assert request_print(kind="trial", subject=body, actor=None, at=later(hours=1)) == first
    assert first.state is State.WAITING
    assert print_due(at=FILED_AT, worker="a") == 1
    assert print_due(at=later(hours=1), worker="a") == 0
    first.refresh_from_db()
    assert first.state is State.READY
    assert first.file.original_name.endswith(".pdf")
    assert read_content(first.file) == b"%PDF-1.7 one"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("fault", "said"),
    [(ValueError("欧阳雪见"), "ValueError"), (PrinterUnavailable("没有字体"), "没有字体")],
)
def test_a_failing_printer_is_tried_again_and_quotes_no_letter(fault, said) -> None:
    job = asked()
    ours.failing.append(fault)
    assert print_due(at=FILED_AT, worker="a") == 0
    job.refresh_from_db()
    assert (job.state, job.last_error, job.attempts) == (State.FAILING, said, 1)
    assert print_due(at=later(seconds=30), worker="a") == 0, "not before its next turn"
    job.refresh_from_db()
    assert job.attempts == 1
    ours.failing.clear()
    assert print_due(at=later(minutes=2), worker="a") == 1
    job.refresh_from_db()
    assert (job.state, job.last_error) == (State.READY, "")


@pytest.mark.django_db
def test_a_full_disk_leaves_no_row_and_no_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    job = asked()

    def full(*_args, **_more):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as broken:
        broken.setattr(default_storage, "save", full)
        assert print_due(at=FILED_AT, worker="a") == 0
    job.refresh_from_db()
    assert job.state is State.FAILING
    assert not StoredFile.objects.exists()
    assert print_due(at=later(minutes=2), worker="a") == 1


@pytest.mark.django_db
def test_one_failing_job_does_not_stop_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    broken = request_print(kind="unknown", subject=OrganisationFactory(), actor=None, at=FILED_AT)
    asked(later(seconds=1))
    assert print_due(at=later(seconds=5), worker="a") == 1
    broken.refresh_from_db()
    assert broken.state is State.FAILING


@pytest.mark.django_db
def test_the_waiting_grows_to_six_hours_and_staff_may_cut_it_short() -> None:
    assert [make.back_off(n).total_seconds() / 60 for n in (1, 2, 3, 9, 400)] == [
        *(1, 2, 4),
        *(256, 360),
    ]
    job = asked()
    ours.failing.append(ValueError())
    print_due(at=FILED_AT, worker="a")
    ours.failing.clear()
    print_again(job=job, actor=bureau().clerk, at=later(seconds=5))
    assert print_due(at=later(seconds=6), worker="a") == 1


@pytest.mark.django_db
def test_a_worker_that_died_is_followed_by_another() -> None:
    job = asked()
    assert make._claim_one(FILED_AT, "dead") == job
    assert print_due(at=later(minutes=1), worker="b") == 0, "its lease still runs"
    assert print_due(at=later(minutes=11), worker="b") == 1


def _race(count: int) -> int:
    """How often one job is printed by that many workers at once."""
    start, made = Barrier(count), []

    def work(number: int) -> None:
        try:
            start.wait()
            made.append(print_due(at=later(seconds=1), worker=str(number)))
        finally:
            connection.close()

    threads = [Thread(target=work, args=(n,)) for n in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(made)


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_many_workers_print_each_job_once(monkeypatch: pytest.MonkeyPatch) -> None:
    for _n in range(6):
        asked()
    assert _race(4) == 6
    assert StoredFile.objects.count() == 6
