"""The base class of every Celery task: each run leaves a record."""

from typing import Any

from celery import Task

from portal.calendar import moment

from .actions import run_job


class RecordedTask(Task):
    """Named in ``portal.celery`` as the base of all tasks, so that no task can forget it."""

    abstract = True

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        run = run_job(name=self.name, call=lambda: self.run(*args, **kwargs), at=moment.now())
        return run.detail if run else None
