"""Scheduled work on applications."""

from celery import shared_task

from portal.calendar import moment

from . import actions
from .actions.draft import forget_drafts as forget


@shared_task(name="requests_foia.confirm_lapsed")
def confirm_lapsed() -> int:
    return len(actions.confirm_lapsed(at=moment.now()))


@shared_task(name="requests_foia.forget_drafts")
def forget_drafts() -> int:
    return forget(at=moment.now())


@shared_task(name="requests_foia.lapse_opinions")
def lapse_opinions() -> int:
    return len(actions.lapse_opinions(at=moment.now()))


@shared_task(name="requests_foia.open_reports")
def open_reports() -> int:
    return actions.open_due_reports(at=moment.now())


@shared_task(name="requests_foia.find_asked_alike")
def find_asked_alike() -> int:
    return actions.find_asked_alike(at=moment.now())


@shared_task(name="requests_foia.open_self_checks")
def open_self_checks() -> int:
    return actions.open_self_checks(at=moment.now())


@shared_task(name="requests_foia.forget_identity")
def forget_identity() -> int:
    return actions.forget_identity(at=moment.now())


@shared_task(name="requests_foia.destroy_due")
def destroy_due() -> int:
    return actions.destroy_due(at=moment.now())


@shared_task(name="requests_foia.build_bundles")
def build_bundles() -> int:
    return actions.build_bundles(at=moment.now())


@shared_task(name="requests_foia.destroy_bundles")
def destroy_bundles() -> int:
    at = moment.now()
    return actions.destroy_bundles(at=at) + actions.destroy_batches(at=at)
