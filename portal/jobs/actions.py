"""Run scheduled work and keep a record of it."""

import logging
import time
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from .models import JobRun
from .queries import ABANDONED_AFTER

logger = logging.getLogger("portal.jobs")

KEEP = timedelta(days=14)


def run_job(
    *, name: str, call: Callable[[], object], at: datetime, slot: datetime | None = None
) -> JobRun | None:
    """Run ``call`` and record when, for how long and how it ended.

    With a ``slot`` the run happens only if nobody else has taken that slot; None otherwise.
    What ``call`` raises is recorded, then raised.
    """
    run = _begin(name, at, slot)
    if run is None:
        return None
    started = time.monotonic()
    try:
        detail, run.ok = str(call() or ""), True
    except BaseException as error:
        detail, run.ok = type(error).__name__, False
        raise
    finally:
        run.detail = detail[:200]
        run.finished_at = at + timedelta(seconds=time.monotonic() - started)
        run.save(update_fields=["ok", "detail", "finished_at"])
    JobRun.objects.filter(name=name, started_at__lt=at - KEEP).exclude(pk=run.pk).delete()
    return run


def _begin(name: str, at: datetime, slot: datetime | None) -> JobRun | None:
    try:
        with transaction.atomic():
            return JobRun.objects.create(name=name, slot=slot, started_at=at)
    except IntegrityError:
        return _take_over(name, at, slot)


def _take_over(name: str, at: datetime, slot: datetime | None) -> JobRun | None:
    abandoned = JobRun.objects.filter(
        name=name, slot=slot, finished_at__isnull=True, started_at__lte=at - ABANDONED_AFTER
    )
    if not abandoned.update(started_at=at):
        return None
    logger.warning("job %s of %s had been abandoned", name, slot)
    return JobRun.objects.get(name=name, slot=slot)
