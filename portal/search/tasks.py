from celery import shared_task

from . import actions


@shared_task(name="search.take_in")
def take_in() -> int:
    return actions.take_in_waiting()


@shared_task(name="search.reconcile")
def reconcile() -> dict[str, int]:
    return actions.reconcile()
