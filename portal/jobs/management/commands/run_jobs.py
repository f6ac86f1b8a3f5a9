"""Run the scheduled work in this process, where there is no broker."""

import logging
import signal
import time
from argparse import ArgumentParser
from types import FrameType
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import close_old_connections

from portal.calendar import moment
from portal.celery import app
from portal.jobs.actions import run_job
from portal.jobs.queries import is_free
from portal.jobs.schedule import Job, jobs_of

logger = logging.getLogger("portal.jobs")

PAUSE_SECONDS = 1.0
LOOK_UP_SECONDS = 0.2
# A job that is running when we are told to stop may end by itself for this long.
GRACE_SECONDS = 1.0


class StopFlag:
    """Raised like a hand by a signal handler, where an ``Event`` could deadlock."""

    up = False

    def wait(self, seconds: float) -> None:
        """Sleep, but look up often."""
        until = time.monotonic() + seconds
        while not self.up and time.monotonic() < until:
            time.sleep(LOOK_UP_SECONDS)


class Interrupted(BaseException):
    """Raised inside a job that did not end within the grace period."""


class Command(BaseCommand):
    help = "按计划运行到期的定时任务（没有消息队列时代替 Celery）。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--loop", action="store_true", help="持续运行，直到收到终止信号")
        parser.add_argument("--once", metavar="NAME", help="立即运行一个任务，不论是否到期")

    def handle(self, *args: Any, loop: bool, once: str | None, **options: Any) -> None:
        call_command("refuse_demo")
        jobs = {job.name: job for job in jobs_of(app)}
        if once is not None:
            self._run_now(jobs, once)
        elif loop:
            self._loop(list(jobs.values()))
        elif not run_due(list(jobs.values()), StopFlag()):
            raise CommandError("有任务运行失败，详见日志。")

    def _run_now(self, jobs: dict[str, Job], name: str) -> None:
        if name not in jobs:
            raise CommandError(f"没有任务 {name}；可用的有：{'、'.join(sorted(jobs))}")
        run = run_job(name=name, call=app.tasks[jobs[name].task].run, at=moment.now())
        self.stdout.write(f"{name} {run.detail if run else ''}")

    def _loop(self, jobs: list[Job]) -> None:
        stopping = StopFlag()

        def stop(_number: int, _frame: FrameType | None) -> None:
            stopping.up = True
            signal.setitimer(signal.ITIMER_REAL, GRACE_SECONDS)

        def interrupt(_number: int, _frame: FrameType | None) -> None:
            raise Interrupted

        signal.signal(signal.SIGTERM, stop)
        signal.signal(signal.SIGINT, stop)
        signal.signal(signal.SIGALRM, interrupt)
        try:
            while not stopping.up:
                run_due(jobs, stopping)
                # A database that was restarted is connected to anew.
                close_old_connections()
                stopping.wait(PAUSE_SECONDS)
        except Interrupted:
            logger.warning("a job was interrupted; what it had not committed will run again")
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)


def run_due(jobs: list[Job], stopping: StopFlag) -> bool:
    """Run every job whose latest slot nobody has run; False when one of them failed."""
    well = True
    for job in jobs:
        if stopping.up:
            break
        try:
            _run_if_due(job)
        except Exception:
            # One failing job must not keep the others from their time limits.
            logger.exception("job %s failed", job.name)
            well = False
    return well


def _run_if_due(job: Job) -> None:
    at = moment.now()
    slot = job.latest_slot(at)
    if slot is not None and is_free(job.name, slot, at):
        run_job(name=job.name, call=app.tasks[job.task].run, at=at, slot=slot)
