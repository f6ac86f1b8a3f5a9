"""What applicants wish of the public: that everybody may read it, or that nobody hears of it."""

from datetime import datetime

from django.db import transaction

from portal.audit.actions import record
from requests_foia.domain.workflow import APPLICANT
from requests_foia.models import Application

from .public_log import take_out


def change_wishes(
    *, application: Application, suggests_publication: bool, is_out_of_log: bool, at: datetime
) -> Application:
    """Note what the applicant wishes now; binding is only to be left out of the public log."""
    with transaction.atomic():
        case = Application.objects.select_for_update().get(pk=application.pk)
        wishes = {"suggests_publication": suggests_publication, "is_out_of_log": is_out_of_log}
        before = {name: getattr(case, name) for name in wishes}
        if before == wishes:
            return case
        for name, wish in wishes.items():
            setattr(case, name, wish)
        case.version += 1
        case.updated_at = at
        case.save(update_fields=[*wishes, "version", "updated_at"])
        record(
            action="requests_foia.change_wishes",
            subject=case,
            actor=None,
            at=at,
            role=APPLICANT,
            organisation=case.organisation,
            before=before,
            after=wishes,
        )
        if is_out_of_log:
            take_out(case, at=at)
        return case
