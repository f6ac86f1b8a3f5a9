"""The one writer of what the annual tables count.

A request counts by the day the law calls its receipt (条例 art. 31); one that is withdrawn
before receipt was confirmed came and ended on that one day. It counts by its first end: a
request that is taken up again, say after a reconsideration, stays in the row it stood in,
and what became of it stands in table four. Split requests count one by one, merged ones in
the row their closing names.
"""

from datetime import date, datetime

from requests_foia.models import Application, CaseCount


def count_entry(application: Application, *, at: datetime) -> None:
    """Receipt is certain: the request stands in the tables from its day of receipt on."""
    if application.received_on is not None:
        CaseCount.objects.get_or_create(
            application=application, defaults=_entry(application, application.received_on, at)
        )


def count_end(application: Application, *, on: date, row: str, at: datetime) -> None:
    """The request has ended in ``row`` of table three; only its first end counts."""
    entered_on = min(application.received_on or on, on)
    end = {"ended_on": on, "ended_at": at, "row": row}
    counted, is_new = CaseCount.objects.get_or_create(
        application=application, defaults=_entry(application, entered_on, at) | end
    )
    if not is_new and counted.ended_on is None:
        CaseCount.objects.filter(pk=counted.pk).update(**end)


def _entry(application: Application, entered_on: date, at: datetime) -> dict[str, object]:
    return {
        "organisation": application.organisation,
        "applicant_class": application.applicant_class,
        "entered_on": entered_on,
        "entered_at": at,
    }
