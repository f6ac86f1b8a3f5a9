from celery import shared_task

from portal.calendar import moment

from . import actions
from .reconciliation import reconcile as reconcile_storage


@shared_task(name="files.reconcile")
def reconcile() -> dict[str, int]:
    outcome = reconcile_storage(at=moment.now())
    return {"missing": len(outcome.missing), "removed": outcome.removed}


@shared_task(name="files.scan")
def scan() -> int:
    return actions.scan_waiting(at=moment.now())
