"""Counting that something public was used instead of an application.

Like the draft it comes from, it leaves no trace in the audit chain: it concerns no case,
and a number per day and body is all that is kept.
"""

import json
from datetime import datetime

from django.db import transaction
from django.db.models import F

from portal.domain.moments import local_day
from requests_foia.models import Draft, FoundInstead
from requests_foia.queries.bodies import receiving_bodies

_COUNTED = "found_instead"


@transaction.atomic
def count_found_instead(*, draft: Draft, at: datetime) -> bool:
    """Count once per draft, however often it is clicked; answers whether it was counted.

    The draft itself is kept: who finds on a second look that it was something else goes
    on where they were.
    """
    held = Draft.objects.select_for_update().filter(pk=draft.pk).first()
    if held is None or held.is_filed or _COUNTED in held.answers:
        return False
    code = held.answers.get("body", {}).get("organisation", "")
    organisation = receiving_bodies().filter(code=code).first()
    if organisation is None:
        return False
    held.payload = json.dumps({**held.answers, _COUNTED: {"on": str(local_day(at))}})
    held.last_used_at = at
    held.save(update_fields=["payload", "last_used_at"])
    day = {"on": local_day(at), "organisation": organisation}
    FoundInstead.objects.bulk_create([FoundInstead(**day)], ignore_conflicts=True)
    FoundInstead.objects.filter(**day).update(times=F("times") + 1)
    return True
