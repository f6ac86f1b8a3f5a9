"""Scheduled work of the ledger."""

from celery import shared_task
from django.utils.translation import gettext as _

from portal.calendar import moment
from portal.calendar.models import CalendarVersion

from . import actions


@shared_task(name="obligations.sweep")
def sweep() -> int:
    return actions.sweep(at=moment.now())


@shared_task(name="obligations.recount")
def recount() -> int:
    """Catch what was counted by the former calendar while an edit was being committed."""
    calendar, _created = CalendarVersion.objects.get_or_create(pk=1)
    reason = _("按现行工作日历核对")
    return actions.recount_in_sets(subject=calendar, reason=reason, at=moment.now())


@shared_task(name="obligations.carry_recount")
def carry_recount() -> int:
    """Go on with what a change of the calendar has set off."""
    return actions.carry_recount(at=moment.now())
