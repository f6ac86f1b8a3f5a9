"""Count the requests that were received before the annual tables were kept."""

from zoneinfo import ZoneInfo

from django.db import migrations
from django.db.models import Min

BATCH = 500
SHANGHAI = ZoneInfo("Asia/Shanghai")


def count(apps, schema_editor):
    Application = apps.get_model("requests_foia", "Application")
    CaseCount = apps.get_model("requests_foia", "CaseCount")
    counted = []
    cases = Application.objects.annotate(known_at=Min("events__recorded_at"))
    for case in cases.iterator(chunk_size=BATCH):
        ended_on = case.closed_at and (case.replied_on or case.closed_at.astimezone(SHANGHAI).date())
        if not case.received_on and not ended_on:
            continue
        entered_on = case.received_on or ended_on
        known_at = case.confirmed_at or case.known_at or case.submitted_at
        counted.append(
            CaseCount(
                application=case,
                organisation_id=case.organisation_id,
                applicant_class=case.applicant_class,
                entered_on=min(entered_on, ended_on or entered_on),
                entered_at=min(known_at, case.closed_at or known_at),
                ended_on=ended_on,
                ended_at=case.closed_at,
                row=case.statistics_row if ended_on else "",
            )
        )
    CaseCount.objects.bulk_create(counted, batch_size=BATCH, ignore_conflicts=True)


class Migration(migrations.Migration):
    dependencies = [("requests_foia", "0005_annual_report")]
    operations = [migrations.RunPython(count, migrations.RunPython.noop)]
